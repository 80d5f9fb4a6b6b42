/**
 * The volumes of a pod that are on EFS, or may be: from a claim, a claim template, inline, or over NFS (EKS-06, -15,
 * -16).
 */
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { isNull, type Unknown, unknownValue, type Value } from "../graph/model";
import { type Claim, claimOf, isEfs } from "./claims/claim";
import { efsDriver } from "./efs-driver";
import { type Manifests } from "./manifest-source";
import { fileSystemOf, mayBeEfs } from "./nfs";
import { at, groupOf, type KubernetesObject } from "./object";

export interface PodVolumes {
  /** By the name in the containers' mounts; the replicas of a StatefulSet have one each. */
  readonly volumes: readonly { readonly name: string; readonly claim: Claim }[];
  /** Names of volumes that are known not to be on EFS. */
  readonly otherNames: ReadonlySet<string>;
  /** Set if there may be unknown volumes. */
  readonly unknownRest?: Unknown;
}

export function podVolumes(facts: Facts, all: Manifests, object: KubernetesObject, pod: Value): PodVolumes {
  const { graph } = facts;
  const volumes: { name: string; claim: Claim }[] = [...ofTemplates(facts, all, object)];
  const templates = new Set(volumes.map(({ name }) => name));
  const otherNames = new Set<string>();
  const declared = graph.items(at(graph, pod, "spec", "volumes"));
  let { unknownRest } = declared;
  for (const item of declared.items) {
    const name = graph.text(at(graph, item, "name"));
    if (name === undefined)
      unknownRest ??= unknownValue(`volumes of ${object.address}`, "one has a name that is not known");
    // A claim template's volume replaces the pod's own.
    if (name === undefined || templates.has(name)) continue;
    const claim = volumeOf(facts, all, object, name, item);
    if (claim && (!claim.name || isEfs(graph, all, claim))) volumes.push({ name, claim });
    else otherNames.add(name);
  }
  if (!unknownRest)
    for (const undeclared of undeclaredIn(graph, object, pod, [...templates], declared.items)) volumes.push(undeclared);
  const onEfs = volumes.filter(({ claim }) => claim.name === undefined || isEfs(graph, all, claim));
  for (const { name } of volumes) if (!onEfs.some((one) => one.name === name)) otherNames.add(name);
  return { volumes: onEfs, otherNames, unknownRest };
}

/** A volume that containers mount and nothing declares can be of any type. */
function* undeclaredIn(
  graph: Graph,
  object: KubernetesObject,
  pod: Value,
  templates: readonly string[],
  volumes: readonly Value[],
): Iterable<{ name: string; claim: Claim }> {
  const names = new Set([...templates, ...volumes.map((volume) => graph.text(at(graph, volume, "name")))]);
  for (const list of ["initContainers", "containers"]) {
    for (const container of graph.items(at(graph, pod, "spec", list)).items) {
      for (const mount of graph.items(at(graph, container, "volumeMounts")).items) {
        const name = graph.text(at(graph, mount, "name"));
        if (name === undefined || names.has(name)) continue;
        names.add(name);
        const detail = `a container mounts volume ${JSON.stringify(name)}, which is not declared: the API server refuses it`;
        yield { name, claim: { problems: [{ verdict: "fails", rule: "EKS-07", resource: object.address, detail }] } };
      }
    }
  }
}

/** Undefined for a volume that cannot be on EFS. */
function volumeOf(
  facts: Facts,
  all: Manifests,
  object: KubernetesObject,
  name: string,
  item: Value,
): Claim | undefined {
  const { graph } = facts;
  const has = (...path: string[]) => !isNull(graph.follow(at(graph, item, ...path)));
  if (has("persistentVolumeClaim")) {
    const claimName = at(graph, item, "persistentVolumeClaim", "claimName");
    const text = graph.text(claimName);
    if (text !== undefined) return claimOf(facts, all, object, text);
    return notKnown(object, `volume ${name} has a claim whose name is not known: ${graph.describe(claimName)}`);
  }
  if (has("ephemeral")) {
    const template = at(graph, item, "ephemeral", "volumeClaimTemplate");
    const typed = graph.items(at(graph, item, "ephemeral", "volumeClaimTemplates")).items[0];
    const claimName = `${object.name}${object.kind === "Pod" ? "" : "-*"}-${name}`;
    const found = claimOf(facts, all, object, claimName, claimFrom(graph, object, claimName, typed ?? template));
    // No source states which volume types Fargate's scheduler accepts.
    const detail = `volume ${name} is an ephemeral one, and no source says that Fargate takes it`;
    return { ...found, problems: [...found.problems, doubt(object, detail)] };
  }
  if (has("csi")) return inline(graph, object, name, at(graph, item, "csi", "driver"));
  if (has("nfs")) return overNfs(graph, object, name, at(graph, item, "nfs", "server"));
  return undefined;
}

