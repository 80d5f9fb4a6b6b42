import { TerraformStack } from "cdktf";
import { stringify } from "yaml";

import { parseOrganizationText } from "../../config/load";
import { buildApp } from "../../main";
import { type StackJson, type StackJsons } from "./stacks";

/**
 * The stacks of an organization's file as they would be written, without a file and without the stack trace that cdktf
 * takes of every construct: a thousand organizations take half a minute.
 */
export function stacksOf(file: unknown): StackJsons {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    const { organization } = parseOrganizationText("organization.yaml", stringify(file));
    const stacks = buildApp(organization, "unwritten").node.children.filter((child) => child instanceof TerraformStack);
    return Object.fromEntries(stacks.map((stack) => [stack.node.id, stack.toTerraform() as StackJson]));
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
