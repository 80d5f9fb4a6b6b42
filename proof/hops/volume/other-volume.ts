/** Checks other volumes than EFS volumes, as far as they are documented (ECS-27); the rest is unknown. */
import { type Facts } from "../../facts";
import { isNull } from "../../graph/model";
import { fails, type HopAnswer, unknown, worst } from "../../hop-answer";
import { type MountPath } from "../../workloads/mount-path";
import { s3Files } from "../../workloads/other-volumes";
import { type EcsWorkload } from "../../workloads/workload";

export function otherVolumeAnswer(path: MountPath, facts: Facts): HopAnswer | undefined {
  const { volume, workload } = path;
  const { otherKind: kind } = volume;
  if (kind === undefined) return undefined;
  const name = `volume ${volume.name ?? "?"}`;
  const { address } = volume.resource;
  if (kind !== s3Files || workload.kind !== "ecs") {
    const detail = `${name} is of type ${kind}, which is not judged`;
    return unknown("ECS-27", address, detail, "check manually that its tasks can mount it");
  }
  const detail = `${name} is on Amazon S3 Files, whose mount targets, network and permissions are not judged`;
  const resolveBy =
    "check that on.aws is resolved in AWS, that a mount target is in the task's Availability Zone, and that the task role is allowed to mount it";
  return worst([
    onInstances(facts, workload, name),
    withoutRole(facts, path, name),
    besideAccessPoint(facts, path, name),
    unknown("ECS-27", address, detail, resolveBy),
  ]);
}

/**
 * Fargate and ECS Managed Instances support S3 Files; the EC2 launch type does not (ECS developer guide,
 * s3files-volumes.html).
 */
function onInstances({ graph }: Facts, workload: EcsWorkload, name: string): HopAnswer | undefined {
  if (workload.compute !== "instances") return undefined;
  const isEc2 = workload.capacityProviders.every((provider) => {
    const found = graph.resolve(provider, "aws_ecs_capacity_provider");
    if (found.kind !== "resource") return false;
    const { items, unknownRest } = found.resource.blocks("managed_instances_provider");
    return items.length === 0 && !unknownRest && found.resource.blocks("auto_scaling_group_provider").items.length > 0;
  });
  if (!isEc2) return undefined;
  const detail = `${name} is on Amazon S3 Files, which the EC2 launch type does not support: its tasks fail to start. Use launch type FARGATE`;
  return fails("ECS-27", workload.address, detail);
}

/** "Your task definition must include a Task IAM Role" (ECS API reference, S3FilesVolumeConfiguration). */
function withoutRole({ graph }: Facts, { workload, volume }: MountPath, name: string): HopAnswer | undefined {
  const value = graph.follow(workload.role);
  const isUnset = isNull(value) || graph.text(value) === "";
  if (!isUnset) return undefined;
  const detail = `${name} is on Amazon S3 Files, and ${volume.resource.address} has no task_role_arn, which S3 Files requires. Set task_role_arn`;
  return fails("ECS-27", volume.resource.address, detail);
}

/** The root directory "must either be omitted or set to /" (ECS API reference, S3FilesVolumeConfiguration). */
function besideAccessPoint({ graph }: Facts, { volume }: MountPath, name: string): HopAnswer | undefined {
  const root = graph.text(volume.rootDirectory);
  const point = graph.follow(volume.accessPoint);
  if (root === undefined || root === "" || root === "/") return undefined;
  if (isNull(point) || graph.text(point) === "") return undefined;
  const detail = `${name} has an S3 Files access point, so its root_directory must be "/", not ${JSON.stringify(root)}`;
  return fails("ECS-27", volume.resource.address, detail);
}
