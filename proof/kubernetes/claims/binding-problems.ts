/** Reports why a claim stays unbound, or may be bound to another volume (EKS-06, -07). */
import { objectOf } from "../../aws/attributes/block";
import { type Graph } from "../../graph/graph";
import { isNull, list, literal, type Value } from "../../graph/model";
import { type ManifestFix, setIn } from "../edit";
import { isOfDriver } from "../efs-driver";
import { handleOf } from "../efs-handle";
import { type Manifests } from "../manifest-source";
import { at, type KubernetesObject } from "../object";
import { type Problem } from "../problem";
import { classOfClaim, classOfVolume } from "../storage-class";
import { type Binding, type Mismatch, volumeNameOf } from "./binding";

export function* bindingProblems(
  graph: Graph,
  all: Manifests,
  claim: KubernetesObject,
  bound: Binding,
): Iterable<Problem> {
  const { volume, mismatches, open, rival, others = [], waits } = bound;
  if (!volume) {
    const detail = "has no PersistentVolume, and nothing on Fargate makes one";
    const named = volumeNameOf(graph, claim);
    const [other] = all.objects.filter((one) => one.kind === "PersistentVolume" && one.name !== named);
    const fix = other && setIn(graph, claim, ["spec", "volumeName"], literal(other.name));
    yield elsewhere(all, { rule: "EKS-06", resource: claim.address, detail }, fix);
    return;
  }
  const isNamed = volumeNameOf(graph, claim) !== undefined;
  for (const mismatch of mismatches) {
    const { resource, detail, fix } = sayings[mismatch](graph, all, claim, volume);
    const told = { rule: "EKS-07", resource, detail } as const;
    // Another volume that matches may exist in the cluster already, unless this one is named.
    yield isNamed ? { ...told, verdict: "fails", fix } : elsewhere(all, told, fix);
  }
  for (const mismatch of mismatches.length > 0 ? [] : open) {
    const { resource, detail } = sayings[mismatch](graph, all, claim, volume);
    const resolveBy = `${settled[mismatch]} of ${claim.address} and ${volume.address}, as literals or in the deployed state`;
    yield { verdict: "unknown", rule: "EKS-07", resource, detail: `not known whether it ${detail}`, resolveBy };
  }
  if (rival) {
    const detail = `is claimed by ${rival.claim.address}, too, and a volume is bound to one claim`;
    const told = { rule: "EKS-07", resource: volume.address, detail } as const;
    if (rival.isFirst && (isNamed || (all.isWhole && !all.others))) yield { ...told, verdict: "fails" };
    else yield { ...told, verdict: "unknown", resolveBy: `a volume of its own for ${claim.address}` };
  }
  const other = others.find((one) => !isSameHandle(graph, one, volume));
  if (other) {
    const detail = `may be bound to ${other.address} instead of ${volume.address}: both match, and Kubernetes takes either`;
    const { description: resolveBy } = setIn(graph, claim, ["spec", "volumeName"], literal(volume.name));
    yield { verdict: "unknown", rule: "EKS-07", resource: claim.address, detail, resolveBy };
  }
  if (waits) {
    const detail = `waits for its pod to be scheduled (volumeBindingMode WaitForFirstConsumer), and Fargate schedules no pod whose claims are not bound`;
    const fix = setIn(graph, claim, ["spec", "volumeName"], literal(volume.name));
    const resolveBy = fix.description;
    yield { verdict: "unknown", rule: "EKS-06", resource: claim.address, detail, resolveBy };
  }
  if (!isNull(graph.follow(at(graph, volume.body, "spec", "nodeAffinity", "required")))) {
    const detail = "is for certain nodes (nodeAffinity), and no source says what Fargate makes of that";
    const resolveBy = "a volume without nodeAffinity, which EFS does not need";
    yield { verdict: "unknown", rule: "EKS-07", resource: volume.address, detail, resolveBy };
  }
}

/** Whether two volumes mount the same directory. */
function isSameHandle(graph: Graph, one: KubernetesObject, other: KubernetesObject): boolean {
  if (!isOfDriver(graph, one) || !isOfDriver(graph, other)) return false;
  const [here, there] = [handleOf(graph, one), handleOf(graph, other)];
  const isSame = (a: Value, b: Value) => (isNull(a) && isNull(b)) || graph.same(a, b) === "yes";
  return (
    isSame(here.fileSystem, there.fileSystem) && isSame(here.accessPoint, there.accessPoint) && here.path === there.path
  );
}

