/**
 * What the API server requires of claims and persistent volumes: pkg/apis/core/validation/validation.go
 * (ValidatePersistentVolumeSpec, ValidatePersistentVolumeClaimSpec).
 */
import { type Graph } from "../../../graph/graph";
import { list, literal } from "../../../graph/model";
import { setIn } from "../../edit";
import { type KubernetesObject } from "../../object";
import { type Problem } from "../../problem";
import { quantity } from "../../quantity";
import { given } from "../rule";
import { isDnsSubdomain } from "./names";
import { versionProblem } from "./versions";

const accessModes = new Set(["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]);
const reclaimPolicies = new Set(["Retain", "Delete", "Recycle"]);
const shared = list([literal("ReadWriteMany")]);
/** Fields in a volume's `spec` besides its type. */
const plainFields = new Set([
  "accessModes",
  "capacity",
  "claimRef",
  "mountOptions",
  "nodeAffinity",
  "persistentVolumeReclaimPolicy",
  "persistentVolumeSource",
  "storageClassName",
  "volumeAttributesClassName",
  "volumeMode",
]);

/** Whether a field of a volume's `spec` is its type: `csi`, `nfs`, `hostPath`. */
export function isVolumeKind(name: string): boolean {
  return !plainFields.has(name);
}

export function* volumeShape(graph: Graph, volume: KubernetesObject): Iterable<Problem> {
  yield* common(graph, volume, ["spec", "capacity", "storage"]);
  const spec = given(graph, volume.body, "spec");
  if (spec?.kind !== "object" || spec.unknownRest) return;
  const kinds = [...spec.entries].filter(
    ([name, value]) => !plainFields.has(name) && given(graph, value) !== undefined,
  );
  if (kinds.length !== 1) {
    const what =
      kinds.length === 0 ? "no kind of volume" : `two kinds of volume, ${kinds.map(([name]) => name).join(" and ")}`;
    yield refusal(volume, `has ${what}, and Kubernetes wants one`);
  }
  const capacity = given(graph, spec, "capacity");
  if (capacity?.kind === "object" && [...capacity.entries.keys()].some((name) => name !== "storage"))
    yield refusal(volume, "has a capacity of more than storage, which Kubernetes refuses");
  const csi = given(graph, spec, "csi");
  if (csi?.kind === "object" && !csi.unknownRest) {
    for (const field of ["driver", "volumeHandle"]) {
      const value = given(graph, csi, field);
      if (value === undefined || graph.text(value) === "")
        yield refusal(volume, `has no csi.${field}, which Kubernetes requires`);
    }
  }
  const reclaim = graph.text(given(graph, spec, "persistentVolumeReclaimPolicy") ?? spec);
  if (reclaim !== undefined && reclaim !== "" && !reclaimPolicies.has(reclaim))
    yield refusal(
      volume,
      `has persistentVolumeReclaimPolicy ${reclaim}, which Kubernetes does not know: Retain or Delete`,
    );
}

export function* claimShape(graph: Graph, claim: KubernetesObject): Iterable<Problem> {
  yield* common(graph, claim, ["spec", "resources", "requests", "storage"]);
  const [wanted, most] = ["requests", "limits"].map((list) => {
    const value = given(graph, claim.body, "spec", "resources", list, "storage");
    const text = value && graph.text(value);
    return text === undefined ? undefined : quantity(text);
  });
  if (wanted !== undefined && most !== undefined && wanted > most)
    yield refusal(claim, "requests more storage than its limit, which Kubernetes refuses");
}

function* common(graph: Graph, object: KubernetesObject, sizePath: readonly string[]): Iterable<Problem> {
  const version = versionProblem(object);
  if (version !== undefined) yield refusal(object, version);
  if (!isDnsSubdomain(object.name))
    yield refusal(
      object,
      `has the name ${JSON.stringify(object.name)}, which Kubernetes refuses: a-z, 0-9, "-" and "."`,
    );
  const spec = given(graph, object.body, "spec");
  if (spec === undefined) {
    yield refusal(object, "has no spec");
    return;
  }
  if (spec.kind !== "object" || spec.unknownRest) return;
  const sizeValue = given(graph, object.body, ...sizePath);
  const size = sizeValue && graph.text(sizeValue);
  const amount = size === undefined ? undefined : quantity(size);
  if (sizeValue === undefined || (size !== undefined && (amount === undefined || amount <= 0))) {
    const what =
      sizeValue === undefined
        ? `has no ${sizePath.join(".")}, which Kubernetes requires`
        : `has ${sizePath.join(".")} ${size}, which Kubernetes refuses`;
    yield { ...refusal(object, what), fix: setIn(graph, object, sizePath, literal("1Gi")) };
  }
  const modes = given(graph, spec, "accessModes");
  const { items, unknownRest } = modes ? graph.items(modes) : { items: [], unknownRest: undefined };
  if (items.length === 0 && !unknownRest) {
    const fix = setIn(graph, object, ["spec", "accessModes"], shared);
    yield { ...refusal(object, "has no accessModes, but Kubernetes requires at least one"), fix };
  }
  if (modes?.kind === "literal" && object.output)
    yield refusal(object, `has accessModes ${JSON.stringify(modes.value)}, but Kubernetes requires a list`);
  const texts = items.map((item) => graph.text(item));
  if (texts.includes("ReadWriteOncePod") && texts.length > 1)
    yield refusal(object, "has another access mode beside ReadWriteOncePod, which Kubernetes refuses");
  const wrong = texts.find((mode) => mode !== undefined && !accessModes.has(mode));
  if (wrong !== undefined) {
    const fix = setIn(graph, object, ["spec", "accessModes"], shared);
    yield { ...refusal(object, `has the access mode ${wrong}, which Kubernetes does not know`), fix };
  }
  const mode = graph.text(given(graph, spec, "volumeMode") ?? spec);
  if (mode !== undefined && mode !== "" && mode !== "Filesystem" && mode !== "Block")
    yield refusal(object, `has volumeMode ${mode}, which Kubernetes does not know: Filesystem`);
}

function refusal({ address }: KubernetesObject, detail: string): Extract<Problem, { verdict: "fails" }> {
  return { verdict: "fails", rule: "EKS-07", resource: address, detail };
}
