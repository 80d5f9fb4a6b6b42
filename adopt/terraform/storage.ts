/** File systems, mount targets and access points in states and plans. */
import { merged, type Observed } from "../observed";
import { blocks, idOf, labelsOf, text, texts } from "./attributes";
import { type TerraformResource } from "./resources";

export function fileSystemsIn(
  resources: readonly TerraformResource[],
): Pick<Observed, "fileSystems" | "mountTargets" | "accessPoints"> {
  return {
    fileSystems: merged(resources.flatMap(fileSystems)),
    mountTargets: merged(resources.flatMap(mountTargets)),
    accessPoints: merged(resources.flatMap(accessPoints)),
  };
}

function fileSystems(resource: TerraformResource): Observed["fileSystems"] {
  const { type, values } = resource;
  const id = type === "aws_efs_file_system" ? idOf("fs", values["id"]) : undefined;
  return id === undefined ? [] : [{ id, ...labelsOf(resource), zone: text(values, "availability_zone_name") }];
}

function mountTargets(resource: TerraformResource): Observed["mountTargets"] {
  const { type, values } = resource;
  if (type !== "aws_efs_mount_target") return [];
  const [id, fileSystem, subnet] = [
    idOf("fsmt", values["id"]),
    idOf("fs", values["file_system_id"]),
    idOf("subnet", values["subnet_id"]),
  ];
  if (id === undefined || fileSystem === undefined || subnet === undefined) return [];
  const zone = text(values, "availability_zone_name");
  return [{ id, fileSystem, subnet, zone, securityGroups: texts(values, "security_groups") }];
}

function accessPoints(resource: TerraformResource): Observed["accessPoints"] {
  const { type, values } = resource;
  const [id, fileSystem] = [idOf("fsap", values["id"]), idOf("fs", values["file_system_id"])];
  if (type !== "aws_efs_access_point" || id === undefined || fileSystem === undefined) return [];
  return [{ id, fileSystem, path: text(blocks(values, "root_directory")[0], "path") }];
}
