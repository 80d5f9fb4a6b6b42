/**
 * The capacity providers of a service or scheduled task (ECS-20): "cannot contain a capacity provider that is not
 * associated with the cluster" (dask-cloudprovider#328), and one of them has a weight above 0 (cdk-preflight, which was
 * run against AWS; a weight that is left out is 0, API_CapacityProviderStrategyItem).
 */
import { attributeOf, referrersOf } from "../../../aws/attributes/block";
import { addition } from "../../../fixes/addition";
import { type Graph } from "../../../graph/graph";
import { isNull, list, literal, type Resource, type Value } from "../../../graph/model";
import { anyOf } from "../../../graph/ternary";
import { fails, type Fix, type HopAnswer, unknown } from "../../../hop-answer";
import { type Registration, type RegistrationRule } from "./rule";

export const capacityProviders: RegistrationRule = {
  name: "capacity-providers",
  *evaluate(asked): Iterable<HopAnswer | undefined> {
    const { strategy } = asked.workload;
    if (strategy.items.length === 0) return;
    yield weights(asked);
    yield* associated(asked);
  },
};

/**
 * ECS already accepted the strategy of a deployed service, so an association that is not in the input is not reported.
 */
function exists({ document, action }: Resource): boolean {
  return document.kind === "state" || action === "no-op" || action === "update";
}

function weights(asked: Registration): HopAnswer | undefined {
  const { graph } = asked.facts;
  const { workload } = asked;
  const { items, unknownRest } = workload.strategy;
  const isZero = (block: Value) => {
    const weight = graph.follow(attributeOf(block, "weight"));
    return isNull(weight) || graph.text(weight) === "0";
  };
  if (unknownRest || !items.every(isZero)) return undefined;
  const detail = "no capacity provider of its strategy has a weight above 0, so ECS refuses it";
  return fails("ECS-20", workload.address, detail, weightFix(asked));
}

function weightFix({ workload: { resource, strategy } }: Registration): Fix[] {
  if (resource.type !== "aws_ecs_service" && resource.type !== "aws_ecs_task_set") return [];
  const [first, ...others] = strategy.items;
  const value = list([{ ...first!, entries: new Map([...first!.entries, ["weight", literal(1)]]) }, ...others]);
  return [
    {
      description: `set weight of the first capacity provider of ${resource.address} to 1`,
      changes: [{ kind: "set", resource, attribute: "capacity_provider_strategy", value }],
    },
  ];
}

function* associated(asked: Registration): Iterable<HopAnswer> {
  const { facts, workload } = asked;
  const { graph } = facts;
  const cluster = graph.resolve(workload.cluster, "aws_ecs_cluster", workload.resource);
  const names = workload.strategy.items.map((block) => attributeOf(block, "capacity_provider"));
  const shown = names.map((name) => graph.text(name) ?? graph.describe(name)).join(", ");
  const doubtful = !exists(workload.resource);
  if (cluster.kind !== "resource" || cluster.resource.type !== "aws_ecs_cluster" || isNull(workload.cluster)) {
    if (!doubtful) return;
    const detail = `not known whether ${shown} is associated with the cluster, which is not in the input`;
    yield unknown(
      "ECS-20",
      workload.address,
      detail,
      "add the plan or state that contains the cluster as another input",
    );
    return;
  }
  const owner = cluster.resource;
  const found = referrersOf(facts, "aws_ecs_cluster_capacity_providers", "cluster_name", owner);
  const [association] = found.certain;
  if (association) {
    yield* among(asked, association, names);
    return;
  }
  if (!doubtful) return;
  const [possible] = found.possible;
  if (!possible && owner.mode === "managed" && isNew(owner)) {
    const detail = `its strategy names ${shown}, but no aws_ecs_cluster_capacity_providers associates it with ${owner.address}`;
    yield fails("ECS-20", workload.address, detail, associationFix(graph, owner, names));
    return;
  }
  const resolveBy = possible ? `cluster_name of ${possible.address}` : `the capacity providers of ${owner.address}`;
  yield unknown(
    "ECS-20",
    workload.address,
    `not known whether ${shown} is associated with ${owner.address}`,
    resolveBy,
  );
}

/** A cluster that does not exist yet can have no other associations. */
function isNew({ action, document }: Resource): boolean {
  return action === "create" || action === "replace" || document.kind === "configuration";
}

function* among(asked: Registration, association: Resource, names: readonly Value[]): Iterable<HopAnswer> {
  const { facts, workload } = asked;
  const { graph } = facts;
  const { items, unknownRest } = graph.items(association.get("capacity_providers"));
  for (const name of names) {
    const wanted = graph.resolve(name, "aws_ecs_capacity_provider", workload.resource);
    const answers = items.map((item) =>
      graph.sameResolved(wanted, graph.resolve(item, "aws_ecs_capacity_provider", association)),
    );
    const associated = anyOf(unknownRest ? [...answers, "unknown"] : answers);
    if (associated === "yes") continue;
    const shown = graph.text(name) ?? graph.describe(name);
    if (associated === "unknown") {
      const detail = `not known whether ${association.address} associates ${shown} with the cluster`;
      yield unknown("ECS-20", workload.address, detail, `capacity_providers of ${association.address}`);
    } else {
      const detail = `its strategy names ${shown}, which ${association.address} does not associate with the cluster`;
      const value = list([...items, name]);
      const fix: Fix = {
        description: `add ${shown} to capacity_providers of ${association.address}`,
        changes: [{ kind: "set", resource: association, attribute: "capacity_providers", value }],
      };
      yield fails("ECS-20", workload.address, detail, [fix]);
    }
  }
}

function associationFix(graph: Graph, owner: Resource, names: readonly Value[]): Fix[] {
  const added = addition(graph, owner, "aws_ecs_cluster_capacity_providers", owner.name, {
    cluster_name: { kind: "reference", to: owner.key, attribute: "name" },
    capacity_providers: list(names),
  });
  return [
    {
      description: `associate ${names.map((name) => graph.text(name) ?? graph.describe(name)).join(", ")} with ${owner.address}`,
      changes: [added.change],
    },
  ];
}