/** A StatefulSet's claims: `data-web-0` for the first pod of `web`. Its controller creates the missing ones. */
function* ofTemplates(facts: Facts, all: Manifests, object: KubernetesObject) {
  if (object.kind !== "StatefulSet" || groupOf(object) !== "apps") return;
  const { graph } = facts;
  const { items, unknownRest } = graph.items(at(graph, object.body, "spec", "volumeClaimTemplates"));
  const replicas = at(graph, object.body, "spec", "replicas");
  const isUnset = isNull(graph.follow(replicas));
  const count = isUnset ? 1 : Number(graph.text(replicas) ?? Number.NaN);
  const start = Number(graph.text(at(graph, object.body, "spec", "ordinals", "start")) ?? 0);
  for (const item of items) {
    const name = graph.text(at(graph, item, "metadata", "name"));
    if (name === undefined) continue;
    for (let ordinal = start; ordinal < start + Math.max(1, Number.isNaN(count) ? 1 : count); ordinal++) {
      const claimName = `${name}-${object.name}-${ordinal}`;
      const claim = claimOf(facts, all, object, claimName, claimFrom(graph, object, claimName, item));
      if (!Number.isNaN(count)) yield { name, claim };
      else {
        const detail = `how many replicas it has is not known, and each claims a volume by ${name}`;
        yield { name, claim: { ...claim, problems: [...claim.problems, doubt(object, detail)] } };
      }
    }
  }
  if (unknownRest)
    yield { name: "*", claim: notKnown(object, `its volumeClaimTemplates are not known: ${unknownRest.expression}`) };
}

/** The claim that a controller creates from a template, with the object that it creates it for. */
function claimFrom(graph: Graph, object: KubernetesObject, name: string, template: Value): KubernetesObject {
  const { namespace, position, output, resource } = object;
  const address = ["PersistentVolumeClaim", namespace, name].join("/");
  const body = graph.follow(template);
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    name,
    namespace,
    address,
    position,
    output,
    resource,
    body,
  };
}

/**
 * The EFS driver supports persistent volumes only: inline, it gets an id from kubelet, which identifies no file system.
 */
function inline(graph: Graph, object: KubernetesObject, name: string, driver: Value): Claim | undefined {
  const text = graph.text(driver);
  if (text === undefined) return notKnown(object, `volume ${name} is of a CSI driver that is not known`);
  if (text !== efsDriver) return undefined;
  const detail = `volume ${name} is an inline volume of ${efsDriver}, which mounts persistent volumes only`;
  return { problems: [{ verdict: "fails", rule: "EKS-07", resource: object.address, detail }] };
}

/** NFS to a file system's name, or to an address that may be a mount target's. */
function overNfs(graph: Graph, object: KubernetesObject, name: string, server: Value): Claim | undefined {
  if (!mayBeEfs(graph, server)) return undefined;
  const from = graph.text(server) ?? graph.describe(server);
  const detail = `volume ${name} is mounted over NFS from ${from}, and no source says that Fargate takes volumes of nfs`;
  return { problems: [doubt(object, detail)], fileSystem: fileSystemOf(graph, server) ?? server };
}

function doubt({ address }: KubernetesObject, detail: string) {
  const resolveBy = "a PersistentVolume of efs.csi.aws.com and a claim on it, which Fargate takes";
  return { verdict: "unknown", rule: "EKS-07", resource: address, detail, resolveBy } as const;
}

function notKnown(object: KubernetesObject, detail: string): Claim {
  const resolveBy = "the volume as a literal, or the deployed state";
  return { problems: [{ verdict: "unknown", rule: "EKS-07", resource: object.address, detail, resolveBy }] };
}
