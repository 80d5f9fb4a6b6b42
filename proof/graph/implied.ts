/** What AWS itself ties together, without a word of it in Terraform. */
import { type Reference, type Resource } from "./model";

/** A default subnet is one of the default VPC, of which an account has one in a Region. */
export function impliedBy(
  resource: Resource,
  attribute: string,
  among: () => Iterable<Resource>,
): Reference | undefined {
  if (resource.type !== "aws_default_subnet" || attribute !== "vpc_id") return undefined;
  for (const other of among()) {
    const together = other.document === resource.document && sameProvider(other, resource);
    if (other.type === "aws_default_vpc" && together) return { kind: "reference", to: other.key, attribute: "id" };
  }
  return undefined;
}

function sameProvider(a: Resource, b: Resource): boolean {
  return a.provider?.name === b.provider?.name && a.provider?.region === b.provider?.region;
}
