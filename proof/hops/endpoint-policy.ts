/** What an interface endpoint's policy leaves out does not come through it, whatever the role may (EP-04). */
import { callerOf } from "../aws/iam";
import { all, any, type Judgement, not } from "../aws/judgement";
import { askPolicy, type Request } from "../aws/policy";
import { policyDocument } from "../aws/policy-document";
import { type VpcEndpoint } from "../aws/vpc-endpoint";
import { isNull, literal, type Value } from "../graph/model";
import { statementFix } from "./endpoint-fix";
import { type Need } from "./execution-role";
import { fails, type HopAnswer, unknown } from "./hop";
import { type Position } from "./position";
import { gatewaysOnTable } from "./s3-access";

/** Undefined where the policies of the endpoints that serve them let all needs through, and where there are none. */
export function* endpointPolicies(at: Position, needs: () => readonly Need[]): Iterable<HopAnswer | undefined> {
  // Most have none, and then nobody need know what is asked of them.
  if (!at.hasEndpointPolicies) return;
  for (const { actions, resources, what } of needs()) {
    for (const action of actions) {
      for (const endpoint of endpointsFor(at, serviceOf(action))) {
        yield through(at, endpoint, { action, resources, what });
      }
    }
  }
}

/** S3's gateway takes what no interface endpoint has the name for. */
function endpointsFor(at: Position, service: string): readonly VpcEndpoint[] {
  const own = at.servingEndpoints(service);
  return service === "s3" && own.length === 0 ? gatewaysOnTable(at) : own;
}

/** The registry's own endpoint takes all but the token to log in with. */
function serviceOf(action: string): string {
  const [service] = action.split(":") as [string];
  if (service !== "ecr") return service;
  return action === "ecr:GetAuthorizationToken" ? "ecr.api" : "ecr.dkr";
}

interface Asked {
  readonly action: string;
  readonly resources: readonly Value[];
  readonly what: string;
}

function through(at: Position, endpoint: VpcEndpoint, { action, resources, what }: Asked): HopAnswer | undefined {
  const { graph } = at.facts;
  const { resource, policy } = endpoint;
  if (isNull(graph.follow(policy))) return undefined;
  const { answer, open } = any(resources.map((one) => allows(at, endpoint, action, one)));
  if (answer === "yes") return undefined;
  if (answer === "no") {
    const detail = `its policy doesn't allow ${action}, so the task can't ${what}`;
    return fails("EP-04", resource.address, detail, statementFix(at, endpoint, [action], resources[0] ?? literal("*")));
  }
  const why = open?.expression ?? "its policy";
  const detail = `not known whether its policy allows ${action}, which the task needs to ${what}: ${why}`;
  return unknown("EP-04", resource.address, detail, `${why} as a literal, or the deployed state`);
}

function allows(at: Position, { resource: endpoint, policy }: VpcEndpoint, action: string, of: Value): Judgement {
  const { facts, path, vpc } = at;
  const context = new Map<string, Value>([
    ["aws:sourcevpce", { kind: "reference", to: endpoint.key, attribute: "id" }],
  ]);
  if (vpc.kind === "resource")
    context.set("aws:sourcevpc", { kind: "reference", to: vpc.resource.key, attribute: "id" });
  const caller = callerOf(facts.graph, path.workload.executionRole, path.volume.resource);
  // Whose role it is matters to principals alone; a role that isn't known is told of as such.
  const isKnown = caller.kind === "role";
  const request: Request = { action, resource: of, caller: isKnown ? caller : { kind: "anonymous" }, context };
  const document = policyDocument(facts.graph, policy);
  const says = askPolicy(facts.graph, document, request, isKnown ? "resource" : "identity");
  return all([any([says.allow, says.delegates]), not(says.deny)]);
}
