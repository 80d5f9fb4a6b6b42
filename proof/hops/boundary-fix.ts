/** What widens a permissions boundary, beyond which no policy of the role's own reaches. */
import { objectOf } from "../aws/block";
import { type Facts } from "../facts";
import { list, literal, type Resource, type Value } from "../graph/model";
import { hclOf } from "./addition";
import { type Fix } from "./hop";
import { statementsOf } from "./policy-statements";

/** @param boundary the managed policy that is the boundary @param actions `ClientMount` and what else the mount needs */
export function boundaryFixes(
  { graph }: Facts,
  boundary: Resource,
  fileSystem: Resource,
  actions: readonly string[],
): Fix[] {
  const found = statementsOf(graph, boundary);
  if (!found) return [];
  const { holder, items, names, attribute } = found;
  const allowed = list(actions.map((action) => literal(`elasticfilesystem:${action}`)));
  const arn: Value = { kind: "reference", to: fileSystem.key, attribute: "arn" };
  const statement = objectOf({
    [names.effect]: literal("Allow"),
    [names.actions]: allowed,
    [names.resources]: list([arn]),
  });
  return [
    {
      description: `let ${boundary.address} hold ${actions.join(" and ")} on ${fileSystem.address}`,
      terraform: `# one statement more in ${holder.address}\n${names.actions} = ${hclOf(graph, holder, allowed)}\n${names.resources} = ${hclOf(graph, holder, list([arn]))}`,
      changes: [{ kind: "set", resource: holder, attribute, value: found.set([...items, statement]) }],
    },
  ];
}
