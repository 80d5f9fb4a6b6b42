import { type Resource, type Unknown } from "../../graph/model";

/** The remedy for an answer that depends on a role or its policies. */
export function settling(open: Unknown | undefined, resource: Resource): string {
  if (resource.mode === "data")
    return `add the configuration or state that contains ${resource.address} as another input`;
  return open
    ? `${open.expression} as a literal, or the deployed state (terraform show -json), where it is known`
    : `the deployed state (terraform show -json)`;
}
