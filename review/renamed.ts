/**
 * A resource under a new address: Terraform creates the new one while the old one still exists, and AWS refuses the
 * second.
 */
import { property } from "../proof/graph/json/json-syntax";
import { type Change, type Plan } from "./plan";
import { type Stop } from "./stop";

interface Unique {
  readonly type: string;
  /** Attributes that must be unique: two resources with the same values can't coexist. */
  readonly by: readonly string[];
  readonly rule: string;
  readonly refused: string;
}

const uniques: readonly Unique[] = [
  {
    type: "aws_route53_resolver_rule_association",
    by: ["vpc_id", "resolver_rule_id"],
    rule: "DNS-08",
    refused: "a VPC can be associated with only one rule for each domain",
  },
  {
    type: "aws_efs_mount_target",
    by: ["file_system_id", "subnet_id"],
    rule: "EFS-01",
    refused: "a file system can have only one mount target in each Availability Zone",
  },
  {
    type: "aws_vpc_endpoint",
    by: ["vpc_id", "service_name"],
    rule: "EP-06",
    refused: "a VPC can have only one endpoint with private DNS for each service",
  },
  {
    type: "aws_vpc_dhcp_options_association",
    by: ["vpc_id"],
    rule: "VPC-04",
    refused: "destroying the old one removes the VPC's DHCP options",
  },
];

export function* renamedResources({ name, changes }: Plan): Iterable<Stop> {
  for (const { type, by, rule, refused } of uniques) {
    const ofType = changes.filter((change) => change.type === type);
    const goes = ofType.filter(({ action }) => action === "delete");
    const comes = ofType.filter(({ action }) => action === "create");
    for (const old of goes) {
      const successor = comes.find((one) => by.every((key) => isSame(old, one, key)));
      if (!successor) continue;
      yield {
        rule,
        stack: name,
        resource: successor.address,
        what: `replaces ${old.address}, which is destroyed in the same apply: ${refused}`,
        todo: `add a moved block from ${old.address} to ${successor.address}`,
      };
    }
    for (const change of ofType.filter(({ action, createFirst }) => action === "replace" && createFirst)) {
      // The attributes that force the replacement may include those that must be unique.
      if (!by.every((key) => isSame(change, change, key))) continue;
      yield {
        rule,
        stack: name,
        resource: change.address,
        what: `is replaced with create_before_destroy: ${refused}`,
        todo: `remove create_before_destroy from ${change.address}`,
      };
    }
  }
}

function isSame(old: Change, one: Change, key: string): boolean {
  const [was, is] = [property(old.before, key), property(one.after, key)];
  return typeof was === "string" && was === is;
}
