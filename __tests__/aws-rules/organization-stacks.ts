import { TerraformStack } from "cdktf";
import { stringify } from "yaml";

import { parseOrganizationText } from "../../config/load";
import { buildApp } from "../../main";
import { type StackJson, type StackJsons } from "./stacks";

export interface SynthesizedOrganization {
  readonly stacks: StackJsons;
  /** The warnings of synth. */
  readonly warnings: readonly string[];
}

/**
 * The stacks of an organization file as they would be written, without files and without cdktf's stack trace per
 * construct: a thousand organizations take half a minute.
 */
export function synthesized(file: unknown): SynthesizedOrganization {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    const { organization, warnings } = parseOrganizationText("organization.yaml", stringify(file));
    const stacks = buildApp(organization, "unwritten").node.children.filter((child) => child instanceof TerraformStack);
    return {
      stacks: Object.fromEntries(stacks.map((stack) => [stack.node.id, stack.toTerraform() as StackJson])),
      warnings: warnings.map(({ message }) => message),
    };
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
