/** Finds the Fargate profile that selects a pod (EKS-02). */
import { attributeOf, notDeleted } from "../aws/attributes/block";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { type Resource, type Unknown, unknownValue, type Value } from "../graph/model";
import { anyOf, type Ternary } from "../graph/ternary";
import { textMap } from "../kubernetes/object";

export interface ProfileChoice {
  /** The profile for the pod: the first by name of those that select it. */
  readonly profile?: Resource;
  /** All profiles of the cluster, by name. */
  readonly profiles: readonly Resource[];
  /** Set if an unknown profile may select it. */
  readonly open?: Unknown;
}

/** A pod label that names the profile to use (EKS user guide, fargate-profile.html). */
const profileLabel = "eks.amazonaws.com/fargate-profile";

/** @param labels the labels of the pod, not of its controller; undefined if they are not all known */
export function profileFor(
  facts: Facts,
  cluster: Resource,
  namespace: string,
  labels: ReadonlyMap<string, string> | undefined,
): ProfileChoice {
  const { graph } = facts;
  const profiles = facts.per(profilesOf, cluster);
  const wanted = labels?.get(profileLabel);
  let open: Unknown | undefined;
  let found: Resource | undefined;
  for (const profile of profiles) {
    const name = graph.text(profile.get("fargate_profile_name"));
    if (wanted !== undefined && name !== undefined && name !== wanted) continue;
    const { items, unknownRest } = profile.blocks("selector");
    const answers = items.map((selector) => selects(graph, selector, namespace, labels));
    const selected = anyOf(unknownRest ? [...answers, "unknown"] : answers);
    if (selected === "unknown" && !found) open ??= unknownValue(`selector of ${profile.address}`, "is not known");
    if (selected !== "yes") continue;
    if (name === undefined && (found ?? (wanted !== undefined || profiles.length > 1)))
      open ??= unknownValue(
        `fargate_profile_name of ${profile.address}`,
        "is not known, and the first by name takes the pods",
      );
    found ??= profile;
  }
  return { profile: found, profiles, open };
}

/** A fact per cluster: its profiles, by name. */
export function profilesOf(facts: Facts, cluster: Resource): readonly Resource[] {
  const { graph } = facts;
  const own = notDeleted(graph.all("aws_eks_fargate_profile")).filter((profile) => {
    const named = graph.resolve(profile.get("cluster_name"), "aws_eks_cluster", profile);
    return (named.kind === "resource" || named.kind === "attribute") && named.resource.key === cluster.key;
  });
  const name = (profile: Resource) => graph.text(profile.get("fargate_profile_name")) ?? profile.name;
  return [...own].sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

/** Whether a profile selects pods other than CoreDNS, optionally in one namespace. */
export function mayTake(graph: Graph, profile: Resource, namespace?: string): boolean {
  const { items, unknownRest } = profile.blocks("selector");
  if (unknownRest) return true;
  return items.some((selector) => {
    const pattern = graph.text(attributeOf(selector, "namespace"));
    const labels = textMap(graph, attributeOf(selector, "labels"));
    if (labels?.get("k8s-app") === "kube-dns") return false;
    return pattern === undefined || namespace === undefined || matches(pattern, namespace);
  });
}

function selects(
  graph: Graph,
  selector: Value,
  namespace: string,
  labels: ReadonlyMap<string, string> | undefined,
): Ternary {
  const pattern = graph.text(attributeOf(selector, "namespace"));
  const wanted = textMap(graph, attributeOf(selector, "labels"));
  if (pattern !== undefined && !matches(pattern, namespace)) return "no";
  if (labels === undefined) return pattern === undefined || wanted?.size !== 0 ? "unknown" : "yes";
  if (wanted && [...wanted].some(([key, value]) => labels.has(key) && !matches(value, labels.get(key) ?? "")))
    return "no";
  if (wanted && [...wanted.keys()].some((key) => !labels.has(key))) return "no";
  return pattern === undefined || wanted === undefined ? "unknown" : "yes";
}

/** `*` and `?` are wildcards, in namespaces and in label values. */
function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);
}
