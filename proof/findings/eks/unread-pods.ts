/** Possible sources of pods with EFS on Fargate that can't be read: Helm releases, unknown manifests (EKS-16). */
import { notDeleted } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { isNull, type Resource } from "../../graph/model";
import { type Manifests } from "../../kubernetes/manifest-source";
import { clusterOf, manifests } from "../../kubernetes/manifests";
import { at, type KubernetesObject } from "../../kubernetes/object";
import { podTemplates } from "../../kubernetes/pod-template";
import { type Finding } from "../../verdict";
import { workloads } from "../../workloads";
import { mayTake, profilesOf } from "../../workloads/fargate-profile";
import { type FindingCheck } from "../finding";

/** Resources that create Kubernetes objects which Terraform does not contain, and their namespace attribute. */
const makers = new Map<string, string | undefined>([
  ["helm_release", "namespace"],
  ["argocd_application", "spec.destination.namespace"],
  ["argocd_application_set", undefined],
  ["flux_bootstrap_git", undefined],
  ["kustomization_resource_set", undefined],
]);

export const unreadPods: FindingCheck = {
  name: "unread-pods",
  rules: ["EKS-09", "EKS-16"],
  *find(facts: Facts): Iterable<Finding> {
    const { graph } = facts;
    if (graph.all("aws_eks_fargate_profile", "both").length === 0) return;
    const told = new Set<string>();
    for (const maker of unreadMakers(facts)) {
      told.add(clusterOf(facts, maker.document)?.key ?? "");
      yield ofMaker(maker);
    }
    for (const all of facts.once(manifests)) {
      for (const object of all.objects) if (lacksPods(graph, object)) yield withoutTemplate(object);
      if (!all.others || !runsOnFargate(facts, all)) continue;
      told.add(all.cluster?.key ?? "");
      if (!isToldByPath(facts, all)) yield ofManifests(all);
    }
    if (graph.all("aws_efs_file_system", "both").length === 0) return;
    for (const cluster of notDeleted(graph.all("aws_eks_cluster"))) {
      if (told.has(cluster.key) || told.has("") || hasPods(facts, cluster)) continue;
      const profile = facts.per(profilesOf, cluster).find((one) => mayTake(graph, one));
      if (profile) yield withoutPods(cluster, profile);
    }
  },
};

function* unreadMakers(facts: Facts): Iterable<Resource> {
  const { graph } = facts;
  for (const [type, attribute] of makers) {
    for (const maker of notDeleted(graph.all(type))) {
      const cluster = clusterOf(facts, maker.document);
      const namespace = attribute === undefined ? undefined : namespaceOf(graph, maker, attribute);
      const profiles = cluster && facts.per(profilesOf, cluster);
      // Pods that no profile selects do not run on Fargate.
      if (!profiles || profiles.some((profile) => mayTake(graph, profile, namespace))) yield maker;
    }
  }
}

/** Undefined if it is not known; Helm's default is `default`. */
function namespaceOf(graph: Graph, maker: Resource, attribute: string): string | undefined {
  const value = graph.follow(maker.get(attribute));
  if (value.kind === "literal" && value.value === null) return maker.type === "helm_release" ? "default" : undefined;
  return graph.text(value);
}

function runsOnFargate(facts: Facts, { cluster }: Manifests): boolean {
  return !cluster || facts.per(profilesOf, cluster).length > 0;
}

/** A built-in Kubernetes kind without a pod template: the API server refuses it. */
function lacksPods(graph: Graph, object: KubernetesObject): boolean {
  const [template] = podTemplates(graph, object);
  if (!template || template.isCustom) return false;
  return isNull(graph.follow(at(graph, template.pod, "spec")));
}

function withoutTemplate({ address }: KubernetesObject): Finding {
  return {
    rule: "EKS-09",
    severity: "error",
    resource: address,
    detail: `${address} has no pod template with a spec, so the API server refuses it`,
    fix: "add a pod template with containers and volumes",
  };
}

/** A path whose claim may be among the unknown manifests is already unknown itself. */
function isToldByPath(facts: Facts, all: Manifests): boolean {
  const { expression } = all.others!;
  for (const workload of facts.once(workloads)) {
    if (workload.kind !== "eks" || workload.manifests !== all) continue;
    const problems = workload.volumes.flatMap(({ claim }) => claim?.problems ?? []);
    if (problems.some(({ verdict, detail }) => verdict === "unknown" && detail.includes(expression))) return true;
  }
  return false;
}

function hasPods(facts: Facts, cluster: Resource): boolean {
  return facts
    .once(manifests)
    .filter((all) => !all.cluster || all.cluster.key === cluster.key)
    .some((all) => all.objects.some((object) => podTemplates(facts.graph, object).length > 0));
}

function ofMaker({ address, type }: Resource): Finding {
  const what = type === "helm_release" ? "its chart" : "its manifests";
  return {
    rule: "EKS-16",
    severity: "unknown",
    resource: address,
    detail: `${address} may start pods on Fargate that mount a file system, and ${what} is not read`,
    fix: "define its pods as kubernetes_manifest resources (helm template renders a chart)",
  };
}

function ofManifests({ cluster, objects, others }: Manifests): Finding {
  const { expression, why } = others!;
  return {
    rule: "EKS-16",
    severity: "unknown",
    resource: cluster?.address ?? objects[0]?.address ?? expression,
    detail: `manifests that are not known may contain pods that mount a file system: ${expression} ${why}`,
    fix: "write the manifests as literals, or add the plan or the deployed state (terraform show -json)",
  };
}

function withoutPods(cluster: Resource, profile: Resource): Finding {
  return {
    rule: "EKS-16",
    severity: "unknown",
    resource: profile.address,
    detail: `${profile.address} runs pods of ${cluster.address} on Fargate, but the input contains none of these pods, so their mounts are not judged`,
    fix: "add the plan, state or folder that applies the pods as another input",
  };
}
