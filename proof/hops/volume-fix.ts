/** What may turn a volume: its settings, or an access point that makes its directory. */
import { attributeOf, objectOf, referrersOf } from "../aws/block";
import { type Facts } from "../facts";
import { isNull, literal, NULL, type Resource, resourceKey, type Value } from "../graph/model";
import { type Addition } from "../graph/overlay";
import { type MountPath } from "../workloads/mount-path";
import { type EfsVolume } from "../workloads/workload";
import { type Fix } from "./hop";
import { labelOf, referenceTo } from "./snippet";

/** One setting of a volume in its task definition. */
export function setInVolume(
  volume: EfsVolume,
  attribute: string,
  value: Value,
  description: string,
  terraform: string,
): Fix[] {
  const settings = settingsOf(volume);
  if (settings === undefined) return [];
  const { resource } = volume;
  return [
    { description, terraform, changes: [{ kind: "set", resource, attribute: `${settings}.${attribute}`, value }] },
  ];
}

/** Where a task definition keeps the volume's settings; undefined where that is not known. */
function settingsOf({ resource, name }: EfsVolume): string | undefined {
  if (resource.type !== "aws_ecs_task_definition" || name === undefined) return undefined;
  const at = resource.blocks("volume").items.findIndex((block) => {
    const found = attributeOf(block, "name");
    return found.kind === "literal" && found.value === name;
  });
  return at < 0 ? undefined : `volume[${at}].efs_volume_configuration`;
}

/** One of the file system's own access points instead of another's. */
export function ownAccessPoint(facts: Facts, { volume, fileSystem }: MountPath): Fix[] {
  if (fileSystem.kind !== "resource") return [];
  const { certain } = referrersOf(facts, "aws_efs_access_point", "file_system_id", fileSystem.resource);
  return certain.flatMap((point) => {
    const description = `mount ${volume.name} of ${volume.resource.address} through ${point.address}`;
    const value: Value = { kind: "reference", to: point.key, attribute: "id" };
    const terraform = `access_point_id = ${referenceTo(point, "id")}`;
    return setInVolume(volume, "authorization_config.access_point_id", value, description, terraform);
  });
}

/** As the access point's own user, or root. */
export function creationInfo(point: Resource): Fix[] {
  const value = (name: string) => point.get(`posix_user.${name}`);
  const owner = (name: string) => (isNull(value(name)) ? literal(0) : value(name));
  const info = objectOf({ owner_uid: owner("uid"), owner_gid: owner("gid"), permissions: literal("755") });
  return [
    {
      description: `tell ${point.address} how to create its directory`,
      terraform: `creation_info {\n  owner_uid   = 0\n  owner_gid   = 0\n  permissions = "755"\n}`,
      changes: [{ kind: "set", resource: point, attribute: "root_directory.creation_info", value: info }],
    },
  ];
}

/** An access point that makes the directory, and the volume on it. */
export function throughAccessPoint({ volume, fileSystem }: MountPath, directory: string): Fix[] {
  const settings = settingsOf(volume);
  if (fileSystem.kind !== "resource" || settings === undefined) return [];
  const { resource } = fileSystem;
  const name = labelOf(`${resource.name}_${directory}`);
  const creation = objectOf({ owner_uid: literal(0), owner_gid: literal(0), permissions: literal("755") });
  const added: Addition = {
    kind: "add",
    beside: resource,
    type: "aws_efs_access_point",
    name,
    attributes: objectOf({
      file_system_id: { kind: "reference", to: resource.key, attribute: "id" },
      root_directory: objectOf({ path: literal(directory), creation_info: creation }),
    }).entries,
  };
  const address = `aws_efs_access_point.${name}`;
  const point: Value = { kind: "reference", to: addedKey(added), attribute: "id" };
  const set = (attribute: string, value: Value) =>
    ({ kind: "set", resource: volume.resource, attribute: `${settings}.${attribute}`, value }) as const;
  return [
    {
      description: `mount through an access point of ${resource.address} that creates ${directory}`,
      terraform: [
        `resource "aws_efs_access_point" "${name}" {`,
        `  file_system_id = ${referenceTo(resource, "id")}`,
        `  root_directory {`,
        `    path = ${JSON.stringify(directory)}`,
        `    creation_info {`,
        `      owner_uid   = 0`,
        `      owner_gid   = 0`,
        `      permissions = "755"`,
        `    }`,
        `  }`,
        `}`,
        ``,
        `# in efs_volume_configuration, instead of root_directory`,
        `transit_encryption = "ENABLED"`,
        `authorization_config {`,
        `  access_point_id = ${address}.id`,
        `}`,
      ].join("\n"),
      changes: [
        added,
        set("root_directory", NULL),
        set("transit_encryption", literal("ENABLED")),
        set("authorization_config.access_point_id", point),
      ],
    },
  ];
}

function addedKey({ beside, type, name }: Addition) {
  return resourceKey(beside.document.name, `${beside.module ? `${beside.module}.` : ""}${type}.${name}`);
}
