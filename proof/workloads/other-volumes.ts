/**
 * Volumes of a task definition that are not EFS volumes but also mount a file system over the network: S3 Files
 * (ECS-27), and every nested block that the proof does not know. A path on one is never left out.
 */
import { attributeOf } from "../aws/attributes/block";
import { type Graph } from "../graph/graph";
import { NULL, type ObjectValue, type Resource, unknownValue, type Value } from "../graph/model";
import { type EfsVolume } from "./workload";

/** Provider 6.41 and later. */
export const s3Files = "s3files_volume_configuration";

/**
 * Blocks that are never on EFS, or that are read elsewhere. FSx for Windows File Server uses SMB (ECS developer guide,
 * wfsx-volumes.html).
 */
const known = new Set([
  "name",
  "host_path",
  "host",
  "configure_at_launch",
  "efs_volume_configuration",
  "docker_volume_configuration",
  "fsx_windows_file_server_volume_configuration",
]);

/** Undefined for a volume whose nested blocks are all known. */
export function otherVolume(graph: Graph, resource: Resource, block: ObjectValue): EfsVolume | undefined {
  for (const [name, written] of block.entries) {
    if (known.has(name)) continue;
    const value = graph.follow(written);
    // Plans list every type of block; those without items are not set.
    const { items, unknownRest } = value.kind === "list" ? value : { items: [value], unknownRest: undefined };
    const configuration = items.map((item) => graph.follow(item)).find(({ kind }) => kind === "object");
    const isOpen = unknownRest !== undefined || (value.kind === "unknown" && name.endsWith("_configuration"));
    if (configuration || isOpen) return volumeOf(graph, resource, block, name, configuration);
  }
  return undefined;
}

function volumeOf(
  graph: Graph,
  resource: Resource,
  block: ObjectValue,
  kind: string,
  configuration: Value | undefined,
): EfsVolume {
  const name = graph.text(attributeOf(block, "name"));
  const open = unknownValue(`${kind} of volume ${name ?? "?"}`, "the proof does not evaluate this type of volume");
  const at = (attribute: string) =>
    kind === s3Files && configuration ? attributeOf(configuration, attribute) : (NULL as Value);
  return {
    name,
    resource,
    otherKind: kind,
    fileSystem: open,
    rootDirectory: at("root_directory"),
    transitEncryption: NULL,
    transitEncryptionPort: at("transit_encryption_port"),
    accessPoint: at("access_point_arn"),
    iam: NULL,
  };
}
