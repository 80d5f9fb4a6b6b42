/**
 * Binds claims to volumes as Kubernetes does: pkg/controller/volume/persistentvolume/pv_controller.go
 * (syncUnboundClaim, checkVolumeSatisfyClaim) and component-helpers, storage/volume/pv_helpers.go (FindMatchingVolume),
 * 1.36.
 *
 * A volume that a claim names, and that `claimRef` reserves for it, is bound without further checks. If only one of
 * them names the other, size, class, mode and access modes must match.
 */
import { type Graph } from "../../graph/graph";
import { isNull } from "../../graph/model";
import { type Ternary } from "../../graph/ternary";
import { selects } from "../label-selector";
import { type Manifests } from "../manifest-source";
import { at, type KubernetesObject, textMap } from "../object";
import { quantity } from "../quantity";
import { classOfClaim, classOfVolume, waitsForPod } from "../storage-class";

/** The properties of a volume that don't match a claim. */
export type Mismatch = "reserved" | "size" | "class" | "mode" | "access-modes" | "selector";

export interface Fit {
  readonly volume: KubernetesObject;
  /** Whether the volume names the claim. */
  readonly reserved: Ternary;
  readonly mismatches: readonly Mismatch[];
  /** The properties for which it is not known. */
  readonly open: readonly Mismatch[];
}

export interface Binding {
  /** The volume that it is bound to, or would be if it matched. */
  readonly volume?: KubernetesObject;
  readonly mismatches: readonly Mismatch[];
  readonly open: readonly Mismatch[];
  /** Set if another claim gets the volume, or may get it. */
  readonly rival?: { readonly claim: KubernetesObject; readonly isFirst: boolean };
  /** Volumes that match equally well: Kubernetes may bind any of them instead. */
  readonly others?: readonly KubernetesObject[];
  /** Whether it is bound only when its pod is scheduled. */
  readonly waits?: boolean;
}

/** The binding of each claim, in the order in which they are applied. */
export function bindings(
  graph: Graph,
  all: Manifests,
  claims: readonly KubernetesObject[],
): ReadonlyMap<KubernetesObject, Binding> {
  const volumes = all.objects.filter(({ kind }) => kind === "PersistentVolume");
  const taken = new Map<KubernetesObject, KubernetesObject>();
  const found = new Map<KubernetesObject, Binding>();
  for (const claim of inOrder(claims)) {
    const fits = volumes.map((volume) => fitOf(graph, all, claim, volume));
    const binding = choose(graph, all, claim, fits, {
      of: (volume) => taken.get(volume),
      mayLeave: (volume, other) => found.get(taken.get(volume)!)?.others?.includes(other) ?? false,
    });
    found.set(claim, binding);
    const { volume, mismatches, rival } = binding;
    if (volume && mismatches.length === 0 && !rival) taken.set(volume, claim);
    // Without an order, either of the two may stay unbound.
    if (rival && !rival.isFirst)
      found.set(rival.claim, { ...found.get(rival.claim)!, rival: { claim, isFirst: false } });
  }
  return found;
}

function inOrder(claims: readonly KubernetesObject[]): readonly KubernetesObject[] {
  return [...claims].sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
}

interface Takers {
  /** The claim that is bound to a volume. */
  of(volume: KubernetesObject): KubernetesObject | undefined;
  /** Whether the claim that has a volume may get the other one instead. */
  mayLeave(volume: KubernetesObject, other: KubernetesObject): boolean;
}

function choose(graph: Graph, all: Manifests, claim: KubernetesObject, fits: readonly Fit[], takers: Takers): Binding {
  const named = volumeNameOf(graph, claim);
  if (named !== undefined) {
    const fit = fits.find(({ volume }) => volume.name === named);
    return fit ? ofNamed(claim, fit, takers) : { mismatches: [], open: [] };
  }
  const prefer = byPreference(graph);
  const candidates = fits.map((fit) => (fit.reserved === "yes" ? asReserved(fit) : fit)).sort(prefer);
  const fitting = candidates.filter(({ mismatches }) => mismatches.length === 0);
  const sure = fitting.filter(({ open }) => open.length === 0);
  const [best] = sure.filter(({ volume }) => !takers.of(volume));
  const waits = best?.reserved !== "yes" && waitsForPod(graph, all, classOfClaim(graph, all, claim));
  if (best) {
    const isFree = ({ volume }: Fit) => !takers.of(volume) || takers.mayLeave(volume, best.volume);
    const alike = sure.filter((fit) => fit !== best && prefer(fit, best) === 0 && isFree(fit));
    return { ...best, waits, others: alike.map(({ volume }) => volume) };
  }
  if (sure[0]) return { ...sure[0], waits, rival: rivalOf(claim, takers.of(sure[0].volume)!) };
  if (fitting[0]) return { ...fitting[0], waits };
  return closest(candidates);
}

