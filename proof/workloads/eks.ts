/** Pods on EKS that Kubernetes objects start on a cluster. */
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import {
  isNull,
  joinedRest,
  list,
  type ListValue,
  NULL,
  type Reference,
  type Resource,
  resourceKey,
  unknownValue,
  type Value,
} from "../graph/model";
import { type Claim, encryption, mountsWithIam, rootDirectoryOf } from "../kubernetes/claims/claim";
import { handleOf } from "../kubernetes/efs-handle";
import { type Manifests } from "../kubernetes/manifest-source";
import { manifests } from "../kubernetes/manifests";
import { at, type KubernetesObject, textMap } from "../kubernetes/object";
import { type PodTemplate, podTemplates } from "../kubernetes/pod-template";
import { podVolumes } from "../kubernetes/pod-volumes";
import { policyGroups } from "../kubernetes/security-group-policy";
import { profileFor } from "./fargate-profile";
import { otherPlaceOf } from "./other-places";
import { type Container, type EfsVolume, type EksWorkload, type MountPoint, type WorkloadReader } from "./workload";

export const eksWorkloads: WorkloadReader = {
  *read(facts, only) {
    for (const all of facts.once(manifests)) {
      for (const object of all.objects) {
        for (const template of podTemplates(facts.graph, object)) {
          if (only !== undefined && only !== idOf(object, template)) continue;
          const workload = workloadOf(facts, all, object, template);
          if (workload) yield workload;
        }
      }
    }
  },
};

function idOf(object: KubernetesObject, { address }: PodTemplate): string {
  return resourceKey(documentOf(object).name, address);
}

function documentOf({ output, resource }: KubernetesObject): Resource["document"] {
  return (output ?? resource)!.document;
}

function workloadOf(
  facts: Facts,
  all: Manifests,
  object: KubernetesObject,
  template: PodTemplate,
): EksWorkload | undefined {
  const { graph } = facts;
  const { cluster } = all;
  const { pod, address, isCustom } = template;
  const { volumes, otherNames, unknownRest: otherVolumes } = podVolumes(facts, all, object, pod);
  if (volumes.length === 0 && !otherVolumes) return undefined;
  const resource = standIn(documentOf(object), cluster, { ...object, address });
  const labels = textMap(graph, at(graph, pod, "metadata", "labels"));
  const profile = cluster && profileFor(facts, cluster, object.namespace, labels).profile;
  const elsewhere = cluster && !profile ? facts.per(otherPlaceOf, cluster) : undefined;
  const account = graph.text(at(graph, pod, "spec", "serviceAccountName")) ?? "default";
  const policyOwn = policyGroups(graph, all, object.namespace, labels, account);
  const where = documentOf(object).name;
  const noCluster = unknownValue("the cluster", `${where} has no aws_eks_cluster, or several`);
  const written = ["initContainers", "containers", "ephemeralContainers"].map((name) =>
    graph.items(at(graph, pod, "spec", name)),
  );
  return {
    kind: "eks",
    id: idOf(object, template),
    address,
    resource,
    compute: "fargate",
    cluster: cluster ? { kind: "reference", to: cluster.key, attribute: "id" } : noCluster,
    namespace: object.namespace,
    labels,
    object,
    pod,
    isCustom,
    elsewhere,
    manifests: all,
    // A pod that no profile selects would be in the cluster's subnets.
    subnets: graph.items(profile?.get("subnet_ids") ?? cluster?.get("vpc_config.subnet_ids") ?? noCluster),
    securityGroups: policyOwn ?? groupsOf(cluster, elsewhere) ?? list([], noCluster),
    assignPublicIp: NULL,
    role: unknownValue("the identity that Fargate mounts with", "is in no source: leave iam out of the mount options"),
    executionRole: profile?.get("pod_execution_role_arn") ?? NULL,
    containers: written.flatMap(({ items }) => items).map((container) => containerOf(graph, container)),
    otherContainers: written.reduce(
      (unknownRest: typeof otherVolumes, one) => joinedRest(unknownRest, one.unknownRest),
      undefined,
    ),
    volumes: volumes.map(({ name, claim }) => efsVolume(graph, resource, name, claim)),
    otherNames,
    otherVolumes,
  };
}

/** Pods on Fargate have the cluster's security group; pods on nodes have those of the nodes. */
function groupsOf(cluster: Resource | undefined, elsewhere: string | undefined): ListValue | undefined {
  if (!cluster) return undefined;
  const ofNodes =
    elsewhere === undefined ? undefined : unknownValue(elsewhere, "may run the pods, with groups of its own");
  return list([clusterSecurityGroup(cluster)], ofNodes);
}

/** The security group that AWS creates with the cluster; its id is known once the cluster exists. */
function clusterSecurityGroup(cluster: Resource): Value {
  const attribute = "vpc_config[0].cluster_security_group_id";
  const value = cluster.get(attribute);
  const reference: Reference = { kind: "reference", to: cluster.key, attribute };
  return isNull(value) ? reference : value;
}

/** A Kubernetes object where a Terraform resource is required: in its cluster's stack, with its own address. */
function standIn(
  document: Resource["document"],
  cluster: Resource | undefined,
  { address, kind, name }: KubernetesObject,
): Resource {
  return {
    key: resourceKey(document.name, address),
    document,
    address,
    mode: "managed",
    type: `kubernetes_${kind.toLowerCase()}`,
    name,
    module: "",
    action: cluster?.action,
    provider: cluster?.provider,
    conditions: [],
    dependsOn: [],
    get: () => NULL,
    blocks: () => ({ items: [] }),
  };
}

function efsVolume(graph: Graph, resource: Resource, name: string, claim: Claim): EfsVolume {
  const missing = claim.fileSystem ?? unknownValue(`volume ${name}`, "its claim has no volume");
  const handle =
    claim.volume && !claim.fileSystem ? handleOf(graph, claim.volume) : { fileSystem: missing, accessPoint: NULL };
  return {
    name,
    resource,
    fileSystem: handle.fileSystem,
    rootDirectory: rootDirectoryOf(graph, claim),
    transitEncryption: encryption(graph, claim),
    transitEncryptionPort: NULL,
    accessPoint: handle.accessPoint,
    iam: mountsWithIam(graph, claim),
    claim,
  };
}

function containerOf(graph: Graph, definition: Value): Container {
  const { items, unknownRest } = graph.items(at(graph, definition, "volumeMounts"));
  const mountPoints = items.map((item): MountPoint => {
    return {
      containerPath: at(graph, item, "mountPath"),
      readOnly: at(graph, item, "readOnly"),
      volume: at(graph, item, "name"),
    };
  });
  return {
    name: graph.text(at(graph, definition, "name")),
    image: at(graph, definition, "image"),
    mountPoints,
    otherMountPoints: unknownRest,
    definition,
  };
}
