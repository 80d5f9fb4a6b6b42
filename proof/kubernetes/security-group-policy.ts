/**
 * Security groups of pods that a SecurityGroupPolicy selects, which replace the cluster's own (EKS user guide,
 * security-groups-for-pods.html and sg-pods-example-deployment.html).
 */
import { type Graph } from "../graph/graph";
import { isNull, joinedRest, list, type ListValue, unknownValue, type Value } from "../graph/model";
import { allOf } from "../graph/ternary";
import { selects } from "./label-selector";
import { find, type Manifests } from "./manifest-source";
import { at, textMap } from "./object";

/** Undefined if none selects the pod. */
export function policyGroups(
  graph: Graph,
  all: Manifests,
  namespace: string,
  labels: ReadonlyMap<string, string> | undefined,
  account: string,
): ListValue | undefined {
  let groups: ListValue | undefined;
  for (const policy of all.objects) {
    if (policy.kind !== "SecurityGroupPolicy" || policy.namespace !== namespace) continue;
    const owner = find(all, "ServiceAccount", account, namespace);
    const ownLabels = owner && textMap(graph, at(graph, owner.body, "metadata", "labels"));
    const answers = [
      matched(graph, at(graph, policy.body, "spec", "podSelector"), labels),
      matched(graph, at(graph, policy.body, "spec", "serviceAccountSelector"), ownLabels),
    ].filter((answer) => answer !== undefined);
    const selected = allOf(answers);
    if (selected === "no" || answers.length === 0) continue;
    const named = graph.items(at(graph, policy.body, "spec", "securityGroups", "groupIds"));
    const doubt =
      selected === "unknown"
        ? unknownValue(policy.address, "may select the pods, or not: its selector is not known")
        : undefined;
    groups = list(
      [...(groups?.items ?? []), ...(doubt ? [] : named.items)],
      joinedRest(groups?.unknownRest, joinedRest(named.unknownRest, doubt)),
    );
  }
  return groups;
}

function matched(graph: Graph, selector: Value, labels: ReadonlyMap<string, string> | undefined) {
  return isNull(graph.follow(selector)) ? undefined : selects(graph, selector, labels);
}