/** Reserved for the claim: size, mode and access modes must still match, but not class and labels. */
function asReserved(fit: Fit): Fit {
  const counts = (one: Mismatch) => one !== "class" && one !== "selector";
  return { ...fit, mismatches: fit.mismatches.filter(counts), open: fit.open.filter(counts) };
}

function ofNamed(claim: KubernetesObject, fit: Fit, takers: Takers): Binding {
  // Both name each other: bound without checks, except for the mode, which the pod checks later.
  if (fit.reserved === "yes") {
    const mode = (list: readonly Mismatch[]) => list.filter((one) => one === "mode");
    return { volume: fit.volume, mismatches: [], open: [...mode(fit.mismatches), ...mode(fit.open)] };
  }
  // The selector of a claim that names its volume is ignored.
  const counts = (one: Mismatch) => one !== "selector";
  const [mismatches, open] = [fit.mismatches.filter(counts), fit.open.filter(counts)];
  const other = takers.of(fit.volume);
  return { volume: fit.volume, mismatches, open, ...(other ? { rival: rivalOf(claim, other) } : {}) };
}

function rivalOf(claim: KubernetesObject, other: KubernetesObject): NonNullable<Binding["rival"]> {
  const isFirst = other.position !== undefined && claim.position !== undefined && other.position < claim.position;
  return { claim: other, isFirst };
}

/** The volume with the fewest mismatches, for the message. */
function closest(fits: readonly Fit[]): Binding {
  const [first] = [...fits]
    .filter(({ mismatches }) => !mismatches.includes("reserved"))
    .sort((a, b) => a.mismatches.length - b.mismatches.length);
  return first ? { volume: first.volume, mismatches: first.mismatches, open: [] } : { mismatches: [], open: [] };
}

/**
 * Volumes with the fewest access modes first (persistentvolume/index.go, findByClaim); of these one that is reserved
 * for the claim, whatever its class, labels and size, then the smallest. Of several such, Kubernetes takes any.
 */
function byPreference(graph: Graph): (a: Fit, b: Fit) => number {
  const rank = ({ volume, reserved }: Fit) => [
    graph.items(at(graph, volume.body, "spec", "accessModes")).items.length,
    reserved === "yes" ? 0 : 1,
    reserved === "yes" ? 0 : (sizeAt(graph, volume, ["spec", "capacity", "storage"]) ?? 0),
  ];
  return (a, b) => {
    const [one, other] = [rank(a), rank(b)];
    return one.map((value, index) => value - other[index]!).find((difference) => difference !== 0) ?? 0;
  };
}

export function volumeNameOf(graph: Graph, claim: KubernetesObject): string | undefined {
  const value = at(graph, claim.body, "spec", "volumeName");
  return graph.text(value) || undefined;
}

export function fitOf(graph: Graph, all: Manifests, claim: KubernetesObject, volume: KubernetesObject): Fit {
  const reserved = isReservedFor(graph, volume, claim);
  const answers: readonly (readonly [Mismatch, Ternary])[] = [
    ["reserved", reserved === undefined ? "yes" : reserved],
    ["size", isLargeEnough(graph, claim, volume)],
    ["class", sameClass(graph, all, claim, volume)],
    ["mode", sameMode(graph, claim, volume)],
    ["access-modes", offersModes(graph, claim, volume)],
    ["selector", isSelected(graph, claim, volume)],
  ];
  const of = (wanted: Ternary) => answers.filter(([, answer]) => answer === wanted).map(([mismatch]) => mismatch);
  return { volume, reserved: reserved ?? "no", mismatches: of("no"), open: of("unknown") };
}

