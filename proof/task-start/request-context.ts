/**
 * The condition keys of the requests that a starting task makes with its execution role: the Region, and the endpoint of
 * its VPC that they go through. A request that leaves the VPC another way, or may, has neither key known.
 * Source: IAM user guide, reference_policies_condition-keys.html (aws:RequestedRegion, aws:SourceVpc, aws:SourceVpce).
 */
import { type Facts } from "../facts";
import { literal, type Value } from "../graph/model";
import { type MountPath } from "../workloads/mount-path";
import { Position } from "../workloads/task-position";

/** The endpoint service that a request goes to; the registry's endpoint serves all but the authorization token. */
export function endpointServiceOf(action: string): string {
  const [service] = action.split(":") as [string];
  if (service !== "ecr") return service;
  return action === "ecr:GetAuthorizationToken" ? "ecr.api" : "ecr.dkr";
}

/** Services whose requests a gateway endpoint may serve, by the route table of each subnet, or that others make for the task. */
const notFromHere = new Set(["s3", "kms"]);

/** @param region of the service that the request goes to; undefined if it is not known */
export function requestContext(
  path: MountPath,
  facts: Facts,
  action: string,
  region: string | undefined,
): ReadonlyMap<string, Value> {
  const context = new Map<string, Value>();
  if (region !== undefined) context.set("aws:requestedregion", literal(region));
  const { workload } = path;
  const service = endpointServiceOf(action);
  if ((workload.kind === "ecs" && workload.compute !== "fargate") || notFromHere.has(service)) return context;
  const at = Position.of(facts, path);
  const [endpoint, ...others] = at.privateEndpointsFor(service);
  if (!endpoint || others.length > 0 || (region !== undefined && region !== at.region)) return context;
  context.set("aws:sourcevpce", { kind: "reference", to: endpoint.resource.key, attribute: "id" });
  if (at.vpc.kind === "resource") {
    context.set("aws:sourcevpc", { kind: "reference", to: at.vpc.resource.key, attribute: "id" });
  }
  return context;
}
