/**
 * API versions that the API server has: "no matches for kind". What was removed, and when: kubernetes.io,
 * reference/using-api/deprecation-guide.
 */
import { type KubernetesObject } from "../../object";

/** Those of each kind, in every version that EKS has; others were removed in 1.16, 1.22 and 1.25. */
const served = new Map<string, readonly string[]>([
  ["Pod", ["v1"]],
  ["ReplicationController", ["v1"]],
  ["PersistentVolume", ["v1"]],
  ["PersistentVolumeClaim", ["v1"]],
  ["Namespace", ["v1"]],
  ["ServiceAccount", ["v1"]],
  ["Deployment", ["apps/v1"]],
  ["StatefulSet", ["apps/v1"]],
  ["DaemonSet", ["apps/v1"]],
  ["ReplicaSet", ["apps/v1"]],
  ["Job", ["batch/v1"]],
  ["CronJob", ["batch/v1"]],
  ["StorageClass", ["storage.k8s.io/v1"]],
]);

/** The core group has no name. */
const ownGroups = /^(?:[^/]*|(?:apps|batch|extensions|storage\.k8s\.io)\/.*)$/;

/** What is wrong with an object's version; undefined where nothing is, and for kinds of others. */
export function versionProblem({ kind, apiVersion }: KubernetesObject): string | undefined {
  const versions = served.get(kind);
  if (!versions || versions.includes(apiVersion) || !ownGroups.test(apiVersion)) return undefined;
  return `is of apiVersion ${apiVersion}, in which Kubernetes has no ${kind}: write ${versions[0]}`;
}
