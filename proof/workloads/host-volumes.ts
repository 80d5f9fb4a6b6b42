/**
 * Volumes that the host or a Docker volume driver mounts: they may be on EFS. How they are mounted is not evaluated, so
 * a path on one is unknown and never left out.
 */
import { attributeOf, blocksIn } from "../aws/attributes/block";
import { instanceGroupsOf } from "../aws/ecs/container-instance";
import { plainUserData, userDataOf } from "../aws/ecs/launch-template";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { isNull, type ObjectValue, type Resource, type Unknown, unknownValue, type Value } from "../graph/model";
import { type EcsWorkload, type EfsVolume } from "./workload";

/** Undefined unless the volume's Docker driver mounts NFS or EFS, or may do so. */
export function dockerVolume(graph: Graph, resource: Resource, block: ObjectValue): EfsVolume | undefined {
  const [configuration] = blocksIn(block, "docker_volume_configuration").items;
  if (!configuration) return undefined;
  const driver = attributeOf(configuration, "driver");
  const name = graph.text(driver);
  const options = graph.follow(attributeOf(configuration, "driver_opts"));
  const isLocal = isNull(graph.follow(driver)) || name === "" || name === "local";
  const text = options.kind === "object" ? [...options.entries.values()].map((one) => graph.text(one) ?? "?") : ["?"];
  const hasOptions = !isNull(options);
  const remote = hasOptions && text.some((one) => one === "?" || /nfs|efs|fs-[0-9a-f]{8}/i.test(one));
  if (isLocal && !remote) return undefined;
  if (!isLocal && name !== undefined && !remote && !/efs|nfs|ecs-volume|rexray/i.test(name)) return undefined;
  const what = `docker_volume_configuration of volume ${graph.text(attributeOf(block, "name")) ?? "?"}`;
  return open(
    graph,
    resource,
    block,
    unknownValue(what, `is mounted by Docker's volume driver ${name ?? "local"}, which is not judged`),
  );
}

/** Host paths in a folder where the hosts' user data mounts NFS, or may: user data that is not known, and names EFS. */
export function hostVolumes(facts: Facts, workload: EcsWorkload): readonly EfsVolume[] {
  const { graph } = facts;
  const task = workload.taskDefinition;
  if (!("key" in task) || workload.compute === "fargate") return [];
  const blocks = task.blocks("volume").items.filter((block) => !isNull(graph.follow(attributeOf(block, "host_path"))));
  if (blocks.length === 0) return [];
  const hosts = instanceGroupsOf(facts, workload).groups.map(({ resource }) => resource);
  const mounts = hosts.flatMap((host) => nfsMounts(plainUserData(graph, host)));
  const unread = hosts.find((host) => namesFileSystem(graph, userDataOf(graph, host)));
  return blocks.flatMap((block) => {
    const path = graph.text(attributeOf(block, "host_path"));
    const mount = mounts.find((one) => path === undefined || path === one || path.startsWith(`${one}/`) || one === "/");
    const why =
      mount !== undefined
        ? `is below ${mount}, where the user data of its hosts mounts NFS, which is not judged`
        : unread && !isOfSystem(path)
          ? `may be where the user data of ${unread.address} mounts EFS, which is not judged`
          : undefined;
    return why === undefined ? [] : [open(graph, task, block, unknownValue(`host_path ${path ?? "?"}`, why))];
  });
}

/** Whether a text that is not known contains an attribute of a file system. */
function namesFileSystem(graph: Graph, value: Value): boolean {
  const at = graph.follow(value);
  if (at.kind === "template") return at.parts.some((part) => namesFileSystem(graph, part));
  const keys = at.kind === "unknown" ? at.candidates.map(({ to }) => to) : at.kind === "reference" ? [at.to] : [];
  return keys.some((key) => graph.at(key)?.type.startsWith("aws_efs_"));
}

/** Folders of Linux and of Docker, where nobody mounts a file system for tasks. */
function isOfSystem(path: string | undefined): boolean {
  const folders =
    /^\/(?:$|(?:bin|boot|cgroup|dev|etc|lib|lib64|proc|run|sbin|sys|usr|var\/(?:lib\/docker|log|run))(?:\/|$))/;
  return path !== undefined && folders.test(path);
}

/** Folders that a script mounts with `mount -t efs`, `mount -t nfs4` or fstab. */
function nfsMounts(userData: string): readonly string[] {
  const byCommand = [...userData.matchAll(/\bmount(?:\.efs|\.nfs4?)?\s[^\n;|&]*\s(\/[\w./-]+)\s*(?:["';|&]|$)/gm)]
    .filter(([line]) => /\b(?:efs|nfs4?)\b|fs-[0-9a-f]/.test(line))
    .map(([, folder]) => folder!);
  const byTable = [...userData.matchAll(/\S+:\S*\s+(\/[\w./-]+)\s+(?:efs|nfs4?)\s/g)].map(([, folder]) => folder!);
  return [...byCommand, ...byTable].map((folder) => folder.replace(/\/+$/, "") || "/");
}

function open(graph: Graph, resource: Resource, block: ObjectValue, why: Unknown): EfsVolume {
  const value: Value = why;
  return {
    name: graph.text(attributeOf(block, "name")),
    resource,
    fileSystem: value,
    rootDirectory: value,
    transitEncryption: value,
    transitEncryptionPort: value,
    accessPoint: value,
    iam: value,
  };
}
