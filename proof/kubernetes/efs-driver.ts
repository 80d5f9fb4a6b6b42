/**
 * How the EFS driver reads a persistent volume (EKS-07, -14, -15).
 *
 * Source: kubernetes-sigs/aws-efs-csi-driver, pkg/driver/node.go, NodePublishVolume, 2.1. No source states which
 * version Fargate has: behavior that later versions may change is unknown.
 */
import { type Graph } from "../graph/graph";
import { isNull, literal, type Value } from "../graph/model";
import { type RuleId } from "../rules";
import { type ManifestFix, setIn } from "./edit";
import { handleFrom, handleOf } from "./efs-handle";
import { at, type KubernetesObject } from "./object";
import { type Problem } from "./problem";

/** The EFS CSI driver, which is built into Fargate. */
export const efsDriver = "efs.csi.aws.com";

/** Go's strconv.ParseBool. */
const trueWords = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const falseWords = new Set(["0", "f", "F", "FALSE", "false", "False"]);

type Check = (graph: Graph, volume: KubernetesObject, name: string, value: Value) => Iterable<Problem>;

/** By the name in lower case, as the driver compares it. */
const attributes = new Map<string, Check>([
  ["path", absolutePath],
  ["storage.kubernetes.io/csiprovisioneridentity", () => []],
  ["encryptintransit", boolean],
  // Options that change where the driver mounts from; versions before 1.4 refuse them.
  ["mounttargetip", newer],
  ["crossaccount", newer],
  // A parameter of storage classes; no source documents a version that accepts it here.
  ["az", newer],
]);

/** Mount options that don't affect which file system is mounted. */
const harmless =
  /^(?:tls|iam|ro|rw|_netdev|nofail|noresvport|hard|soft|noac|noatime|nodiratime|relatime|nodev|noexec|nosuid|noocsp|ocsp|(?:timeo|retrans|rsize|wsize|accesspoint|actimeo|lookupcache)=.*|(?:nfs)?vers=4(?:\.[01])?|minorversion=[01]|awscredsuri.*)$/;

/** Whether it is a volume of a CSI driver: it has `spec.csi`. */
export function isOfDriver(graph: Graph, volume: KubernetesObject): boolean {
  return !isNull(graph.follow(at(graph, volume.body, "spec", "csi")));
}

export function* driverProblems(graph: Graph, volume: KubernetesObject): Iterable<Problem> {
  const fails = (detail: string, fix?: ManifestFix, rule: RuleId = "EKS-07"): Problem => {
    return { verdict: "fails", rule, resource: volume.address, detail, fix };
  };
  const handle = handleOf(graph, volume);
  const setHandle = (value: Value) => setIn(graph, volume, ["spec", "csi", "volumeHandle"], value);
  if (handle.prefix === "s3files") {
    yield fails(
      "has a volumeHandle of S3 Files, which Fargate does not mount: use an EFS file system",
      undefined,
      "EKS-15",
    );
    return;
  }
  if (handle.prefix !== undefined) {
    const detail = `has a volumeHandle that begins with "efs:", which Fargate refuses: "Expected a file system ID of the form 'fs-...'"`;
    yield fails(detail, setHandle(handleFrom(handle)), "EKS-14");
    return;
  }
  const driver = graph.text(at(graph, volume.body, "spec", "csi", "driver"));
  if (driver !== undefined && driver !== efsDriver) {
    const detail = `is of the CSI driver ${driver}, which mounts no EFS file system on Fargate: ${efsDriver} does`;
    yield fails(detail, setIn(graph, volume, ["spec", "csi", "driver"], literal(efsDriver)));
  }
  if (isNull(handle.fileSystem)) yield fails("has no file system in its volumeHandle");
  if (handle.isMisplaced) {
    const detail = "has the access point where the driver reads a path: fs-…:fsap-… instead of fs-…::fsap-…";
    yield fails(detail, setHandle(handleFrom(handle)));
  }
  if (handle.path !== undefined && !isNull(handle.accessPoint)) {
    const detail = `has the path ${handle.path} between file system and access point, which has a directory of its own`;
    yield fails(detail, setHandle(handleFrom(handle)));
  }
  if (handle.malformed) yield fails(`has the volumeHandle ${handle.malformed}, not fs-…::fsap-…`);
  yield* attributeProblems(graph, volume);
  yield* optionProblems(graph, volume);
  yield* accessModeProblems(graph, volume);
  for (const secret of ["nodePublishSecretRef", "nodeStageSecretRef"]) {
    if (isNull(graph.follow(at(graph, volume.body, "spec", "csi", secret)))) continue;
    yield notKnown(volume, `has ${secret}, a Secret that kubelet must read before it mounts`);
  }
}

function* attributeProblems(graph: Graph, volume: KubernetesObject): Iterable<Problem> {
  const found = graph.follow(at(graph, volume.body, "spec", "csi", "volumeAttributes"));
  if (isNull(found)) return;
  if (found.kind !== "object" || found.unknownRest) yield notKnown(volume, "its volumeAttributes are not all known");
  if (found.kind !== "object") return;
  for (const [name, value] of found.entries) {
    const check = attributes.get(name.toLowerCase());
    if (check) yield* check(graph, volume, name, value);
    else {
      const detail = `has the volume attribute ${name}, which the driver refuses: "Volume context property ${name} not supported."`;
      yield { verdict: "fails", rule: "EKS-07", resource: volume.address, detail, fix: without(graph, volume, name) };
    }
  }
}

