/** Checks that transit encryption, access point and root directory fit together (ECS-02, ECS-03, EFS-06, EFS-07). */
import { attributeOf, isUnset } from "../../aws/attributes/block";
import { kmsKeyOf, unusable } from "../../aws/kms/key";
import { type Facts } from "../../facts";
import { creationInfo, ownAccessPoint, setInVolume, throughAccessPoint } from "../../fixes/volume-fix";
import { type Graph } from "../../graph/graph";
import { isNull, literal, type Resource, type Value } from "../../graph/model";
import { type Ternary } from "../../graph/ternary";
import { fails, type HopAnswer, passes, unknown, worst } from "../../hop-answer";
import { enableFix } from "../../task-start/secret-key";
import { type MountPath } from "../../workloads/mount-path";
import { type EfsVolume } from "../../workloads/workload";
import { type Hop, sameMount } from "../hop";
import { claimAnswer } from "./claim";
import { manifestVolumeFixes } from "./manifest-volume-fix";
import { otherVolumeAnswer } from "./other-volume";

export const volume: Hop<"volume"> = {
  name: "volume",
  asksForAnyVolume: true,
  sameFor: sameMount,
  evaluate(path: MountPath, facts: Facts) {
    const { volume } = path;
    if (volume.otherKind !== undefined) return worst([undeclared(path, facts), otherVolumeAnswer(path, facts)]);
    const name = volume.name === undefined ? "a volume" : `volume ${volume.name}`;
    const answers = [
      undeclared(path, facts),
      claimAnswer(path),
      known(path, name),
      fileSystemKey(facts, path),
      transitEncryption(facts, volume, name),
      hasAccessPoint(facts.graph, volume) ? accessPoint(facts, path, name) : rootDirectory(facts, path, name),
    ];
    return (
      worst(answers) ??
      passes(
        path.workload.kind === "eks" ? "EKS-07" : "ECS-02",
        volume.resource.address,
        `transit encryption, access point and root directory of ${name} fit together`,
      )
    );
  },
};

/** A disabled key makes the file system unusable (EFS-13). Key policies and AWS managed keys are not checked here. */
function fileSystemKey({ graph }: Facts, { fileSystem }: MountPath): HopAnswer | undefined {
  if (fileSystem.kind !== "resource" || isUnset(graph, fileSystem.resource, "kms_key_id")) return undefined;
  const { resource } = fileSystem;
  const key = kmsKeyOf(graph, resource.get("kms_key_id"), resource);
  const why = key.kind === "customer" ? unusable(graph, key.resource) : undefined;
  if (key.kind !== "customer" || why === undefined) return undefined;
  const detail = `${why}, so ${resource.address}, which it encrypts, stops working`;
  return fails("EFS-13", key.resource.address, detail, enableFix(key.resource));
}

function isSet(graph: Graph, value: Value): boolean {
  return !isNull(graph.follow(value)) && graph.text(value) !== "";
}

function hasAccessPoint(graph: Graph, { accessPoint }: EfsVolume): boolean {
  return isSet(graph, accessPoint);
}

/** ECS refuses to register such a task definition ("Unknown volume"); Kubernetes reports "Not found". */
function undeclared({ mountPoint, volume, workload, container }: MountPath, { graph }: Facts): HopAnswer | undefined {
  const name = mountPoint && graph.text(mountPoint.volume);
  if (name === undefined || volume.name === undefined || name === volume.name) return undefined;
  const declared = workload.volumes.map((one) => JSON.stringify(one.name)).join(", ");
  return fails(
    workload.kind === "eks" ? "EKS-07" : "ECS-02",
    volume.resource.address,
    `container ${container?.name ?? "?"} mounts volume ${JSON.stringify(name)}, which the task definition does not declare; declared volumes: ${declared}`,
  );
}

function known({ fileSystem, volume }: MountPath, name: string): HopAnswer | undefined {
  if (fileSystem.kind !== "unknown") return undefined;
  const detail = `not known which file system ${name} uses: ${fileSystem.why}`;
  return unknown("ECS-02", volume.resource.address, detail, `${fileSystem.expression}, which the deployed state shows`);
}

