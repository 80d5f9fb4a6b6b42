import { overlap, type Range, rangeOf } from "../../proof/aws/network/cidr";
import { type Resource, type Stacks, texts } from "./stacks";

/** Whether an IPv4 or IPv6 range is within another. */
export function liesIn(inner: string, outer: string): boolean {
  const [a, b] = [rangeOf(inner), rangeOf(outer)];
  return a !== undefined && b !== undefined && sameVersion(a, b) && overlap(b, a) === "all";
}

/** Whether two ranges share an address. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  return a !== undefined && b !== undefined && sameVersion(a, b) && overlap(b, a) !== "none";
}

function sameVersion(a: Range, b: Range): boolean {
  return a.version === b.version;
}

/** The routes of the route table that a subnet is associated with; undefined if the table is not in the stack. */
export function routesOf(stacks: Stacks, subnet: Resource): readonly Resource[] | undefined {
  const [association] = stacks.referring("aws_route_table_association", "subnet_id", subnet);
  const [table] = association ? stacks.referred(association, association.args["route_table_id"]) : [];
  return table && stacks.referring("aws_route", "route_table_id", table);
}

/** Availability Zones that are used twice by the subnets that a value refers to. */
export function repeatedZone(stacks: Stacks, from: Resource, value: unknown): string | undefined {
  const zones = zonesOf(stacks, from, value);
  return zones.find((zone, index) => zones.indexOf(zone) !== index);
}

/** The zones of the subnets that a value refers to, in order; those of adopted subnets are not in the stack. */
export function zonesOf(stacks: Stacks, from: Resource, value: unknown): string[] {
  return stacks.referred(from, value, "aws_subnet").flatMap(({ args }) => texts(args["availability_zone"]));
}

const directions = { ingress: "aws_vpc_security_group_ingress_rule", egress: "aws_vpc_security_group_egress_rule" };

/** The rules of a security group in one direction. */
export function rulesOf(stacks: Stacks, group: Resource, direction: keyof typeof directions): readonly Resource[] {
  return stacks.referring(directions[direction], "security_group_id", group);
}

/** Whether a rule applies to a TCP port. */
export function opens({ args }: Resource, port: number): boolean {
  if (args["ip_protocol"] === "-1") return true;
  return args["ip_protocol"] === "tcp" && Number(args["from_port"]) <= port && port <= Number(args["to_port"]);
}
