/**
 * What a plan takes away, replaces or changes, as it was. Other resources still list it: a security group its rules, a
 * route table its routes, a VPC its DHCP options. Terraform read those lists before; after apply they lack it.
 */
import { family } from "../../identity";
import { isRecord, type JsonObject, property } from "../../json/json-syntax";
import { withoutRule } from "./prior-rule";

/** How a list, or a value, of an owner mirrors a resource of another type. */
interface Mirror {
  readonly owner: string;
  /** The attribute of the other one that holds the owner's id. */
  readonly by: string;
  readonly attribute: string;
  /** The attribute of the owner without the other one. */
  without(value: unknown, former: JsonObject): unknown;
}

/** Ids in a list. */
const ids = (name: string) => (value: unknown, former: JsonObject) =>
  filtered(value, (item) => item !== property(former, name));

const route = (value: unknown, former: JsonObject) =>
  filtered(value, (item) =>
    destinations.every(([own, inline]) => {
      const destination = property(former, own);
      return !destination || property(item, inline) !== destination;
    }),
  );

const destinations = [
  ["destination_cidr_block", "cidr_block"],
  ["destination_ipv6_cidr_block", "ipv6_cidr_block"],
  ["destination_prefix_list_id", "destination_prefix_list_id"],
] as const;

const aclRule = (egress: boolean) => (value: unknown, former: JsonObject) =>
  (property(former, "egress") === true) === egress
    ? filtered(value, (item) => property(item, "rule_no") !== property(former, "rule_number"))
    : value;

const named = (own: string, inline: string) => (value: unknown, former: JsonObject) =>
  filtered(value, (item) => property(item, inline) !== property(former, own));

const olderRule = (direction: string) => (value: unknown, former: JsonObject) =>
  property(former, "type") === direction ? withoutRule(value, former) : value;

const endpoint = { owner: "aws_vpc_endpoint", by: "vpc_endpoint_id" };
const acl = { owner: "aws_network_acl", by: "network_acl_id" };
const group = { owner: "aws_security_group", by: "security_group_id" };

/** By the type of what is taken away. */
const mirrors = new Map<string, readonly Mirror[]>([
  [
    "aws_security_group_rule",
    [
      { ...group, attribute: "ingress", without: olderRule("ingress") },
      { ...group, attribute: "egress", without: olderRule("egress") },
    ],
  ],
  ["aws_vpc_security_group_ingress_rule", [{ ...group, attribute: "ingress", without: withoutRule }]],
  ["aws_vpc_security_group_egress_rule", [{ ...group, attribute: "egress", without: withoutRule }]],
  ["aws_route", [{ owner: "aws_route_table", by: "route_table_id", attribute: "route", without: route }]],
  [
    "aws_network_acl_rule",
    [
      { ...acl, attribute: "ingress", without: aclRule(false) },
      { ...acl, attribute: "egress", without: aclRule(true) },
    ],
  ],
  ["aws_network_acl_association", [{ ...acl, attribute: "subnet_ids", without: ids("subnet_id") }]],
  [
    "aws_vpc_endpoint_route_table_association",
    [{ ...endpoint, attribute: "route_table_ids", without: ids("route_table_id") }],
  ],
  ["aws_vpc_endpoint_subnet_association", [{ ...endpoint, attribute: "subnet_ids", without: ids("subnet_id") }]],
  [
    "aws_vpc_endpoint_security_group_association",
    [{ ...endpoint, attribute: "security_group_ids", without: ids("security_group_id") }],
  ],
  ["aws_vpc_endpoint_policy", [{ ...endpoint, attribute: "policy", without: () => null }]],
  [
    "aws_vpc_dhcp_options_association",
    [
      {
        owner: "aws_vpc",
        by: "vpc_id",
        attribute: "dhcp_options_id",
        without: (value, former) => (value === property(former, "dhcp_options_id") ? null : value),
      },
    ],
  ],
  [
    "aws_main_route_table_association",
    [
      {
        owner: "aws_vpc",
        by: "vpc_id",
        attribute: "main_route_table_id",
        without: (_value, former) => property(former, "original_route_table_id"),
      },
    ],
  ],
  [
    "aws_route53_zone_association",
    [{ owner: "aws_route53_zone", by: "zone_id", attribute: "vpc", without: named("vpc_id", "vpc_id") }],
  ],
  [
    "aws_iam_role_policy",
    [{ owner: "aws_iam_role", by: "role", attribute: "inline_policy", without: named("name", "name") }],
  ],
  [
    "aws_iam_role_policy_attachment",
    [{ owner: "aws_iam_role", by: "role", attribute: "managed_policy_arns", without: ids("policy_arn") }],
  ],
]);

/** Of all plans that are read together: an id says whose it is. */
export class Formers {
  private readonly found = new Map<string, { readonly mirror: Mirror; readonly former: JsonObject }[]>();

  /** @param former the values of a resource that the plan deletes, replaces or updates, as they were */
  add(type: string, former: JsonObject): void {
    for (const mirror of mirrors.get(type) ?? []) {
      const owner = former[mirror.by];
      if (typeof owner !== "string") continue;
      const name = `${mirror.owner} ${owner} ${mirror.attribute}`;
      const others = this.found.get(name);
      if (others) others.push({ mirror, former });
      else this.found.set(name, [{ mirror, former }]);
    }
  }

  /** What an attribute that was read before will hold. */
  after(type: string, values: unknown, attribute: string, value: unknown): unknown {
    if (this.found.size === 0 || !isRecord(values) || typeof values["id"] !== "string") return value;
    const all = this.found.get(`${family(type)} ${values["id"]} ${attribute}`) ?? [];
    return all.reduce((left, { mirror, former }) => mirror.without(left, former), value);
  }
}

function filtered(value: unknown, wanted: (item: unknown) => boolean): unknown {
  return Array.isArray(value) ? (value as unknown[]).filter(wanted) : value;
}
