/** An interface endpoint denies what its policy does not allow, even if the role is allowed to do it (EP-04). */
import { callerOf } from "../aws/iam/authorization";
import { askPolicy, type Request } from "../aws/iam/policy";
import { policyDocument } from "../aws/iam/policy-document";
import { type VpcEndpoint } from "../aws/network/vpc-endpoint";
import { statementFix } from "../fixes/endpoint-fix";
import { isNull, literal, type Value } from "../graph/model";
import { all, any, type Judgement, not } from "../graph/ternary";
import { fails, type HopAnswer, unknown } from "../hop-answer";
import { gatewaysOnTable } from "../service-access/s3-access";
import { type Position } from "../workloads/task-position";
import { type Need } from "./execution-role";
import { endpointServiceOf } from "./request-context";

/**
 * Undefined if the policies of all endpoints involved allow every need, or if there are none.
 * @param role the role that asks
 */
export function* endpointPolicies(
  at: Position,
  needs: () => readonly Need[],
  role: Value = at.path.workload.executionRole,
): Iterable<HopAnswer | undefined> {
  // Most endpoints have no policy, so the needs do not have to be read.
  if (!at.hasEndpointPolicies) return;
  for (const { actions, resources, what } of needs()) {
    for (const action of actions) {
      for (const endpoint of endpointsFor(at, endpointServiceOf(action))) {
        yield through(at, endpoint, { action, resources, what, role });
      }
    }
  }
}

/** The S3 gateway endpoint serves requests to S3 that no interface endpoint serves. */
function endpointsFor(at: Position, service: string): readonly VpcEndpoint[] {
  const own = at.servingEndpoints(service);
  return service === "s3" && own.length === 0 ? gatewaysOnTable(at) : own;
}

interface Asked {
  readonly action: string;
  readonly resources: readonly Value[];
  readonly what: string;
  readonly role: Value;
}

function through(at: Position, endpoint: VpcEndpoint, asked: Asked): HopAnswer | undefined {
  const { graph } = at.facts;
  const { resource, policy } = endpoint;
  const { action, resources, what, role } = asked;
  if (isNull(graph.follow(policy))) return undefined;
  const { answer, open } = any(resources.map((one) => allows(at, endpoint, { action, role }, one)));
  if (answer === "yes") return undefined;
  if (answer === "no") {
    const detail = `its policy doesn't allow ${action}, so the task can't ${what}`;
    return fails("EP-04", resource.address, detail, statementFix(at, endpoint, [action], resources[0] ?? literal("*")));
  }
  const why = open?.expression ?? "its policy";
  const detail = `not known whether its policy allows ${action}, which the task needs to ${what}: ${why}`;
  return unknown("EP-04", resource.address, detail, `${why} as a literal, or the deployed state`);
}

function allows(
  at: Position,
  { resource: endpoint, policy }: VpcEndpoint,
  { action, role }: Pick<Asked, "action" | "role">,
  of: Value,
): Judgement {
  const { facts, path, vpc } = at;
  const context = new Map<string, Value>([
    ["aws:sourcevpce", { kind: "reference", to: endpoint.key, attribute: "id" }],
  ]);
  if (vpc.kind === "resource")
    context.set("aws:sourcevpc", { kind: "reference", to: vpc.resource.key, attribute: "id" });
  const caller = callerOf(facts.graph, role, path.volume.resource);
  // The role matters only for principals; an unknown role is reported by another hop.
  const isKnown = caller.kind === "role";
  const request: Request = { action, resource: of, caller: isKnown ? caller : { kind: "anonymous" }, context };
  const document = policyDocument(facts.graph, policy);
  const says = askPolicy(facts.graph, document, request, isKnown ? "resource" : "identity");
  return all([any([says.allow, says.delegates]), not(says.deny)]);
}
