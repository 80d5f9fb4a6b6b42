/**
 * The storage class of claims and volumes: component-helpers, storage/volume/helpers.go
 * GetPersistentVolumeClaimClass, and the admission plugin DefaultStorageClass.
 */
import { type Graph } from "../graph/graph";
import { isNull, type Unknown, unknownValue, type Value } from "../graph/model";
import { type Manifests } from "./manifest-source";
import { at, type KubernetesObject } from "./object";

/** The name of the class, empty for none; unknown if it is not known. */
export type ClassName = string | Unknown;

const betaClass = "volume.beta.kubernetes.io/storage-class";
const defaultMarks = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
] as const;

export function classOfVolume(graph: Graph, volume: KubernetesObject): ClassName {
  return written(graph, volume) ?? "";
}

/** A claim without a class gets the cluster's default class; `""` requests none. */
export function classOfClaim(graph: Graph, all: Manifests, claim: KubernetesObject): ClassName {
  const own = written(graph, claim);
  if (own !== undefined) return own;
  const defaults = all.objects.filter((one) => one.kind === "StorageClass" && isDefault(graph, one));
  if (defaults.length === 1) return defaults[0]!.name;
  if (defaults.length > 1) return unknownValue("the default storage class", "is one of several");
  // Until 1.29, clusters had gp2 as the default class (EKS user guide, release notes of 1.30).
  const version = all.cluster && graph.text(all.cluster.get("version"));
  if (version !== undefined && Number(version.split(".")[1]) < 30) return "gp2";
  if (all.isWhole && !all.others) return "";
  return unknownValue("the cluster's default storage class", "may be among what was not read");
}

function written(graph: Graph, { body }: KubernetesObject): ClassName | undefined {
  for (const path of [
    ["metadata", "annotations", betaClass],
    ["spec", "storageClassName"],
  ]) {
    const value = graph.follow(at(graph, body, ...path));
    if (isNull(value)) continue;
    return graph.text(value) ?? unknownValue(graph.describe(value), "is not known");
  }
  return undefined;
}

function isDefault(graph: Graph, { body }: KubernetesObject): boolean {
  return defaultMarks.some((mark) => graph.text(at(graph, body, "metadata", "annotations", mark)) === "true");
}

/** The provisioner of a class; undefined if the class is not among the objects. */
export function provisionerOf(graph: Graph, all: Manifests, name: ClassName): Value | undefined {
  const found = all.objects.find((one) => one.kind === "StorageClass" && one.name === name);
  return found && at(graph, found.body, "provisioner");
}

/** Whether a claim of the class waits until its pod is scheduled. */
export function waitsForPod(graph: Graph, all: Manifests, name: ClassName): boolean {
  const found = all.objects.find((one) => one.kind === "StorageClass" && one.name === name);
  return found !== undefined && graph.text(at(graph, found.body, "volumeBindingMode")) === "WaitForFirstConsumer";
}
