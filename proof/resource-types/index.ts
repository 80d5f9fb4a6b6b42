/** All resource types with their own entries, and tables derived from all of them. */
import { backup } from "./backup";
import { cloudwatchLogs } from "./cloudwatch-logs";
import { databases } from "./databases";
import { route53 } from "./dns/route53";
import { route53Profiles } from "./dns/route53-profiles";
import { route53Resolver } from "./dns/route53-resolver";
import { ec2 } from "./ec2";
import { ecr } from "./ecr";
import { ecs } from "./ecs";
import { efs } from "./efs";
import { eks } from "./eks";
import { elb } from "./elb";
import { iam } from "./iam";
import { kms } from "./kms";
import { messaging } from "./messaging";
import { networkAcl } from "./network/network-acl";
import { routeTable } from "./network/route-table";
import { securityGroup } from "./network/security-group";
import { transitGateway } from "./network/transit-gateway";
import { vpc } from "./network/vpc";
import { vpcEndpoint } from "./network/vpc-endpoint";
import { others } from "./others";
import { ram } from "./ram";
import { type ReferencedBy, type ReferenceType, type ResourceType, type Service } from "./resource-type";
import { s3 } from "./s3";
import { secrets } from "./secrets";
import { taskStarters } from "./task-starters";

/** In the order in which a review reports them. */
export const services: readonly Service[] = [
  ...[route53Resolver, route53Profiles, route53, ram],
  ...[efs, vpcEndpoint, vpc, securityGroup, networkAcl, routeTable, transitGateway],
  ...[ecs, eks, taskStarters, ec2, elb, ecr, cloudwatchLogs],
  ...[iam, kms, secrets, s3, databases, backup, messaging, others],
];

export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
  services.flatMap(({ types }) => Object.entries(types)),
);

const unlisted: ResourceType = {};

/** Empty for a type without an entry. */
export function factsOf(type: string): ResourceType {
  return resourceTypes.get(type) ?? unlisted;
}

/** A fact of one attribute. Attribute names come from the input, and may be `constructor`. */
export function own<T>(facts: Readonly<Record<string, T>> | undefined, attribute: string): T | undefined {
  return facts && Object.hasOwn(facts, attribute) ? facts[attribute] : undefined;
}

/** `aws_default_vpc` counts as an `aws_vpc` for everything that refers to it. */
export function family(type: string): string {
  return resourceTypes.get(type)?.adopts?.as ?? type;
}

const families = new Map<string, string[]>();
for (const type of resourceTypes.keys()) families.set(family(type), [...(families.get(family(type)) ?? []), type]);

/** The types that are one of a kind: `aws_vpc` and `aws_default_vpc`. */
export function typesOfFamily(type: string): readonly string[] {
  return families.get(type) ?? [type];
}

/** Whether resources of a type adopt what AWS has created, such as a VPC's default security group. */
export function adoptsDefault(type: string): boolean {
  return resourceTypes.get(type)?.adopts !== undefined;
}

const forms: Readonly<Record<keyof ReferencedBy, Pick<ReferenceType, "by" | "list">>> = {
  id: { by: "id", list: false },
  ids: { by: "id", list: true },
  arn: { by: "arn", list: false },
  arns: { by: "arn", list: true },
  name: { by: "name", list: false },
};

/** The target of an attribute by its name alone: `kms_key_id` accepts the ARNs of several types. */
const byAttribute = new Map<string, ReferenceType>();
for (const [type, { referencedBy = {} }] of resourceTypes) {
  for (const [form, attributes] of Object.entries(referencedBy) as [keyof ReferencedBy, readonly string[]][]) {
    for (const attribute of attributes) {
      const types = [...(byAttribute.get(attribute)?.types ?? []), type];
      byAttribute.set(attribute, { types, ...forms[form] });
    }
  }
}

/** The target of an attribute of a resource type; undefined if it is not a reference, or the name does not show it. */
export function referenceTypeOf(type: string, attribute: string): ReferenceType | undefined {
  return own(factsOf(type).refersTo, attribute) ?? byAttribute.get(attribute);
}

/** All attributes whose name alone shows what they refer to. */
export function referringAttributes(): Iterable<readonly [attribute: string, ReferenceType]> {
  return byAttribute;
}
