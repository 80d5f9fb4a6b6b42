/** A pod's volume: its claim, the volume that the claim is bound to, and the access point behind it (EKS-06, -07). */
import { objectOf } from "../aws/block";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { isNull, literal, NULL, type Unknown, type Value } from "../graph/model";
import { applyAhead, type ManifestFix, setIn } from "./edit";
import { at, find, type KubernetesObject, type Manifests } from "./manifests";

/** The CSI driver of EFS, which Fargate has built in. */
export const efsDriver = "efs.csi.aws.com";

/** What keeps a claim from being bound, or the volume from being mounted. */
export interface Problem {
  readonly rule: string;
  /** Address of the object at fault. */
  readonly resource: string;
  readonly detail: string;
  readonly fix?: ManifestFix;
}

export interface Claim {
  readonly claim?: KubernetesObject;
  readonly volume?: KubernetesObject;
  readonly problems: readonly Problem[];
  /** Set where what is missing may be among objects that are not known. */
  readonly open?: Unknown;
}

/** What `persistentVolumeClaim.claimName` of a pod comes to. */
export function claimOf({ graph }: Facts, all: Manifests, pod: KubernetesObject, claimName: string): Claim {
  const claim = find(all, "PersistentVolumeClaim", claimName, pod.namespace);
  if (!claim) {
    const detail = `claims PersistentVolumeClaim/${pod.namespace}/${claimName}, which no manifest makes`;
    return { problems: [{ rule: "EKS-07", resource: pod.address, detail }], open: all.others };
  }
  const volume = volumeOf(graph, all, claim);
  if (!volume) {
    const detail = "has no PersistentVolume, and nothing on Fargate makes one";
    const [other] = all.objects.filter(
      (one) => one.kind === "PersistentVolume" && isReservedFor(graph, one, claim) !== false,
    );
    const fix = other && setIn(graph, claim, ["spec", "volumeName"], literal(other.name));
    return { claim, problems: [{ rule: "EKS-06", resource: claim.address, detail, fix }], open: all.others };
  }
  return { claim, volume, problems: [...disagreements(graph, claim, volume), ...lateness(pod, claim, volume)] };
}

/** The one that the claim names, or that names the claim, or the first free one of its class. */
function volumeOf(graph: Graph, all: Manifests, claim: KubernetesObject): KubernetesObject | undefined {
  const named = graph.text(at(graph, claim.body, "spec", "volumeName"));
  if (named !== undefined) return find(all, "PersistentVolume", named);
  const volumes = all.objects.filter(({ kind }) => kind === "PersistentVolume");
  const reserved = volumes.find((volume) => isReservedFor(graph, volume, claim) === true);
  const free = volumes.find(
    (volume) => isReservedFor(graph, volume, claim) === undefined && classOf(graph, volume) === classOf(graph, claim),
  );
  return reserved ?? free;
}

/** Undefined where the volume is anybody's. */
function isReservedFor(graph: Graph, volume: KubernetesObject, claim: KubernetesObject): boolean | undefined {
  const name = graph.text(at(graph, volume.body, "spec", "claimRef", "name"));
  if (name === undefined) return undefined;
  const namespace = graph.text(at(graph, volume.body, "spec", "claimRef", "namespace")) ?? "default";
  return name === claim.name && namespace === claim.namespace;
}

function classOf(graph: Graph, object: KubernetesObject): string {
  return graph.text(at(graph, object.body, "spec", "storageClassName")) ?? "";
}

function* disagreements(graph: Graph, claim: KubernetesObject, volume: KubernetesObject): Iterable<Problem> {
  const problem = (detail: string, object: KubernetesObject, fix?: ManifestFix): Problem => {
    return { rule: "EKS-07", resource: object.address, detail, fix };
  };
  if (isReservedFor(graph, volume, claim) === false) {
    const detail = `is reserved for another claim than ${claim.address}`;
    const claimRef = objectOf({ namespace: literal(claim.namespace), name: literal(claim.name) });
    yield problem(detail, volume, setIn(graph, volume, ["spec", "claimRef"], claimRef));
  }
  const [wanted, given] = [classOf(graph, claim), classOf(graph, volume)];
  if (wanted !== given) {
    const detail = `is of storage class '${wanted}', and ${volume.address} of '${given}'`;
    yield problem(detail, claim, setIn(graph, claim, ["spec", "storageClassName"], literal(given)));
  }
  const [modes, offered] = [claim, volume].map(
    ({ body }) => new Set(graph.items(at(graph, body, "spec", "accessModes")).items.map((mode) => graph.text(mode))),
  ) as [Set<string | undefined>, Set<string | undefined>];
  for (const mode of modes) {
    if (offered.has(mode)) continue;
    const wantedModes = at(graph, claim.body, "spec", "accessModes");
    const detail = `asks for ${mode}, which ${volume.address} does not offer`;
    yield problem(detail, claim, setIn(graph, volume, ["spec", "accessModes"], wantedModes));
  }
  const handle = handleOf(graph, volume);
  if (isNull(handle.fileSystem)) yield problem("has no file system in its volumeHandle", volume);
  if (handle.path !== undefined && !isNull(handle.accessPoint)) {
    const detail = `has the path ${handle.path} between file system and access point, which has a directory of its own`;
    const parts = [handle.fileSystem, literal("::"), handle.accessPoint];
    yield problem(detail, volume, setIn(graph, volume, ["spec", "csi", "volumeHandle"], { kind: "template", parts }));
  }
  if (handle.malformed) yield problem(`has the volumeHandle ${handle.malformed}, not fs-…::fsap-…`, volume);
}

