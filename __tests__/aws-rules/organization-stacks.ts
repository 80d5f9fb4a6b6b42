import { TerraformStack } from "cdktf";
import { stringify } from "yaml";

import { parseOrganizationText } from "../../config/load";
import { buildApp } from "../../main";
import { type StackJson, type StackJsons } from "./stacks";

export interface SynthesizedOrganization {
  readonly stacks: StackJsons;
  /** What synth warns of. */
  readonly warnings: readonly string[];
}

/**
 * The stacks of an organization's file as they would be written, without a file and without the stack trace that cdktf
 * takes of every construct: a thousand organizations take half a minute.
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
