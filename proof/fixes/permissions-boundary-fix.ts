/** Widens a permissions boundary, which limits what the policies of a role can allow. */
import { objectOf } from "../aws/attributes/block";
import { type Facts } from "../facts";
import { list, literal, type Resource, type Value } from "../graph/model";
import { type Fix } from "../hop-answer";
import { statementsOf } from "./policy-statements";

/**
 * @param boundary the managed policy that is the boundary
 * @param on the ARN of the target
 * @param actions with the service prefix
 */
export function boundaryFixes({ graph }: Facts, boundary: Resource, on: Value, actions: readonly string[]): Fix[] {
  const found = statementsOf(graph, boundary);
  if (!found) return [];
  const { holder, items, names, attribute } = found;
  const allowed = list(actions.map((action) => literal(action)));
  const target = on.kind === "reference" ? graph.at(on.to)?.address : undefined;
  const statement = objectOf({
    [names.effect]: literal("Allow"),
    [names.actions]: allowed,
    [names.resources]: list([on]),
  });
  return [
    {
      description: `allow ${actions.join(" and ")} on ${target ?? graph.describe(on)} in the permissions boundary ${boundary.address}`,
      changes: [{ kind: "set", resource: holder, attribute, value: found.set([...items, statement]) }],
    },
  ];
}
