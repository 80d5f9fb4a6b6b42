/** Network ACLs, security groups of endpoints and resolver rules of a VPC. */
import { type EC2Client, type IpPermission, type NetworkAcl, type VpcEndpoint } from "@aws-sdk/client-ec2";
import { Address4 } from "ip-address";

import { isRecord, property } from "../../proof/graph/json/json-syntax";
import { all } from "./network";
import { type Caller, callJson, type Sdk } from "./sdk";

/** The network ACLs that are in use and don't allow everything, in both directions. */
export async function narrowAcls({ ec2 }: Sdk, client: EC2Client, vpcId: string): Promise<readonly string[]> {
  const Filters = [{ Name: "vpc-id", Values: [vpcId] }];
  const acls = await all(ec2.paginateDescribeNetworkAcls({ client }, { Filters }), ({ NetworkAcls }) => NetworkAcls);
  const used = acls.filter(({ Associations }) => (Associations ?? []).length > 0);
  return used
    .filter((acl) => !(allowsAll(acl, true) && allowsAll(acl, false)))
    .flatMap(({ NetworkAclId }) => NetworkAclId ?? []);
}

/** The rule with the lowest number decides. */
export function allowsAll({ Entries = [] }: NetworkAcl, isEgress: boolean): boolean {
  const [first] = Entries.filter(({ Egress, CidrBlock }) => Egress === isEgress && CidrBlock !== undefined).sort(
    (one, other) => (one.RuleNumber ?? 0) - (other.RuleNumber ?? 0),
  );
  return first?.RuleAction === "allow" && first.Protocol === "-1" && first.CidrBlock === "0.0.0.0/0";
}

/** Interface endpoints whose security groups allow HTTPS from all of some ranges. */
export async function reachableEndpoints(
  { ec2 }: Sdk,
  client: EC2Client,
  vpcId: string,
  endpoints: readonly VpcEndpoint[],
  ranges: readonly string[],
): Promise<ReadonlySet<string>> {
  const Filters = [{ Name: "vpc-id", Values: [vpcId] }];
  const groups = await all(
    ec2.paginateDescribeSecurityGroups({ client }, { Filters }),
    ({ SecurityGroups }) => SecurityGroups,
  );
  const rulesOf = new Map(groups.map(({ GroupId, IpPermissions = [] }) => [GroupId, IpPermissions]));
  const open = endpoints.filter(({ Groups = [] }) => {
    const rules = Groups.flatMap(({ GroupId }) => rulesOf.get(GroupId) ?? []);
    return ranges.every((range) => rules.some((rule) => allowsHttps(rule, range)));
  });
  return new Set(open.flatMap(({ VpcEndpointId }) => VpcEndpointId ?? []));
}

export function allowsHttps(
  { IpProtocol, FromPort = -1, ToPort = -1, IpRanges = [] }: IpPermission,
  range: string,
): boolean {
  const isHttps = IpProtocol === "-1" || (IpProtocol === "tcp" && FromPort <= 443 && ToPort >= 443);
  return isHttps && IpRanges.some(({ CidrIp }) => CidrIp !== undefined && lies(range, CidrIp));
}

function lies(range: string, within: string): boolean {
  return Address4.isValid(range) && Address4.isValid(within) && new Address4(range).isInSubnet(new Address4(within));
}

/** The policy that an endpoint has unless another is given: everything is allowed to everybody. */
export function isUnrestricted({ PolicyDocument }: VpcEndpoint): boolean {
  let policy: unknown;
  try {
    policy = JSON.parse(PolicyDocument ?? "");
  } catch {
    return false;
  }
  const statements: unknown = property(policy, "Statement");
  const [only, ...others] = Array.isArray(statements) ? (statements as unknown[]) : [statements];
  if (!isRecord(only) || others.length > 0) return false;
  const { Effect, Action, Resource, Principal, Condition, ...rest } = only;
  const anybody = Principal === "*" || property(Principal, "AWS") === "*";
  const isOther = Object.keys(rest).some((name) => name !== "Sid") || Condition !== undefined;
  return Effect === "Allow" && Action === "*" && Resource === "*" && anybody && !isOther;
}

/** Ids of the associated rules; those that AWS associates itself have ids of their own form. */
export async function resolverRules(caller: Caller, vpcId: string): Promise<readonly string[]> {
  const found: string[] = [];
  let NextToken: unknown;
  do {
    const answer = await callJson(caller, "route53resolver", {
      method: "POST",
      path: "/",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "Route53Resolver.ListResolverRuleAssociations",
      },
      body: JSON.stringify({ Filters: [{ Name: "VPCId", Values: [vpcId] }], ...(NextToken ? { NextToken } : {}) }),
    });
    const associations = property(answer, "ResolverRuleAssociations");
    if (!Array.isArray(associations)) throw new Error("route53resolver answers without ResolverRuleAssociations");
    found.push(...associationsOf(associations as unknown[], "VPCId", vpcId, "ResolverRuleId"));
    NextToken = property(answer, "NextToken");
  } while (typeof NextToken === "string" && NextToken !== "");
  return found.filter((id) => !id.startsWith("rslvr-autodefined"));
}

/** Ids of the Route 53 Profiles, which bring rules of their own. */
export async function profiles(caller: Caller, vpcId: string): Promise<readonly string[]> {
  const path = `/profileassociations?resourceId=${encodeURIComponent(vpcId)}`;
  const associations = property(
    await callJson(caller, "route53profiles", { method: "GET", path }),
    "ProfileAssociations",
  );
  if (!Array.isArray(associations)) throw new Error("route53profiles answers without ProfileAssociations");
  return associationsOf(associations as unknown[], "ResourceId", vpcId, "ProfileId");
}

function associationsOf(found: readonly unknown[], of: string, vpcId: string, id: string): string[] {
  return found.filter((one) => property(one, of) === vpcId).map((one) => String(property(one, id)));
}
