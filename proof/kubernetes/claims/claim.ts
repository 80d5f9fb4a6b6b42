/** A pod's claim, and the volume that it is bound to (EKS-06, -07). */
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { isNull, literal, NULL, type Value } from "../../graph/model";
import { claimShape, isVolumeKind, volumeShape } from "../admission/api/volumes";
import { applyAhead } from "../edit";
import { driverProblems, efsDriver, encryptsInTransit, isOfDriver } from "../efs-driver";
import { handleOf } from "../efs-handle";
import { find, type Manifests } from "../manifest-source";
import { fileSystemOf, mayBeEfs } from "../nfs";
import { at, type KubernetesObject } from "../object";
import { type Problem } from "../problem";
import { classOfClaim, provisionerOf } from "../storage-class";
import { type Binding, bindings } from "./binding";
import { bindingProblems, elsewhere, said } from "./binding-problems";

export interface Claim {
  /** The name of the claim; an inline volume has none. */
  readonly name?: string;
  readonly claim?: KubernetesObject;
  readonly volume?: KubernetesObject;
  readonly problems: readonly Problem[];
  /** The file system of a volume without a CSI driver. */
  readonly fileSystem?: Value;
}

/**
 * Resolves `persistentVolumeClaim.claimName` of a pod.
 *
 * @param made the claim that a controller creates for the pod, if no object defines it
 */
export function claimOf(
  facts: Facts,
  all: Manifests,
  pod: KubernetesObject,
  claimName: string,
  made?: KubernetesObject,
): Claim {
  const { graph } = facts;
  const claim = find(all, "PersistentVolumeClaim", claimName, pod.namespace) ?? made;
  if (!claim) return { name: claimName, problems: [absent(all, pod, claimName)] };
  const bound = bindingOf(facts, all, claim);
  const { volume } = bound;
  // An object that the API server refuses causes everything after it.
  const shape = [...claimShape(graph, claim), ...(volume ? volumeShape(graph, volume) : [])];
  const binding = [...shape, ...bindingProblems(graph, all, claim, bound)];
  if (!volume) return { name: claimName, claim, problems: [...binding] };
  const ofDriver = isOfDriver(graph, volume) ? driverProblems(graph, volume) : [];
  const late = made ? [] : lateness(pod, claim);
  const problems = [
    ...binding,
    ...ofDriver,
    ...overNfs(graph, volume),
    ...lateness(pod, volume),
    ...late,
    ...oncePod(graph, pod, claim),
  ];
  return { name: claimName, claim, volume, problems, fileSystem: ofNfs(graph, volume) };
}

function absent(all: Manifests, pod: KubernetesObject, claimName: string): Problem {
  const detail = `claims PersistentVolumeClaim/${pod.namespace}/${claimName}, which no manifest makes`;
  return elsewhere(all, { rule: "EKS-07", resource: pod.address, detail });
}

/** A fact: the bindings of all claims of a cluster, including those that controllers create. */
function bindingOf(facts: Facts, all: Manifests, claim: KubernetesObject): Binding {
  const kept = facts.once(keptBindings);
  let found = kept.get(all);
  if (!found) {
    const claims = all.objects.filter(({ kind }) => kind === "PersistentVolumeClaim");
    kept.set(all, (found = { claims: [...claims], made: bindings(facts.graph, all, claims) }));
  }
  const known = found.made.get(claim);
  if (known) return known;
  // A claim that a controller creates comes after the claims in the objects.
  const same = found.claims.find(({ address }) => address === claim.address);
  if (same) return found.made.get(same)!;
  found.claims.push(claim);
  found.made = bindings(facts.graph, all, found.claims);
  return found.made.get(claim)!;
}

const keptBindings = () =>
  new Map<Manifests, { claims: KubernetesObject[]; made: ReadonlyMap<KubernetesObject, Binding> }>();

/** Fargate checks once whether a pod's claims are bound, and leaves the pod pending if not. */
function* lateness(pod: KubernetesObject, object: KubernetesObject): Iterable<Problem> {
  if (object.position === undefined || pod.position === undefined || object.output !== pod.output) return;
  if (object.position <= pod.position) return;
  const detail = `is applied after ${pod.address}, whose pods Fargate leaves pending while a claim is not bound`;
  yield { verdict: "fails", rule: "EKS-07", resource: object.address, detail, fix: applyAhead(object, pod) };
}

