/** Every workload × mounted volume × task subnet. */
import { zoneName } from "../aws/network/availability-zone";
import { describeResolution, subnetOf } from "../aws/network/subnet";
import { type Facts } from "../facts";
import { NULL, type Unknown, unknownValue, type Value } from "../graph/model";
import { workloadReaders, workloads } from "./index";
import { type MountPath } from "./mount-path";
import { type Container, type EfsVolume, type MountPoint, type Workload } from "./workload";

/** @param only the id of the one workload to return. @default all, which are read once */
export function mountPaths(facts: Facts, only?: string): readonly MountPath[] {
  if (only === undefined) return facts.once(allPaths);
  return workloadReaders.flatMap((reader) =>
    [...reader.read(facts, only)].flatMap((workload) => [...pathsOf(facts, workload)]),
  );
}

function allPaths(facts: Facts): readonly MountPath[] {
  return facts.once(workloads).flatMap((workload) => [...pathsOf(facts, workload)]);
}

/** The workload in each of its subnets, as a path of a volume that is not known. */
export function pathsBySubnet(facts: Facts, workload: Workload): readonly MountPath[] {
  const volume = unknownVolume(workload, unknownValue("volume", "no volume is asked for"));
  const taken = new Map<string, number>();
  return subnetsOf(workload).map((subnet) => pathOf(facts, workload, { volume }, subnet, taken));
}

interface Mounted {
  readonly volume: EfsVolume;
  readonly container?: Container;
  readonly mountPoint?: MountPoint;
}

function* pathsOf(facts: Facts, workload: Workload): Iterable<MountPath> {
  const mounts = [...mountsOf(facts, workload)];
  if (mounts.length === 0) return;
  const subnets = subnetsOf(workload);
  const taken = new Map<string, number>();
  for (const mounted of mounts) {
    for (const subnet of subnets) yield pathOf(facts, workload, mounted, subnet, taken);
  }
}

function subnetsOf({ subnets: { items, unknownRest } }: Workload): readonly Value[] {
  const subnets: Value[] = [...items];
  if (unknownRest) subnets.push(unknownRest);
  if (subnets.length === 0) subnets.push(unknownValue("subnets", "no subnet is set"));
  return subnets;
}

/** Which volumes are mounted where; a volume counts as mounted if that is not known. */
function* mountsOf(facts: Facts, workload: Workload): Iterable<Mounted> {
  const seen = new Set<EfsVolume>();
  const open = workload.otherContainers ?? workload.containers.find((one) => one.otherMountPoints)?.otherMountPoints;
  for (const container of workload.containers) {
    for (const mountPoint of container.mountPoints) {
      const name = facts.graph.text(mountPoint.volume);
      const volumes = workload.volumes.filter(
        (volume) => name === undefined || volume.name === undefined || volume.name === name,
      );
      for (const volume of volumes) {
        seen.add(volume);
        yield { volume, container, mountPoint };
      }
      if (volumes.length > 0 || workload.otherNames?.has(name ?? "")) continue;
      // If no volume declares it, AWS refuses the whole definition, so one path is enough to report it.
      const volume = workload.otherVolumes ? unknownVolume(workload, workload.otherVolumes) : workload.volumes[0];
      if (volume) yield { volume, container, mountPoint };
    }
  }
  // A pod's claims are bound before it starts, whether mounted or not.
  if (!open && workload.kind === "eks") for (const volume of workload.volumes) if (!seen.has(volume)) yield { volume };
  if (!open) return;
  for (const volume of workload.volumes) if (!seen.has(volume)) yield { volume };
  if (workload.otherVolumes) yield { volume: unknownVolume(workload, workload.otherVolumes) };
}

/** A volume that may be on EFS. */
function unknownVolume(workload: Workload, why: Unknown): EfsVolume {
  const resource = workload.kind === "ecs" && "key" in workload.taskDefinition ? workload.taskDefinition : undefined;
  return {
    name: undefined,
    resource: resource ?? workload.resource,
    fileSystem: why,
    rootDirectory: why,
    transitEncryption: why,
    transitEncryptionPort: why,
    accessPoint: why,
    iam: why,
  };
}

function pathOf(
  facts: Facts,
  workload: Workload,
  { volume, container, mountPoint }: Mounted,
  subnetValue: Value,
  taken: Map<string, number>,
): MountPath {
  const { graph } = facts;
  const subnet = subnetOf(facts, subnetValue);
  const fileSystem = graph.resolve(volume.fileSystem, "aws_efs_file_system", volume.resource);
  const names = {
    container: container?.name ?? unknownName(workload.otherContainers, "container definitions"),
    mountPath: mountPathOf(facts, mountPoint),
    fileSystem: describeResolution(graph, fileSystem),
    subnet: subnet.name,
    availabilityZone: zoneName(graph, subnet.zone),
  };
  const mountId = `${workload.id} ${names.container} ${names.mountPath} ${volume.name ?? ""} ${volume.claim?.name ?? ""}`;
  const key = `${mountId} ${names.subnet}`;
  const times = taken.get(key) ?? 0;
  taken.set(key, times + 1);
  return {
    id: times ? `${key} ${times}` : key,
    mountId,
    workload,
    volume,
    container,
    mountPoint,
    fileSystem,
    subnet: subnet.resolution,
    zone: subnet.zone,
    names,
  };
}

function mountPathOf({ graph }: Facts, mountPoint: MountPoint | undefined): string {
  const value = graph.follow(mountPoint?.containerPath ?? NULL);
  return graph.text(value) ?? unknownName(value);
}

function unknownName(value?: Value, fallback = "not known"): string {
  return value?.kind === "unknown" ? `unknown (${value.expression})` : `unknown (${fallback})`;
}
