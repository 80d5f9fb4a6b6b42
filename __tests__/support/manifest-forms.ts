/**
 * The forms in which Terraform contains Kubernetes objects: this project's output, and resources of three providers.
 */
import { parseManifest } from "./kubernetes";

export type Body = Record<string, unknown>;

export interface Manifest extends Body {
  kind: string;
  metadata: Body;
  spec?: Body;
}

export interface EksStack {
  output: Record<string, unknown>;
  resource: Record<string, Record<string, object>>;
}

/** The objects of a synthesized stack's output by key, with their interpolations. */
export function objectsOfOutput(stack: unknown): [string, Manifest][] {
  const { output } = stack as { output: { kubernetes_manifests: { value: Body } } };
  return Object.entries(output.kubernetes_manifests.value).map(([key, yaml]) => {
    const quoted = String(yaml).replace(/\$\{[^}]*\}/g, (expression) => expression.replace(/"/g, "'"));
    const json = JSON.stringify(parseManifest(quoted)).replace(/\$\{[^}]*\}/g, (at) => at.replace(/'/g, '\\"'));
    return [key.replace(/\W/g, "_"), JSON.parse(json) as Manifest];
  });
}

const asJson = (object: unknown) => JSON.stringify(object).replace(/\$\{[^}]*\}/g, (at) => at.replace(/\\"/g, '"'));

const plurals: Record<string, string> = {
  containers: "container",
  initContainers: "init_container",
  volumes: "volume",
  volumeMounts: "volume_mount",
  volumeDevices: "volume_device",
  volumeClaimTemplates: "volume_claim_template",
  ports: "port",
  tolerations: "toleration",
  nodeSelectorTerms: "node_selector_term",
};
const isMap = /^(?:labels|annotations|matchLabels|capacity|requests|limits|volumeAttributes|parameters|nodeSelector)$/;
const snake = (name: string) => plurals[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function blocksOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(blocksOf);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      snake(name),
      isMap.test(name) ? (inner as unknown) : blocksOf(inner),
    ]),
  );
}

/** Kinds with a resource type of their own in the Kubernetes provider. */
const typedKinds = new Set([
  ...["Namespace", "ServiceAccount", "ConfigMap", "Service", "Pod", "ReplicationController", "PersistentVolume"],
  ...["PersistentVolumeClaim", "StorageClass", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"],
]);

function typed({ kind, metadata, spec, provisioner }: Manifest): [string, object] {
  const type = `kubernetes${kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_v1`;
  const { csi, nfs, ...others } = spec ?? {};
  const isVolume = kind === "PersistentVolume";
  const source = { ...(csi === undefined ? {} : { csi }), ...(nfs === undefined ? {} : { nfs }) };
  const whole = isVolume ? { ...others, persistentVolumeSource: source } : spec;
  const own = provisioner === undefined ? {} : { storage_provisioner: provisioner };
  return [type, { ...(blocksOf({ metadata, spec: whole }) as object), ...own }];
}

type Given = readonly (readonly [string, Manifest])[];

/** The first is this project's form. */
export const manifestForms: Readonly<Record<string, (eks: EksStack, given: Given) => void>> = {
  output: (eks, given) => {
    eks.output = { kubernetes_manifests: { value: Object.fromEntries(given.map(([key, one]) => [key, asJson(one)])) } };
  },
  "a list in the output": (eks, given) => {
    const items = given.map(([, one]) => one);
    eks.output = { kubernetes_manifests: { value: [asJson({ apiVersion: "v1", kind: "List", items })] } };
  },
  kubernetes_manifest: (eks, given) => {
    eks.output = {};
    eks.resource["kubernetes_manifest"] = Object.fromEntries(given.map(([key, manifest]) => [`o${key}`, { manifest }]));
  },
  kubectl_manifest: (eks, given) => {
    eks.output = {};
    const blocks = given.map(([key, one]) => [`o${key}`, { yaml_body: asJson(one) }]);
    eks.resource["kubectl_manifest"] = Object.fromEntries(blocks) as Record<string, object>;
  },
  "typed resources": (eks, given) => {
    eks.output = {};
    for (const [key, one] of given) {
      const [type, block] = typedKinds.has(one.kind) ? typed(one) : ["kubernetes_manifest", { manifest: one }];
      (eks.resource[type] ??= {})[`o${key}`] = block;
    }
  },
};
