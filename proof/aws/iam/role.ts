/** The policies of a role, from every Terraform resource that can attach them. */
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { isNull, type Resource, type Unknown, unknownValue, type Value } from "../../graph/model";
import { partitionOf } from "../../partitions";
import { regionOf } from "../account/account";
import { isUnset, notDeleted } from "../attributes/block";
import { managedArn, managedPolicy } from "./managed-policy";
import { type PolicyDocument, policyDocument } from "./policy-document";

export interface RolePolicy {
  /** The resource that contains or attaches the policy, for messages. */
  readonly resource: Resource;
  readonly document: PolicyDocument;
  /** Set if the policy may belong to another role, or may not exist. */
  readonly doubt?: Unknown;
}

export interface RolePolicies {
  readonly role: Resource;
  readonly policies: readonly RolePolicy[];
  /** Set if the role may have other policies. */
  readonly unknownRest?: Unknown;
  /** The permissions boundary, which limits what is allowed. */
  readonly boundary?: PolicyDocument;
  /** The managed policy of the boundary, if it is in the input. */
  readonly boundaryPolicy?: Resource;
}

/** A fact: `facts.per(rolePolicies, role)`. */
export function rolePolicies({ graph }: Facts, role: Resource): RolePolicies {
  const found: RolePolicy[] = [];
  let unknownRest = outside(role);
  if (!isUnset(graph, role, "inline_policy")) {
    const inline = role.blocks("inline_policy");
    for (const block of inline.items) {
      const policy = block.entries.get("policy");
      if (policy && !isNull(policy)) found.push({ resource: role, document: policyDocument(graph, policy) });
    }
    unknownRest ??= inline.unknownRest;
  }
  if (!isUnset(graph, role, "managed_policy_arns")) {
    const managed = graph.items(role.get("managed_policy_arns"));
    for (const arn of managed.items) found.push({ resource: role, document: documentOfArn(graph, arn, role) });
    unknownRest ??= managed.unknownRest;
  }
  for (const attached of attachedByList(graph, role)) {
    const { items, unknownRest: others } = graph.items(attached.get("policy_arns"));
    for (const arn of items) found.push({ resource: attached, document: documentOfArn(graph, arn, attached) });
    unknownRest ??= others;
  }
  for (const { type, attribute, document } of attachments) {
    const { certain, possible } = graph.referrers(type, attribute, role);
    for (const resource of certain) found.push({ resource, document: document(graph, resource) });
    for (const resource of possible) {
      const why = `may be attached to ${role.address}`;
      found.push({ resource, document: document(graph, resource), doubt: unknownValue(resource.address, why) });
    }
  }
  return {
    role,
    policies: found.map((policy) => ({ ...policy, doubt: policy.doubt ?? excluded(graph, role, policy.resource) })),
    unknownRest,
    ...boundaryOf(graph, role),
  };
}

function boundaryOf(graph: Graph, role: Resource): Pick<RolePolicies, "boundary" | "boundaryPolicy"> {
  if (isUnset(graph, role, "permissions_boundary")) return {};
  const arn = role.get("permissions_boundary");
  return { boundary: documentOfArn(graph, arn, role), boundaryPolicy: graph.target(arn, "aws_iam_policy", role) };
}

function outside(role: Resource): Unknown | undefined {
  if (role.mode === "managed") return undefined;
  return unknownValue(role.address, "is an existing role whose policies are not in the input");
}

interface Attachment {
  readonly type: string;
  readonly attribute: string;
  document(graph: Graph, resource: Resource): PolicyDocument;
}

const ofArn = (graph: Graph, resource: Resource) => documentOfArn(graph, resource.get("policy_arn"), resource);
const attachments: readonly Attachment[] = [
  {
    type: "aws_iam_role_policy",
    attribute: "role",
    document: (graph, resource) => policyDocument(graph, resource.get("policy")),
  },
  { type: "aws_iam_role_policy_attachment", attribute: "role", document: ofArn },
  { type: "aws_iam_policy_attachment", attribute: "roles", document: ofArn },
];

/** Terraform attaches the policies in an exclusive list, and detaches all others (the provider's `syncAttachments`). */
function attachedByList(graph: Graph, role: Resource): readonly Resource[] {
  return notDeleted(graph.referrers("aws_iam_role_policy_attachments_exclusive", "role_name", role).certain);
}

const exclusives = [
  {
    of: "aws_iam_role_policy",
    type: "aws_iam_role_policies_exclusive",
    list: "policy_names",
    own: "name",
  },
  {
    of: "aws_iam_role_policy_attachment",
    type: "aws_iam_role_policy_attachments_exclusive",
    list: "policy_arns",
    own: "policy_arn",
  },
];

/** Terraform detaches policies that are not in an exclusive list. */
function excluded(graph: Graph, role: Resource, policy: Resource): Unknown | undefined {
  for (const { of, type, list, own } of exclusives) {
    if (policy.type !== of) continue;
    for (const exclusive of graph.referrers(type, "role_name", role).certain) {
      const { items, unknownRest } = graph.items(exclusive.get(list));
      const name = policy.get(own);
      if (unknownRest || items.some((item) => graph.same(item, name) !== "no" || named(graph, item, policy))) continue;
      return unknownValue(policy.address, `is not in the list of ${exclusive.address}, which detaches all others`);
    }
  }
  return undefined;
}

function named(graph: Graph, item: Value, policy: Resource): boolean {
  return graph.resolve(item).kind === "attribute" && item.kind === "reference" && item.to === policy.key;
}

/** AttachRolePolicy refuses its ARN: "Invalid ARN partition" (github.com/pulumi/pulumi-aws-apigateway/issues/347). */
function isOfAnotherPartition(graph: Graph, arn: string, near: Resource): boolean {
  const partition = partitionOf(regionOf(graph, near));
  return partition !== undefined && !arn.startsWith(`arn:${partition}:`);
}

/** The document of a managed policy, by ARN. */
export function documentOfArn(graph: Graph, arn: Value, near: Resource): PolicyDocument {
  const text = graph.text(arn);
  const managed = text === undefined ? undefined : managedPolicy(graph, text);
  if (managed) return isOfAnotherPartition(graph, text!, near) ? { statements: [] } : managed;
  const policy = graph.target(arn, "aws_iam_policy", near);
  const at = graph.follow(arn);
  if (!policy) {
    const why = text === undefined ? "is not a known policy ARN" : "is a policy that is not in the input";
    return { statements: [], unknownRest: at.kind === "unknown" ? at : unknownValue(graph.describe(arn), why) };
  }
  const document = policy.get("policy");
  if (policy.mode === "data") {
    const name = graph.text(policy.get("arn")) ?? awsArn(graph, policy);
    const ofAws = name === undefined ? undefined : managedPolicy(graph, name);
    if (ofAws) return ofAws;
    if (isNull(document))
      return { statements: [], unknownRest: unknownValue(policy.address, "is read only when Terraform runs") };
  }
  return policyDocument(graph, document);
}

/** A data source that looks up an existing policy or role by name. */
function awsArn(graph: Graph, policy: Resource): string | undefined {
  const name = graph.text(policy.get("name"));
  return name === undefined ? undefined : managedArn(name);
}