/** A ReadWriteOncePod claim is for one pod: the scheduler keeps all others pending (plugin VolumeRestrictions). */
function* oncePod(graph: Graph, pod: KubernetesObject, claim: KubernetesObject): Iterable<Problem> {
  const modes = graph.items(at(graph, claim.body, "spec", "accessModes")).items.map((mode) => graph.text(mode));
  const replicas = graph.follow(at(graph, pod.body, "spec", "replicas"));
  if (!modes.includes("ReadWriteOncePod") || isNull(replicas) || /^[01]$/.test(graph.text(replicas) ?? "")) return;
  const detail = `asks for ReadWriteOncePod, which one pod can use, and ${pod.address} has ${said(graph, replicas)} replicas`;
  const resolveBy = "accessModes ReadWriteMany in the claim, or one replica";
  yield { verdict: "unknown", rule: "EKS-07", resource: claim.address, detail, resolveBy };
}

function* overNfs(graph: Graph, volume: KubernetesObject): Iterable<Problem> {
  if (!ofNfs(graph, volume)) return;
  const detail = "is mounted over NFS, and no source says that Fargate takes volumes of nfs";
  const resolveBy = `a volume of ${efsDriver}, which Fargate takes`;
  yield { verdict: "unknown", rule: "EKS-07", resource: volume.address, detail, resolveBy };
}

function ofNfs(graph: Graph, volume: KubernetesObject): Value | undefined {
  const server = at(graph, volume.body, "spec", "nfs", "server");
  return isNull(graph.follow(server)) ? undefined : (fileSystemOf(graph, server) ?? server);
}

/** Whether it is an EFS volume; an unknown one counts, so that nothing is left out. */
export function isEfs(graph: Graph, all: Manifests, { claim, volume }: Claim): boolean {
  if (!volume) {
    // Another driver's class: the claim waits for a volume of that driver.
    const provisioner = claim && provisionerOf(graph, all, classOfClaim(graph, all, claim));
    const text = provisioner && graph.text(provisioner);
    return text === undefined || text === efsDriver;
  }
  const server = at(graph, volume.body, "spec", "nfs", "server");
  if (!isNull(graph.follow(server))) return mayBeEfs(graph, server);
  const driver = graph.text(at(graph, volume.body, "spec", "csi", "driver"));
  if (driver !== undefined) return driver === efsDriver || isMisspelled(graph, volume, driver);
  // Without a driver, it counts as EFS unless another volume type is set.
  return isOfDriver(graph, volume) || !hasKind(graph, volume);
}

/** Whether another driver's volume has an EFS file system in its handle; ids of FSx begin with `fs-` too. */
function isMisspelled(graph: Graph, volume: KubernetesObject, driver: string): boolean {
  const { fileSystem } = handleOf(graph, volume);
  return !/fsx|lustre|ontap/.test(driver) && graph.target(fileSystem, "aws_efs_file_system") !== undefined;
}

/** Whether a volume states its type. */
function hasKind(graph: Graph, { body }: KubernetesObject): boolean {
  const spec = graph.follow(at(graph, body, "spec"));
  return (
    spec.kind === "object" &&
    [...spec.entries].some(([name, value]) => isVolumeKind(name) && !isNull(graph.follow(value)))
  );
}

/** `ENABLED` unless the volume disables it; the driver always uses TLS for an access point. */
export function encryption(graph: Graph, { volume }: Claim): Value {
  if (!volume || !isNull(handleOf(graph, volume).accessPoint)) return literal("ENABLED");
  const encrypts = encryptsInTransit(graph, volume);
  if (encrypts === undefined) return at(graph, volume.body, "spec", "csi", "volumeAttributes", "encryptInTransit");
  return literal(encrypts ? "ENABLED" : "DISABLED");
}

/** Whether `iam` is among the mount options of the volume. */
export function mountsWithIam(graph: Graph, { volume }: Claim): Value {
  const options = volume ? graph.items(at(graph, volume.body, "spec", "mountOptions")) : undefined;
  if (options?.unknownRest) return options.unknownRest;
  return literal(options?.items.some((option) => graph.text(option)?.toLowerCase() === "iam") ? "ENABLED" : "DISABLED");
}

/** The directory of a volume without an access point, from its handle or the attribute `path`. */
export function rootDirectoryOf(graph: Graph, { volume }: Claim): Value {
  if (!volume) return NULL;
  const { path, accessPoint } = handleOf(graph, volume);
  if (!isNull(accessPoint)) return NULL;
  if (path !== undefined) return literal(path.startsWith("/") ? path : `/${path}`);
  return at(graph, volume.body, "spec", "csi", "volumeAttributes", "path");
}