const settled: Readonly<Record<Mismatch, string>> = {
  reserved: "claimRef",
  size: "the sizes",
  class: "storageClassName",
  mode: "volumeMode",
  "access-modes": "accessModes",
  selector: "selector and labels",
};

type Saying = (
  graph: Graph,
  all: Manifests,
  claim: KubernetesObject,
  volume: KubernetesObject,
) => { readonly resource: string; readonly detail: string; readonly fix?: ManifestFix };

/** The problem, and the object that has it. */
const sayings: Readonly<Record<Mismatch, Saying>> = {
  reserved: (graph, _, claim, volume) => {
    const claimRef = objectOf({ namespace: literal(claim.namespace), name: literal(claim.name) });
    const detail = `is reserved for another claim than ${claim.address}`;
    return { resource: volume.address, detail, fix: setIn(graph, volume, ["spec", "claimRef"], claimRef) };
  },
  size: (graph, _, claim, volume) => {
    const path = ["spec", "resources", "requests", "storage"];
    const [wanted, given] = [at(graph, claim.body, ...path), at(graph, volume.body, "spec", "capacity", "storage")];
    const detail = `requests ${said(graph, wanted)}, more than the ${said(graph, given)} of ${volume.address}`;
    return { resource: claim.address, detail, fix: setIn(graph, claim, path, given) };
  },
  class: (graph, all, claim, volume) => {
    const [wanted, given] = [classOfClaim(graph, all, claim), classOfVolume(graph, volume)];
    const name = (one: typeof given) => (typeof one === "string" ? `'${one}'` : one.expression);
    const detail = `is of storage class ${name(wanted)}, and ${volume.address} of ${name(given)}`;
    const isKnown = typeof given === "string";
    return {
      resource: claim.address,
      detail,
      fix: isKnown ? setIn(graph, claim, ["spec", "storageClassName"], literal(given)) : undefined,
    };
  },
  mode: (graph, _, claim, volume) => {
    const [wanted, given] = [claim, volume].map(
      ({ body }) => graph.text(at(graph, body, "spec", "volumeMode")) ?? "Filesystem",
    );
    const detail = `is of volumeMode ${wanted}, and ${volume.address} of ${given}`;
    const wrong = wanted === "Filesystem" ? volume : claim;
    return { resource: claim.address, detail, fix: setIn(graph, wrong, ["spec", "volumeMode"], literal("Filesystem")) };
  },
  "access-modes": (graph, _, claim, volume) => {
    const [wanted, given] = [claim, volume].map(({ body }) =>
      graph.items(at(graph, body, "spec", "accessModes")).items.map((mode) => graph.text(mode) ?? graph.describe(mode)),
    ) as [string[], string[]];
    const missing = wanted.find((mode) => !given.includes(mode)) ?? wanted.join(", ");
    const detail = `asks for ${missing}, which ${volume.address} does not offer`;
    // EFS is shared storage: both should have ReadWriteMany.
    const shared = list([literal("ReadWriteMany")]);
    const wrong = given.includes("ReadWriteMany") ? claim : volume;
    return { resource: claim.address, detail, fix: setIn(graph, wrong, ["spec", "accessModes"], shared) };
  },
  selector: (graph, _, claim, volume) => {
    const detail = `selects volumes by labels that ${volume.address} does not have`;
    return { resource: claim.address, detail, fix: setIn(graph, claim, ["spec", "volumeName"], literal(volume.name)) };
  },
};

export function said(graph: Graph, value: Value): string {
  return graph.text(value) ?? (isNull(value) ? "nothing" : graph.describe(value));
}

/** A missing object is a failure only if the input contains all objects of the cluster. */
export function elsewhere(
  { others, isWhole }: Manifests,
  told: Pick<Problem, "rule" | "resource" | "detail">,
  fix?: ManifestFix,
): Problem {
  if (isWhole && !others) return { ...told, verdict: "fails", fix };
  const detail = others
    ? `${told.detail}, as far as the manifests are known: ${others.expression} ${others.why}`
    : `${told.detail} among what was read`;
  const resolveBy = others
    ? "prove the deployed state (terraform show -json), where they are known"
    : "the manifest that makes it, among what is judged, or that the cluster has it";
  // A hidden object may be the volume, so the missing volume has no rule of its own.
  return { ...told, rule: "EKS-07", verdict: "unknown", detail, resolveBy };
}
