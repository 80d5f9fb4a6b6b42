/**
 * Checks for API versions that the API server doesn't have: "no matches for kind". Removed versions: kubernetes.io,
 * reference/using-api/deprecation-guide.
 */
import { type KubernetesObject } from "../../object";

/** The versions of each kind that every EKS version has; others were removed in 1.16, 1.22 and 1.25. */
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

/** The error in an object's version; undefined if it is valid, and for custom kinds. */
export function versionProblem({ kind, apiVersion }: KubernetesObject): string | undefined {
  const versions = served.get(kind);
  if (!versions || versions.includes(apiVersion) || !ownGroups.test(apiVersion)) return undefined;
  return `is of apiVersion ${apiVersion}, in which Kubernetes has no ${kind}: write ${versions[0]}`;
}
