/**
 * Whether a caller may do something to a resource: the caller's own policies, its permissions boundary and the
 * resource's policy together. Service control policies of an organization are not in a workload's Terraform and are not
 * evaluated.
 *
 * ```ts
 * const caller = callerOf(graph, workload.executionRole, workload.resource);
 * const { answer, open } = judgeAccess(facts, { caller, action: "logs:PutLogEvents", resource, context: new Map() });
 * ```
 */
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { isNull, type Resource, type Unknown, unknownValue, type Value } from "../../graph/model";
import { all, any, atMost, type Judgement, NO, not, open, YES } from "../../graph/ternary";
import { accountOf } from "../account/account";
import { askPolicy, type Request, type RoleOrNobody } from "./policy";
import { type PolicyDocument } from "./policy-document";
import { rolePolicies } from "./role";

export interface Access extends Judgement {
  /** Only of `no`: the policy with an explicit deny; without it, no policy allows the request. */
  readonly deniedBy?: Resource;
  /** Only of `no`: the policy of the permissions boundary, if only the boundary denies it. */
  readonly heldBackBy?: Resource;
  /** Only of `yes`: the policy that allows it. */
  readonly allowedBy?: Resource;
  /** Only of `no`: set if another policy than those of the role has to change. */
  readonly elsewhere?: true;
}

export interface ResourcePolicy {
  /** The resource that attaches the policy. */
  readonly resource: Resource;
  readonly document: PolicyDocument;
}

/** The caller that a role value refers to; unknown if the value is not known, anonymous without a role. */
export function callerOf(graph: Graph, role: Value, near: Resource): RoleOrNobody | Unknown {
  const at = graph.follow(role);
  if (isNull(at) || (at.kind === "literal" && at.value === "")) return { kind: "anonymous" };
  const found = graph.target(role, "aws_iam_role", near);
  if (found) return { kind: "role", role: found };
  if (at.kind === "unknown") return at;
  return unknownValue(graph.describe(role), "is a role that is not in the input");
}

/** What is known of a resource besides its attached policies. */
export interface ResourceSide {
  /** Set if a policy outside the input may be attached. */
  readonly open?: Unknown;
  /**
   * Whether it belongs to another account, whose policy then also has to allow the request.
   * @default according to references
   */
  readonly isForeign?: boolean;
}

/** @param policies the known policies attached to the resource; usually none */
export function judgeAccess(
  facts: Facts,
  request: Request,
  policies: readonly ResourcePolicy[] = [],
  { open: others, isForeign = policies.length > 0 && isOtherAccount(facts.graph, request) }: ResourceSide = {},
): Access {
  const { caller } = request;
  const resourceSays = policies.map(({ resource, document }) => ({
    resource,
    ...askPolicy(facts.graph, document, request, "resource"),
  }));
  const denying = resourceSays.find(({ deny }) => deny.answer === "yes");
  if (denying) return { ...NO, deniedBy: denying.resource, elsewhere: true };
  const unseen = others ? [open(others)] : [];
  const notDenied = not(any([...resourceSays.map(({ deny }) => deny), ...unseen]));
  const allowing = resourceSays.find(({ allow }) => allow.answer === "yes");
  const byResource = any([...resourceSays.map(({ allow }) => allow), ...unseen]);
  if (caller.kind !== "role") {
    return { ...all([byResource, notDenied]), allowedBy: allowing?.resource };
  }
  const own = askRole(facts, caller.role, request);
  if (own.deniedBy) return { ...NO, deniedBy: own.deniedBy };
  const delegated = any(resourceSays.map(({ delegates }) => delegates));
  // The policies of another account also have to allow the role; only known ones are checked.
  const admitted = any([byResource, delegated]);
  const allowed = isForeign
    ? all([own.allow, admitted])
    : any([own.allow, bounded(own, byResource), withoutOwn(delegated, caller.role)]);
  const judged = all([allowed, notDenied, not(own.deny)]);
  if (judged.answer === "no" && isForeign && admitted.answer === "no" && own.allow.answer !== "no") {
    return { ...NO, elsewhere: true };
  }
  if (judged.answer === "yes") return { ...judged, allowedBy: own.allowedBy ?? allowing?.resource };
  const heldBack = judged.answer === "no" && own.boundary.answer === "no" && own.unbounded.answer === "yes";
  return heldBack ? { ...judged, heldBackBy: facts.per(rolePolicies, caller.role).boundaryPolicy } : judged;
}

/** What the role's policies and its permissions boundary allow. */
export interface RoleAnswer {
  readonly allow: Judgement;
  readonly deny: Judgement;
  readonly boundary: Judgement;
  /** What the role's policies allow, without the boundary. */
  readonly unbounded: Judgement;
  readonly allowedBy?: Resource;
  readonly deniedBy?: Resource;
}

export function askRole(facts: Facts, role: Resource, request: Request): RoleAnswer {
  const { graph } = facts;
  const { policies, unknownRest, boundary } = facts.per(rolePolicies, role);
  const allow: Judgement[] = [];
  const deny: Judgement[] = [];
  let allowedBy: Resource | undefined;
  for (const { resource, document, doubt } of policies) {
    const says = askPolicy(graph, document, request, "identity");
    if (says.deny.answer === "yes" && !doubt) {
      return { allow: NO, deny: YES, boundary: YES, unbounded: NO, deniedBy: resource };
    }
    if (says.allow.answer === "yes" && !doubt) allowedBy ??= resource;
    allow.push(doubt ? atMost(says.allow, doubt) : says.allow);
    deny.push(doubt ? atMost(says.deny, doubt) : says.deny);
  }
  if (unknownRest) for (const list of [allow, deny]) list.push(open(unknownRest));
  const limit = boundary && askPolicy(graph, boundary, request, "identity");
  const within = limit ? all([limit.allow, not(limit.deny)]) : YES;
  const unbounded = any(allow);
  return { allow: all([unbounded, within]), deny: any(deny), boundary: within, unbounded, allowedBy };
}

/** A boundary may restrict what a resource policy allows a role directly. */
export function bounded({ boundary }: RoleAnswer, byResource: Judgement): Judgement {
  if (boundary.answer === "yes") return byResource;
  return atMost(byResource, unknownValue("permissions_boundary", "may restrict what the resource's policy allows"));
}

function withoutOwn(delegated: Judgement, role: Resource): Judgement {
  const why = "is allowed only as part of its account, so the role's own policies decide";
  return atMost(delegated, unknownValue(role.address, why));
}

function isOtherAccount(graph: Graph, { caller, resource }: Request): boolean {
  const target = graph.resolve(resource);
  if (caller.kind !== "role" || target.kind !== "resource") return false;
  const [mine, theirs] = [accountOf(graph, caller.role), accountOf(graph, target.resource)];
  return mine !== undefined && theirs !== undefined && mine !== theirs;
}