/**
 * Undefined if the volume is not reserved. A reference without a namespace matches no claim; the Kubernetes provider's
 * typed resource fills in `default`.
 */
function isReservedFor(graph: Graph, volume: KubernetesObject, claim: KubernetesObject): Ternary | undefined {
  const reference = graph.follow(at(graph, volume.body, "spec", "claimRef"));
  if (isNull(reference) || (reference.kind === "list" && reference.items.length === 0)) return undefined;
  const [name, namespace, uid] = ["name", "namespace", "uid"].map((part) => graph.follow(at(graph, reference, part)));
  const text = graph.text(name!);
  // A reference to a claim that doesn't exist still reserves the volume.
  if (text === undefined) return isNull(name!) ? "no" : "unknown";
  const isTyped = volume.resource?.type.startsWith("kubernetes_persistent_volume");
  const home = isNull(namespace!) ? (isTyped ? "default" : "") : graph.text(namespace!);
  if (text !== claim.name && !claim.name.includes("*")) return "no";
  if (home === undefined || claim.name.includes("*")) return "unknown";
  if (home !== claim.namespace) return "no";
  const id = graph.text(uid!);
  if (id === undefined || id === "") return isNull(uid!) || id === "" ? "yes" : "unknown";
  const own = graph.text(at(graph, claim.body, "metadata", "uid"));
  if (own !== undefined) return own === id ? "yes" : "no";
  return claim.resource?.action === "create" ? "no" : "unknown";
}

function sizeAt(graph: Graph, object: KubernetesObject, path: readonly string[]): number | undefined {
  const value = graph.follow(at(graph, object.body, ...path));
  // An absent size counts as zero, in a claim and in a volume; the API server validates it separately.
  if (isNull(value)) return 0;
  const text = graph.text(value);
  return text === undefined ? undefined : quantity(text);
}

function isLargeEnough(graph: Graph, claim: KubernetesObject, volume: KubernetesObject): Ternary {
  const wanted = sizeAt(graph, claim, ["spec", "resources", "requests", "storage"]);
  const given = sizeAt(graph, volume, ["spec", "capacity", "storage"]);
  if (wanted === undefined || given === undefined) return "unknown";
  return given >= wanted ? "yes" : "no";
}

function sameClass(graph: Graph, all: Manifests, claim: KubernetesObject, volume: KubernetesObject): Ternary {
  const [wanted, given] = [classOfClaim(graph, all, claim), classOfVolume(graph, volume)];
  if (typeof wanted !== "string" || typeof given !== "string") return "unknown";
  return wanted === given ? "yes" : "no";
}

function sameMode(graph: Graph, claim: KubernetesObject, volume: KubernetesObject): Ternary {
  const [wanted, given] = [claim, volume].map(({ body }) => {
    const value = graph.follow(at(graph, body, "spec", "volumeMode"));
    return isNull(value) ? "Filesystem" : graph.text(value);
  });
  if (wanted === undefined || given === undefined) return "unknown";
  return wanted === given ? "yes" : "no";
}

function offersModes(graph: Graph, claim: KubernetesObject, volume: KubernetesObject): Ternary {
  const [wanted, given] = [claim, volume].map(({ body }) => {
    const { items, unknownRest } = graph.items(at(graph, body, "spec", "accessModes"));
    const modes = items.map((item) => graph.text(item));
    return { modes, isOpen: unknownRest !== undefined || modes.includes(undefined) };
  }) as [{ modes: string[]; isOpen: boolean }, { modes: string[]; isOpen: boolean }];
  const missing = wanted.modes.filter((mode) => mode !== undefined && !given.modes.includes(mode));
  if (missing.length > 0) return given.isOpen ? "unknown" : "no";
  return wanted.isOpen ? "unknown" : "yes";
}

function isSelected(graph: Graph, claim: KubernetesObject, volume: KubernetesObject): Ternary {
  const selector = at(graph, claim.body, "spec", "selector");
  if (isNull(graph.follow(selector))) return "yes";
  return selects(graph, selector, textMap(graph, at(graph, volume.body, "metadata", "labels")));
}