function* boolean(graph: Graph, volume: KubernetesObject, name: string, value: Value): Iterable<Problem> {
  const followed = graph.follow(value);
  const text = graph.text(value);
  if (text === undefined) {
    yield notKnown(volume, `${name} is not known`);
    return;
  }
  const isTrue = setIn(graph, volume, ["spec", "csi", "volumeAttributes", name], literal("true"));
  const isText = followed.kind !== "literal" || typeof followed.value === "string";
  if (volume.output && !isText) {
    const detail = `has ${name}: ${text} without quotes, and Kubernetes takes texts as volume attributes: "${text}"`;
    yield { verdict: "fails", rule: "EKS-07", resource: volume.address, detail, fix: isTrue };
  } else if (!trueWords.has(text) && !falseWords.has(text)) {
    const detail = `has ${name} ${JSON.stringify(text)}, which the driver refuses: it must be a boolean value`;
    yield { verdict: "fails", rule: "EKS-07", resource: volume.address, detail, fix: isTrue };
  }
}

function* absolutePath(graph: Graph, volume: KubernetesObject, name: string, value: Value): Iterable<Problem> {
  const text = graph.text(value);
  if (text === undefined) yield notKnown(volume, `its volume attribute ${name} is not known`);
  else if (!text.startsWith("/")) {
    const detail = `has the volume attribute ${name} ${JSON.stringify(text)}, which the driver refuses: it must be an absolute path`;
    yield { verdict: "fails", rule: "EKS-07", resource: volume.address, detail, fix: without(graph, volume, name) };
  }
}

function* newer(_: Graph, volume: KubernetesObject, name: string): Iterable<Problem> {
  yield notKnown(volume, `has the volume attribute ${name}, which not every version of the driver accepts`);
}

function* optionProblems(graph: Graph, volume: KubernetesObject): Iterable<Problem> {
  const { items, unknownRest } = graph.items(at(graph, volume.body, "spec", "mountOptions"));
  const options = items.map((item) => graph.text(item)?.toLowerCase());
  if (unknownRest || options.includes(undefined)) yield notKnown(volume, "its mountOptions are not all known");
  const handle = handleOf(graph, volume);
  for (const option of options) {
    if (option === undefined) continue;
    const problem = (detail: string): Problem => {
      const kept = items.filter((item) => graph.text(item)?.toLowerCase() !== option);
      const fix = setIn(graph, volume, ["spec", "mountOptions"], { kind: "list", items: kept });
      return { verdict: "fails", rule: "EKS-07", resource: volume.address, detail, fix };
    };
    const [, point] = /^accesspoint=(.*)$/.exec(option) ?? [];
    if (point !== undefined && !isNull(handle.accessPoint)) {
      const own = graph.text(handle.accessPoint);
      if (own === undefined)
        yield problem(
          `names access point ${point} in mountOptions, and another in its volumeHandle: the driver refuses conflicting ones`,
        );
      else if (own !== point)
        yield problem(
          `names access point ${point} in mountOptions, and ${own} in its volumeHandle: the driver refuses conflicting ones`,
        );
    }
    if (option === "tls" && encryptsInTransit(graph, volume) === false)
      yield problem(`has the mount option tls, and encryptInTransit is false: the driver refuses both together`);
    if (!harmless.test(option)) {
      yield notKnown(volume, `has the mount option ${option}, and no source says what Fargate's driver does with it`);
    }
  }
}

/** The driver gets the first of a volume's access modes: kubelet, pkg/volume/csi/csi_mounter.go. */
function* accessModeProblems(graph: Graph, volume: KubernetesObject): Iterable<Problem> {
  const [first] = graph.items(at(graph, volume.body, "spec", "accessModes")).items;
  const mode = first && graph.text(first);
  if (mode === "ReadOnlyMany")
    yield notKnown(volume, "has ReadOnlyMany as its first access mode, which not every version of the driver accepts");
  const volumeMode = graph.text(at(graph, volume.body, "spec", "volumeMode"));
  if (volumeMode === "Block") {
    const detail = 'has volumeMode Block, and the driver mounts file systems: "only filesystem volumes are supported"';
    const fix = setIn(graph, volume, ["spec", "volumeMode"], literal("Filesystem"));
    yield { verdict: "fails", rule: "EKS-07", resource: volume.address, detail, fix };
  }
}

/** Whether the volume uses TLS: true unless it is disabled; undefined if that is not known. */
export function encryptsInTransit(graph: Graph, volume: KubernetesObject): boolean | undefined {
  const found = graph.follow(at(graph, volume.body, "spec", "csi", "volumeAttributes"));
  if (found.kind !== "object") return isNull(found) ? true : undefined;
  const entry = [...found.entries].find(([name]) => name.toLowerCase() === "encryptintransit");
  if (!entry) return found.unknownRest ? undefined : true;
  const text = graph.text(entry[1]);
  if (text === undefined) return undefined;
  return falseWords.has(text) ? false : true;
}

/** A copy without the attribute. */
function without(graph: Graph, volume: KubernetesObject, name: string): ManifestFix {
  const found = graph.follow(at(graph, volume.body, "spec", "csi", "volumeAttributes"));
  const entries = new Map(found.kind === "object" ? found.entries : []);
  entries.delete(name);
  return setIn(graph, volume, ["spec", "csi", "volumeAttributes"], { kind: "object", entries });
}

function notKnown({ address }: KubernetesObject, detail: string): Problem {
  const resolveBy = "a volumeHandle fs-…::fsap-… without further attributes and options, as this project makes it";
  return { verdict: "unknown", rule: "EKS-07", resource: address, detail, resolveBy };
}
