/**
 * Converts typed resources of the Kubernetes provider (`kubernetes_deployment_v1`) to manifests: their block names are
 * singular and in snake case.
 */
import { objectOf } from "../aws/attributes/block";
import { isNull, list, literal, type ObjectValue, type Resource, type Value } from "../graph/model";

const kinds = new Map<string, readonly [apiVersion: string, kind: string]>([
  ["cron_job", ["batch/v1", "CronJob"]],
  ["csi_driver", ["storage.k8s.io/v1", "CSIDriver"]],
  ["daemon_set", ["apps/v1", "DaemonSet"]],
  ["daemonset", ["apps/v1", "DaemonSet"]],
  ["deployment", ["apps/v1", "Deployment"]],
  ["job", ["batch/v1", "Job"]],
  ["namespace", ["v1", "Namespace"]],
  ["persistent_volume", ["v1", "PersistentVolume"]],
  ["persistent_volume_claim", ["v1", "PersistentVolumeClaim"]],
  ["pod", ["v1", "Pod"]],
  ["replication_controller", ["v1", "ReplicationController"]],
  ["service_account", ["v1", "ServiceAccount"]],
  ["stateful_set", ["apps/v1", "StatefulSet"]],
  ["storage_class", ["storage.k8s.io/v1", "StorageClass"]],
]);

/** Each with and without its version: `kubernetes_pod`, `kubernetes_pod_v1`. */
export const typedResources: readonly string[] = [...kinds.keys()].flatMap((name) => [
  `kubernetes_${name}`,
  `kubernetes_${name}_v1`,
]);

/** Blocks that can be repeated. */
const repeated = new Map([
  ["container", "containers"],
  ["env_from", "envFrom"],
  ["env", "env"],
  ["init_container", "initContainers"],
  ["match_expressions", "matchExpressions"],
  ["match_fields", "matchFields"],
  ["node_selector_term", "nodeSelectorTerms"],
  ["port", "ports"],
  ["sources", "sources"],
  ["toleration", "tolerations"],
  ["volume", "volumes"],
  ["volume_claim_template", "volumeClaimTemplates"],
  ["volume_device", "volumeDevices"],
  ["volume_mount", "volumeMounts"],
]);

/** Maps whose keys are user-defined. */
const maps = new Set([
  "annotations",
  "capacity",
  "labels",
  "limits",
  "match_labels",
  "node_selector",
  "parameters",
  "requests",
  "volume_attributes",
]);

/** The manifest; undefined for other resource types. */
export function manifestOf(resource: Resource): ObjectValue | undefined {
  const kind = kinds.get(resource.type.replace(/^kubernetes_/, "").replace(/_v1$/, ""));
  if (!kind) return undefined;
  const [metadata, spec] = [of(resource, "metadata"), of(resource, "spec")];
  return objectOf({
    apiVersion: literal(kind[0]),
    kind: literal(kind[1]),
    metadata,
    spec: withRestartPolicy(flattened(spec), podTemplates.get(kind[1]) ?? []),
    provisioner: resource.get("storage_provisioner"),
    mountOptions: resource.get("mount_options"),
    parameters: resource.get("parameters"),
  });
}

/** The path to the pods of kinds whose pods run once. */
const podTemplates = new Map([
  ["Job", ["template", "spec"]],
  ["CronJob", ["jobTemplate", "spec", "template", "spec"]],
]);

/**
 * Kubernetes refuses its own default, Always, in a Job. The provider "changes the default value of restart_policy to
 * Never" (terraform-provider-kubernetes, schema_job_spec.go).
 */
function withRestartPolicy(spec: Value, [step, ...rest]: readonly string[]): Value {
  if (step === undefined || spec.kind !== "object") return spec;
  const inner = spec.entries.get(step);
  if (inner?.kind !== "object") return spec;
  const isPods = rest.length === 0 && !inner.unknownRest && !inner.entries.has("restartPolicy");
  const given: Value = isPods
    ? { ...inner, entries: new Map([...inner.entries, ["restartPolicy", literal("Never")]]) }
    : withRestartPolicy(inner, rest);
  return { ...spec, entries: new Map([...spec.entries, [step, given]]) };
}

function of(resource: Resource, name: string): Value {
  const { items, unknownRest } = resource.blocks(name);
  return single(list(items, unknownRest));
}

/** The type of a volume is a nested block in Terraform, but not in Kubernetes. */
function flattened(spec: Value): Value {
  const source = spec.kind === "object" ? spec.entries.get("persistentVolumeSource") : undefined;
  if (spec.kind !== "object" || source?.kind !== "object") return spec;
  return { ...spec, entries: new Map([...spec.entries, ...source.entries]) };
}

function converted(name: string, value: Value): Value {
  if (maps.has(name)) return value;
  if (value.kind === "object") return withOwnNames(value);
  if (value.kind !== "list" || !value.items.some(({ kind }) => kind === "object")) return value;
  if (!repeated.has(name)) return single(value);
  return list(
    value.items.map((item) => converted(name, item)),
    value.unknownRest,
  );
}

/** A single block. */
function single({ items, unknownRest }: { readonly items: readonly Value[]; readonly unknownRest?: Value }): Value {
  const [item] = items;
  if (!item) return unknownRest ?? literal(null);
  return item.kind === "object" ? withOwnNames(item) : item;
}

function withOwnNames({ entries, unknownRest }: ObjectValue): ObjectValue {
  const renamed = [...entries].flatMap(([name, value]): [string, Value][] => {
    const isEmpty = value.kind === "list" && !value.unknownRest && value.items.length === 0;
    if (isNull(value) || isEmpty) return [];
    return [[repeated.get(name) ?? camelCase(name), converted(name, value)]];
  });
  return { kind: "object", entries: new Map(renamed), unknownRest };
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