/** Fargate looks once whether a pod's claims are bound, and leaves it pending if not. */
function* lateness(pod: KubernetesObject, claim: KubernetesObject, volume: KubernetesObject): Iterable<Problem> {
  for (const object of [volume, claim]) {
    if (object.position <= pod.position) continue;
    const detail = `is applied after ${pod.address}, whose pods Fargate leaves pending while a claim is not bound`;
    yield { rule: "EKS-07", resource: object.address, detail, fix: applyAhead(object, pod) };
  }
}

export interface Handle {
  readonly fileSystem: Value;
  readonly accessPoint: Value;
  /** Between the two. */
  readonly path?: string;
  /** As written, where it has other than one to three parts or they are no ids. */
  readonly malformed?: string;
}

/** `fs-…::fsap-…`, `fs-…:/path`, `fs-…`, its parts perhaps known only after apply. */
export function handleOf(graph: Graph, volume: KubernetesObject): Handle {
  const written = graph.follow(at(graph, volume.body, "spec", "csi", "volumeHandle"));
  if (written.kind === "unknown") return { fileSystem: fileSystemIn(graph, written) ?? written, accessPoint: written };
  const parts: Value[][] = [[]];
  for (const piece of written.kind === "template" ? written.parts : [written]) {
    if (piece.kind !== "literal") {
      parts[parts.length - 1]?.push(piece);
      continue;
    }
    for (const [index, text] of String(piece.value ?? "")
      .split(":")
      .entries()) {
      if (index > 0) parts.push([]);
      if (text !== "") parts[parts.length - 1]?.push(literal(text));
    }
  }
  const [fileSystem, path, accessPoint] = parts.map((part) => joined(part));
  const isId = (value: Value | undefined, prefix: string) => {
    const text = value === undefined || isNull(value) ? undefined : graph.text(value);
    return text === undefined || text.startsWith(prefix);
  };
  const fits = parts.length <= 3 && isId(fileSystem, "fs-") && isId(accessPoint, "fsap-");
  return {
    fileSystem: fileSystem ?? NULL,
    accessPoint: accessPoint ?? NULL,
    path: path === undefined || isNull(path) ? undefined : (graph.text(path) ?? graph.describe(path)),
    malformed: fits ? undefined : graph.describe(written),
  };
}

/** The handle begins with the file system's id: of the only one that the expression names, if it shows all of itself. */
function fileSystemIn(graph: Graph, { expression, candidates }: Unknown): Value | undefined {
  const isWhole = candidates.length === expression.split(", ").length && !/(?:^|, )(?:local|each)\./.test(expression);
  const named = candidates.filter(({ to }) => graph.at(to)?.type === "aws_efs_file_system");
  const [only] = named;
  return isWhole && named.length === 1 ? { ...only!, attribute: "id" } : undefined;
}

function joined(parts: readonly Value[]): Value {
  if (parts.length > 1) return { kind: "template", parts };
  return parts[0] ?? NULL;
}

/** Whether the volume is one of EFS; unknown drivers count, so that nothing is left out. */
export function isEfs(graph: Graph, { volume }: Claim): boolean {
  if (!volume) return true;
  const driver = at(graph, volume.body, "spec", "csi", "driver");
  const text = graph.text(driver);
  return text === undefined ? !isNull(graph.follow(driver)) : text === efsDriver;
}

/** `ENABLED` unless the volume says otherwise, as the driver has it. */
export function encryption(graph: Graph, { volume }: Claim): Value {
  if (!volume) return literal("ENABLED");
  const written = at(graph, volume.body, "spec", "csi", "volumeAttributes", "encryptInTransit");
  const text = graph.text(written);
  if (text === undefined) return isNull(graph.follow(written)) ? literal("ENABLED") : written;
  return literal(text === "false" ? "DISABLED" : "ENABLED");
}

/** Whether `iam` is among the mount options, of the volume or its class. */
export function mountsWithIam(graph: Graph, { volume }: Claim): Value {
  const options = volume ? graph.items(at(graph, volume.body, "spec", "mountOptions")) : undefined;
  if (options?.rest) return options.rest;
  return literal(options?.items.some((option) => graph.text(option) === "iam") ? "ENABLED" : "DISABLED");
}
