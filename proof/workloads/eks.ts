/** Pods on EKS: what Kubernetes manifests in an output start, on the cluster of the same stack. */
import { alive } from "../aws/block";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { isNull, list, NULL, type Reference, type Resource, resourceKey, unknown, type Value } from "../graph/model";
import { type Claim, claimOf, encryption, handleOf, isEfs, mountsWithIam } from "../kubernetes/claim";
import { at, type KubernetesObject, type Manifests, manifests, textMap } from "../kubernetes/manifests";
import { profileFor } from "./fargate-profile";
import { type Container, type EfsVolume, type EksWorkload, type MountPoint, type WorkloadReader } from "./workload";

/** Where each kind keeps what its pods are made from. */
const templates: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

export const eksWorkloads: WorkloadReader = {
  *read(facts, only) {
    for (const all of facts.once(manifests)) {
      const clusters = alive(facts.graph.all("aws_eks_cluster")).filter(
        ({ document }) => document.name === all.document.name,
      );
      const cluster = clusters.length === 1 ? clusters[0] : undefined;
      for (const object of all.objects) {
        if (only !== undefined && only !== idOf(all, object)) continue;
        const workload = templates[object.kind] && workloadOf(facts, all, cluster, object);
        if (workload) yield workload;
      }
    }
  },
};

function idOf({ document }: Manifests, { address }: KubernetesObject): string {
  return resourceKey(document.name, address);
}

function workloadOf(
  facts: Facts,
  all: Manifests,
  cluster: Resource | undefined,
  object: KubernetesObject,
): EksWorkload | undefined {
  const { graph } = facts;
  const pod = at(graph, object.body, ...(templates[object.kind] ?? []));
  const resource = standIn(all, cluster, object);
  const claims = new Map<string, Claim>();
  const volumes: EfsVolume[] = [];
  const otherNames = new Set<string>();
  const declared = graph.items(at(graph, pod, "spec", "volumes"));
  for (const item of declared.items) {
    const name = graph.text(at(graph, item, "name"));
    const claimName = graph.text(at(graph, item, "persistentVolumeClaim", "claimName"));
    const claim = claimName === undefined ? undefined : claimOf(facts, all, object, claimName);
    if (name === undefined) continue;
    if (!claim || !isEfs(graph, claim)) otherNames.add(name);
    else {
      claims.set(name, claim);
      volumes.push(efsVolume(graph, resource, name, claim));
    }
  }
  if (volumes.length === 0 && !declared.rest) return undefined;
  const labels = textMap(graph, at(graph, pod, "metadata", "labels")) ?? new Map<string, string>();
  const profile = cluster && profileFor(facts, cluster, object.namespace, labels).profile;
  const noCluster = unknown("the cluster", `${all.document.name} has no aws_eks_cluster, or several`);
  const written = graph.items(at(graph, pod, "spec", "containers"));
  return {
    kind: "eks",
    id: idOf(all, object),
    address: object.address,
    resource,
    compute: "fargate",
    cluster: cluster ? { kind: "reference", to: cluster.key, attribute: "id" } : noCluster,
    namespace: object.namespace,
    labels,
    object,
    pod,
    manifests: all,
    claims,
    // A pod that no profile takes would be where the cluster is.
    subnets: graph.items(profile?.get("subnet_ids") ?? cluster?.get("vpc_config.subnet_ids") ?? noCluster),
    securityGroups: cluster ? list([clusterSecurityGroup(cluster)]) : list([], noCluster),
    assignPublicIp: NULL,
    role: unknown("the identity that Fargate mounts with", "is in no source: leave iam out of the mount options"),
    executionRole: profile?.get("pod_execution_role_arn") ?? NULL,
    containers: written.items.map((container) => containerOf(graph, container)),
    otherContainers: written.rest,
    volumes,
    otherNames,
    otherVolumes: declared.rest,
  };
}

/** What AWS makes with the cluster; its id is known once the cluster is. */
function clusterSecurityGroup(cluster: Resource): Value {
  const attribute = "vpc_config[0].cluster_security_group_id";
  const value = cluster.get(attribute);
  const reference: Reference = { kind: "reference", to: cluster.key, attribute };
  return isNull(value) ? reference : value;
}

/** A Kubernetes object where a resource of Terraform's is asked for: in its cluster's stack, by its own address. */
function standIn(
  { document }: Manifests,
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
  const missing = unknown(`volume ${name}`, "its claim has no volume");
  const handle = claim.volume ? handleOf(graph, claim.volume) : { fileSystem: missing, accessPoint: NULL };
  return {
    name,
    resource,
    fileSystem: handle.fileSystem,
    rootDirectory: NULL,
    transitEncryption: encryption(graph, claim),
    transitEncryptionPort: NULL,
    accessPoint: handle.accessPoint,
    iam: mountsWithIam(graph, claim),
  };
}

function containerOf(graph: Graph, definition: Value): Container {
  const { items, rest } = graph.items(at(graph, definition, "volumeMounts"));
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
    otherMountPoints: rest,
    definition,
  };
}