/** Whether a value is `ENABLED`; the default is not. */
function isEnabled({ graph }: Facts, value: Value): Ternary {
  const text = graph.text(value);
  if (text !== undefined) return text.toUpperCase() === "ENABLED" ? "yes" : "no";
  const at = graph.follow(value);
  return isNull(at) || at.kind === "reference" ? "no" : "unknown";
}

/** IAM, access points and a custom port all require transit encryption. */
function transitEncryption(facts: Facts, volume: EfsVolume, name: string): HopAnswer | undefined {
  const { graph } = facts;
  const encrypted = isEnabled(facts, volume.transitEncryption);
  if (encrypted === "yes") return undefined;
  const askers: readonly (readonly [Ternary, string])[] = [
    [isEnabled(facts, volume.iam), "IAM authorization"],
    [hasAccessPoint(graph, volume) ? "yes" : "no", "an access point"],
    [portOf(graph, volume) ? "yes" : "no", "a port for TLS"],
  ];
  const asker = askers.find(([answer]) => answer === "yes") ?? askers.find(([answer]) => answer === "unknown");
  if (!asker) return undefined;
  const [sure, what] = asker;
  if (encrypted === "unknown" || sure === "unknown") {
    const resolveBy = `transit_encryption of ${name} as a literal, or the deployed state`;
    return unknown(
      "ECS-02",
      volume.resource.address,
      `${name} uses ${what}, which requires transit encryption, but it is not known whether that is on`,
      resolveBy,
    );
  }
  const detail = `${name} uses ${what}, which requires transit encryption, but transit encryption is off`;
  return fails(
    "ECS-02",
    volume.resource.address,
    detail,
    setInVolume(
      volume,
      "transit_encryption",
      literal("ENABLED"),
      `set transit_encryption of ${name} in ${volume.resource.address} to ENABLED`,
    ),
  );
}

function portOf(graph: Graph, { transitEncryptionPort }: EfsVolume): boolean {
  const text = graph.text(transitEncryptionPort);
  return text !== undefined && text !== "" && text !== "0";
}

function accessPoint(facts: Facts, path: MountPath, name: string): HopAnswer | undefined {
  const { graph } = facts;
  const { volume } = path;
  const address = volume.resource.address;
  const root = graph.text(volume.rootDirectory);
  if (root !== undefined && root !== "" && root !== "/") {
    const detail = `${name} has an access point, so its root directory must be "/", not ${JSON.stringify(root)}`;
    const description = `set root_directory of ${name} in ${address} to "/"`;
    return fails("ECS-03", address, detail, setInVolume(volume, "root_directory", literal("/"), description));
  }
  if (
    root === undefined &&
    isSet(graph, volume.rootDirectory) &&
    graph.follow(volume.rootDirectory).kind !== "reference"
  ) {
    const resolveBy = `root_directory of ${name} as a literal, or the deployed state`;
    return unknown(
      "ECS-03",
      address,
      `the root directory of ${name} is not known, and with an access point it must be "/"`,
      resolveBy,
    );
  }
  const found = graph.resolve(volume.accessPoint, "aws_efs_access_point", volume.resource);
  if (found.kind === "unknown") {
    const where = path.workload.kind === "eks" ? "the volumeHandle" : "access_point_id";
    const detail = `not known which access point ${name} uses, if any: ${found.expression}`;
    return unknown("EFS-06", address, detail, `${where} of ${name} as a literal, or the deployed state`);
  }
  if (found.kind !== "resource" || found.resource.type !== "aws_efs_access_point") {
    const resolveBy = `add the plan or state that contains access point ${graph.describe(volume.accessPoint)} as another input`;
    return unknown("EFS-06", address, `the access point of ${name} is not in the input`, resolveBy);
  }
  const same = graph.sameResolved(graph.resolve(graph.get(found.resource, "file_system_id")), path.fileSystem);
  if (same === "no") {
    const detail = `is an access point of another file system, not of ${path.names.fileSystem}`;
    return fails("EFS-06", found.resource.address, detail, ownAccessPoint(facts, path));
  }
  if (same === "unknown" && path.fileSystem.kind !== "unknown") {
    const resolveBy = `file_system_id of ${found.resource.address}`;
    return unknown(
      "EFS-06",
      found.resource.address,
      `not known whether it belongs to ${path.names.fileSystem}`,
      resolveBy,
    );
  }
  return accessPointRoot(facts, path, found.resource);
}

