/** Fixes for a volume: its settings, or an access point that creates its directory. */
import { attributeOf, objectOf, referrersOf } from "../aws/attributes/block";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { isNull, literal, NULL, type Resource, type Value } from "../graph/model";
import { labelOf } from "../hcl/snippet";
import { type Fix } from "../hop-answer";
import { type MountPath } from "../workloads/mount-path";
import { type EfsVolume } from "../workloads/workload";
import { addition } from "./addition";

/** One setting of a volume in its task definition. */
export function setInVolume(volume: EfsVolume, attribute: string, value: Value, description: string): Fix[] {
  const settings = settingsOf(volume);
  if (settings === undefined) return [];
  const { resource } = volume;
  return [{ description, changes: [{ kind: "set", resource, attribute: `${settings}.${attribute}`, value }] }];
}

/** The path of the volume's settings in a task definition; undefined if it is not known. */
function settingsOf({ resource, name }: EfsVolume): string | undefined {
  if (resource.type !== "aws_ecs_task_definition" || name === undefined) return undefined;
  const at = resource.blocks("volume").items.findIndex((block) => {
    const found = attributeOf(block, "name");
    return found.kind === "literal" && found.value === name;
  });
  return at < 0 ? undefined : `volume[${at}].efs_volume_configuration`;
}

/** Replaces an access point of another file system by one of this file system. */
export function ownAccessPoint(facts: Facts, { volume, fileSystem }: MountPath): Fix[] {
  if (fileSystem.kind !== "resource") return [];
  const { certain } = referrersOf(facts, "aws_efs_access_point", "file_system_id", fileSystem.resource);
  return certain.flatMap((point) => {
    const description = `mount ${volume.name} of ${volume.resource.address} through ${point.address}`;
    const value: Value = { kind: "reference", to: point.key, attribute: "id" };
    return setInVolume(volume, "authorization_config.access_point_id", value, description);
  });
}

/** Uses the access point's own user, or root. */
export function creationInfo(point: Resource): Fix[] {
  const owner = (name: string) => {
    const value = point.get(`posix_user.${name}`);
    return isNull(value) ? literal(0) : value;
  };
  const info = objectOf({ owner_uid: owner("uid"), owner_gid: owner("gid"), permissions: literal("755") });
  return [
    {
      description: `set creation_info of ${point.address} so that EFS creates its directory`,
      changes: [{ kind: "set", resource: point, attribute: "root_directory.creation_info", value: info }],
    },
  ];
}

/** Adds an access point that creates the directory, and uses it for the volume. */
export function throughAccessPoint(graph: Graph, { volume, fileSystem }: MountPath, directory: string): Fix[] {
  const settings = settingsOf(volume);
  if (fileSystem.kind !== "resource" || settings === undefined) return [];
  const { resource } = fileSystem;
  const creation = objectOf({ owner_uid: literal(0), owner_gid: literal(0), permissions: literal("755") });
  const point = addition(graph, resource, "aws_efs_access_point", labelOf(`${resource.name}_${directory}`), {
    file_system_id: { kind: "reference", to: resource.key, attribute: "id" },
    root_directory: objectOf({ path: literal(directory), creation_info: creation }),
  });
  const set = (attribute: string, value: Value) =>
    ({ kind: "set", resource: volume.resource, attribute: `${settings}.${attribute}`, value }) as const;
  return [
    {
      description: `mount through an access point of ${resource.address} that creates ${directory}`,
      changes: [
        point.change,
        set("root_directory", NULL),
        set("transit_encryption", literal("ENABLED")),
        set("authorization_config.access_point_id", point.get("id")),
      ],
    },
  ];
}
