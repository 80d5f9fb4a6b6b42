/** The compute that ECS starts tasks on: launch type, capacity providers, or the cluster's default strategy. */
import { attributeOf, referrersOf } from "../aws/attributes/block";
import { type Facts } from "../facts";
import { type Blocks, isNull, type Resource, type Unknown, unknownValue, type Value } from "../graph/model";
import { type Compute } from "./workload";

export interface EcsCompute {
  readonly compute: Compute | Unknown;
  /** Names of the capacity providers in use, including Fargate's own. */
  readonly capacityProviders: readonly Value[];
}

const byLaunchType = new Map<string, Compute>([
  ["FARGATE", "fargate"],
  ["EC2", "instances"],
  ["EXTERNAL", "external"],
]);
const fargateProviders = new Set(["FARGATE", "FARGATE_SPOT"]);

/**
 * @param launchType unset if a strategy decides
 * @param strategy the workload's own blocks
 * @param cluster the cluster whose default strategy applies if the workload sets neither
 */
export function computeOf(
  facts: Facts,
  user: Resource,
  launchType: Value,
  strategy: Blocks,
  cluster: Value,
): EcsCompute {
  const { graph } = facts;
  if (strategy.items.length > 0 || strategy.unknownRest) return ofStrategy(facts, strategy);
  const text = graph.text(launchType);
  if (text) {
    const compute = byLaunchType.get(text) ?? unknownValue(text, "no launch type that is known");
    return { compute, capacityProviders: [] };
  }
  const written = graph.follow(launchType);
  const computed = written.kind === "reference" && written.to === user.key;
  if (!isNull(written) && !computed && written.kind !== "literal") {
    const why = written.kind === "unknown" ? written : unknownValue(graph.describe(written), "not known");
    return { compute: why, capacityProviders: [] };
  }
  return ofCluster(facts, user, cluster);
}

function ofStrategy(facts: Facts, { items, unknownRest }: Blocks): EcsCompute {
  const { graph } = facts;
  const capacityProviders = items.map((block) => attributeOf(block, "capacity_provider"));
  const found = new Set<Compute>();
  let open: Unknown | undefined;
  for (const provider of capacityProviders) {
    const resolved = graph.resolve(provider, "aws_ecs_capacity_provider");
    const name = graph.text(provider);
    if (resolved.kind === "resource") found.add("instances");
    else if (name !== undefined) found.add(fargateProviders.has(name) ? "fargate" : "instances");
    else open ??= resolved.kind === "unknown" ? resolved : unknownValue(graph.describe(provider), "not known");
  }
  // A strategy can't mix Fargate and instances, so one known provider is enough.
  const [only] = found;
  if (found.size === 1) return { compute: only!, capacityProviders };
  return {
    compute: open ?? unknownRest ?? unknownValue("capacity_provider_strategy", "mixes Fargate with instances"),
    capacityProviders,
  };
}

/** The cluster's default strategy; without one, ECS uses instances. */
function ofCluster(facts: Facts, user: Resource, value: Value): EcsCompute {
  const { graph } = facts;
  const cluster = graph.resolve(value, "aws_ecs_cluster", user);
  const where = isNull(value) ? unknownValue("cluster", "the default cluster is not in the input") : undefined;
  if (cluster.kind !== "resource" || where) {
    const why =
      where ??
      unknownValue(graph.describe(value), "the cluster is not in the input, so its default strategy is not known");
    return { compute: why, capacityProviders: [] };
  }
  const { certain, possible } = referrersOf(
    facts,
    "aws_ecs_cluster_capacity_providers",
    "cluster_name",
    cluster.resource,
  );
  const [providers] = certain;
  if (!providers && possible.length > 0) {
    const why = unknownValue(`cluster_name of ${possible[0]!.address}`, "may be the default strategy of this cluster");
    return { compute: why, capacityProviders: [] };
  }
  const strategy = (providers ?? cluster.resource).blocks("default_capacity_provider_strategy");
  if (strategy.items.length > 0) return ofStrategy(facts, strategy);
  if (strategy.unknownRest && providers) return { compute: strategy.unknownRest, capacityProviders: [] };
  if (cluster.resource.mode === "data" && !providers) {
    return {
      compute: unknownValue(cluster.resource.address, "a data source does not tell the default strategy"),
      capacityProviders: [],
    };
  }
  return { compute: "instances", capacityProviders: [] };
}