/** The root directory of an access point, which EFS creates on first use if creation_info is set. */
function accessPointRoot({ graph }: Facts, mount: MountPath, point: Resource): HopAnswer | undefined {
  const path = graph.text(graph.get(point, "root_directory.path")) ?? "/";
  if (path.length > 100 || path.split("/").filter(Boolean).length > 4) {
    return fails("EFS-06", point.address, `its path ${path} is longer than 100 characters or four levels`);
  }
  if (path === "/" || point.mode === "data") return undefined;
  const info = graph.get(point, "root_directory.creation_info");
  const permissions = graph.text(attributeOf(info, "permissions"));
  if (!saysHow(graph, info)) {
    if (isNew(mount)) {
      const detail = `EFS does not create ${path} on a new file system: its creation_info is not complete`;
      return fails("EFS-06", point.address, detail, creationInfo(point));
    }
    const resolveBy = `creation_info of ${point.address}, or evidence that the directory ${path} exists`;
    return unknown(
      "EFS-06",
      point.address,
      `has no creation_info for ${path}, so the mount fails if the directory does not exist`,
      resolveBy,
    );
  }
  if (permissions === undefined || isExecutable(graph, point, permissions)) return undefined;
  const detail = `creates ${path} with permissions ${permissions}, which have no execute bit for its own user`;
  return fails("EFS-06", point.address, detail);
}

function isExecutable(graph: Graph, point: Resource, permissions: string): boolean {
  const bits = permissions.slice(-3).split("").map(Number);
  const at = (name: string) => graph.text(graph.get(point, name));
  const uid = at("posix_user.uid");
  if (uid === undefined) return bits.some((digit) => digit % 2 === 1);
  if (uid === at("root_directory.creation_info.owner_uid")) return bits[0]! % 2 === 1;
  const gid = at("posix_user.gid");
  return (gid === at("root_directory.creation_info.owner_gid") ? bits[1]! : bits[2]!) % 2 === 1;
}

function saysHow(graph: Graph, info: Value): boolean {
  return ["owner_uid", "owner_gid", "permissions"].every((name) => {
    const value = graph.follow(attributeOf(info, name));
    return !isNull(value) && value.kind !== "reference";
  });
}

/** A file system that this plan creates is empty. */
function isNew({ fileSystem }: MountPath): boolean {
  if (fileSystem.kind !== "resource") return false;
  return fileSystem.resource.action === "create" || fileSystem.resource.action === "replace";
}

/** Without an access point, EFS does not create the directory. */
function rootDirectory(facts: Facts, path: MountPath, name: string): HopAnswer | undefined {
  const { graph } = facts;
  const { volume } = path;
  const text = graph.text(volume.rootDirectory);
  const value = graph.follow(volume.rootDirectory);
  if (text === "/" || text === "" || isNull(value) || (text === undefined && value.kind === "reference"))
    return undefined;
  const directory = text === undefined ? "an unknown directory" : JSON.stringify(text);
  if (text !== undefined && isNew(path)) {
    const detail = `${name} mounts ${directory} of a new, empty file system, and nothing creates that directory`;
    return fails("EFS-07", volume.resource.address, detail, [
      ...manifestVolumeFixes(path, facts),
      ...throughAccessPoint(graph, path, text),
    ]);
  }
  const resolveBy = `evidence that ${text ?? graph.describe(value)} exists on the file system, or an access point with creation_info`;
  return unknown(
    "EFS-07",
    volume.resource.address,
    `${name} mounts ${directory}, which must exist; nothing in the input creates it`,
    resolveBy,
  );
}
