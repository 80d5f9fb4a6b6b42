import type * as z from "zod";

import { type Draft, entries, has, type Partly } from "./draft";
import { type Path } from "./errors";
import { once } from "./once";
import { type EcsService } from "./organization";
import type { environmentFiles } from "./schema/environment-files";

/** Iterates over the parts of a draft that several checks need, each with its path in the file. */

export type WrittenVpc = NonNullable<NonNullable<Draft["workloadVpcs"]>[string]>;
type WithKey<T, Key extends string> = T extends unknown ? (Key extends keyof T ? T : never) : never;
type WrittenNewVpc = WithKey<WrittenVpc, "cidr">;
type WrittenWorkload = NonNullable<NonNullable<Draft["workloads"]>[string]>;
type WrittenEcs = Extract<WrittenWorkload, { readonly services?: unknown }>;
type WrittenEks = Extract<WrittenWorkload, { readonly deployments?: unknown }>;
type WrittenService = NonNullable<NonNullable<WrittenEcs["services"]>[string]>;
type WrittenTask = NonNullable<NonNullable<WrittenEcs["tasks"]>[string]>;
type WrittenDeployment = NonNullable<NonNullable<WrittenEks["deployments"]>[string]>;
type WrittenWithContainers = Extract<WrittenService | WrittenTask, { readonly containers?: unknown }>;
type WrittenContainer = Omit<Partly<EcsService["containers"][string]>, "environmentFiles"> & {
  readonly environmentFiles?: Partly<z.input<typeof environmentFiles>>;
};
export type WrittenFileSystem = NonNullable<NonNullable<WrittenVpc["fileSystems"]>[string]>;
type WrittenNewFileSystem = WithKey<WrittenFileSystem, "throughput">;
type WrittenExistingFileSystem = WithKey<WrittenFileSystem, "id">;
export type WrittenMount = NonNullable<NonNullable<WrittenContainer["mounts"]>[string]>;

/** The range of a VPC and its path in the file. */
export interface VpcRange {
  readonly path: Path;
  readonly cidr: string;
  /** Whether subnets are allocated from it. */
  readonly isNew: boolean;
}

/** Whether a VPC is created rather than adopted. */
export function isNewVpc(vpc: WrittenVpc): vpc is WrittenNewVpc {
  return !("vpc" in vpc);
}

/** Whether a file system is created rather than an existing one. */
export function isNewFileSystem(fileSystem: WrittenFileSystem): fileSystem is WrittenNewFileSystem {
  return !("id" in fileSystem);
}

export function isExistingFileSystem(fileSystem: WrittenFileSystem): fileSystem is WrittenExistingFileSystem {
  return "id" in fileSystem;
}

export function vpcRanges(draft: Draft): VpcRange[] {
  const shared = draft.sharedNetwork?.vpc;
  const written = [
    { path: ["sharedNetwork", "vpc", "cidr"], cidr: shared?.cidr, isNew: shared !== undefined && !("id" in shared) },
    ...entries(draft.regions).map(([region, { sharedNetwork }]) => {
      const vpc = sharedNetwork?.vpc;
      const path = ["regions", region, "sharedNetwork", "vpc", "cidr"];
      return { path, cidr: vpc?.cidr, isNew: vpc !== undefined && !("id" in vpc) };
    }),
    ...entries(draft.workloadVpcs).map(([name, vpc]) => {
      const above = ["workloadVpcs", name];
      if (!("vpc" in vpc)) return { path: [...above, "cidr"], cidr: "cidr" in vpc ? vpc.cidr : undefined, isNew: true };
      return { path: [...above, "vpc", "cidr"], cidr: vpc.vpc?.cidr, isNew: false };
    }),
  ];
  return written.filter((range): range is typeof range & { cidr: string } => range.cidr !== undefined);
}

/** A list or mapping of zones: of the shared network, or of a workload VPC. */
export interface ZoneSet {
  readonly path: Path;
  /** `undefined` if the schema refused the list. */
  readonly zones: readonly (string | undefined)[];
  /** Whether the zones are the keys of a mapping. */
  readonly at: "key" | "value";
}

export function sharedZones(draft: Draft): ZoneSet | undefined {
  const vpc = draft.sharedNetwork?.vpc;
  const above = ["sharedNetwork", "vpc"];
  if (vpc === undefined) return undefined;
  if ("subnets" in vpc) return zoneSet([...above, "subnets"], vpc.subnets && Object.keys(vpc.subnets), "key");
  return "availabilityZones" in vpc
    ? zoneSet([...above, "availabilityZones"], vpc.availabilityZones, "value")
    : undefined;
}

export function workloadZones(name: string, vpc: WrittenVpc): ZoneSet | undefined {
  const above = ["workloadVpcs", name];
  if ("vpc" in vpc) {
    const subnets = vpc.vpc?.privateSubnets;
    return zoneSet([...above, "vpc", "privateSubnets"], subnets && Object.keys(subnets), "key");
  }
  return "availabilityZones" in vpc
    ? zoneSet([...above, "availabilityZones"], vpc.availabilityZones, "value")
    : undefined;
}

function zoneSet(path: Path, zones: readonly (string | undefined)[] | undefined, at: "key" | "value") {
  return zones === undefined ? undefined : { path, zones, at };
}

/** The path of a zone in a set. */
export function zonePath(set: ZoneSet, zone: string, index: number): Path {
  return [...set.path, set.at === "key" ? zone : index];
}

/** The path of a part of a workload, and the workload's VPC by name, with its draft. */
interface WorkloadPart {
  readonly path: Path;
  readonly name: string;
  readonly vpcName: string | undefined;
  readonly vpc: WrittenVpc | undefined;
}

/** A part that starts containers on ECS: a service, or a task that runs to completion. */
export interface TaskPart extends WorkloadPart {
  /** The workload that it belongs to. */
  readonly workload: WrittenEcs;
  readonly workloadPath: Path;
  readonly task: WrittenTask | WrittenService;
}

export interface ServicePart extends TaskPart {
  readonly task: WrittenService;
}

export interface EcsPart extends WorkloadPart {
  readonly workload: WrittenEcs;
}

export const ecsWorkloads = once((draft: Draft): readonly EcsPart[] =>
  entries(draft.workloads).flatMap(([name, workload]) =>
    "services" in workload || workload.platform === "ecs-fargate" || workload.platform === "ecs-ec2"
      ? [{ path: ["workloads", name], name, workload: workload as WrittenEcs, ...vpcOf(draft, workload) }]
      : [],
  ),
);

export function servicesOf({ path, workload, vpcName, vpc }: EcsPart): ServicePart[] {
  return entries(workload.services).map(([name, task]) => {
    return { path: [...path, "services", name], name, task, workload, workloadPath: path, vpcName, vpc };
  });
}

/** The services and the tasks of a workload. */
export function tasksOf(part: EcsPart): TaskPart[] {
  const { path, workload, vpcName, vpc } = part;
  const tasks = entries(workload.tasks).map(([name, task]) => {
    return { path: [...path, "tasks", name], name, task, workload, workloadPath: path, vpcName, vpc };
  });
  return [...servicesOf(part), ...tasks];
}

export const ecsServices = once((draft: Draft): readonly ServicePart[] => ecsWorkloads(draft).flatMap(servicesOf));

export const ecsTasks = once((draft: Draft): readonly TaskPart[] => ecsWorkloads(draft).flatMap(tasksOf));

function vpcOf(draft: Draft, { vpc: vpcName }: WrittenWorkload): Pick<WorkloadPart, "vpcName" | "vpc"> {
  const written = vpcName !== undefined && has(draft.workloadVpcs, vpcName) ? draft.workloadVpcs?.[vpcName] : undefined;
  return { vpcName, vpc: written };
}

export interface EksPart extends WorkloadPart {
  readonly workload: WrittenEks;
}

export const eksWorkloads = once((draft: Draft): readonly EksPart[] =>
  entries(draft.workloads).flatMap(([name, workload]) =>
    workload.platform === "eks-fargate"
      ? [{ path: ["workloads", name], name, workload, ...vpcOf(draft, workload) }]
      : [],
  ),
);

export interface DeploymentPart extends WorkloadPart {
  readonly deployment: WrittenDeployment;
}

export function deploymentsOf({ path, workload, vpcName, vpc }: EksPart): DeploymentPart[] {
  return entries(workload.deployments).map(([name, deployment]) => {
    return { path: [...path, "deployments", name], name, deployment, vpcName, vpc };
  });
}

export interface ContainerPart extends WorkloadPart {
  readonly container: WrittenContainer;
  /** Whether its task has a public address. @default false */
  readonly isPublic?: boolean;
}

/** The containers of a service or task: a single container is declared in the service itself. */
export function containersOf({ path, name, task, vpcName, vpc }: TaskPart): ContainerPart[] {
  // The only container keeps the name that it was created with, as in config/schema/ecs-task.ts.
  const only = "formerly" in task && typeof task.formerly === "string" ? task.formerly : name;
  const isPublic = task.assignPublicIp === true;
  if (!hasContainers(task)) return [{ path, name: only, container: task, vpcName, vpc, isPublic }];
  return entries(task.containers).map(([key, container]) => {
    return { path: [...path, "containers", key], name: key, container, vpcName, vpc, isPublic };
  });
}

export function hasContainers(task: TaskPart["task"]): task is WrittenWithContainers {
  return "containers" in task;
}

/** Every container of the file; the container of a deployment is declared in the deployment itself. */
export const containers = once((draft: Draft): readonly ContainerPart[] => {
  const pods = eksWorkloads(draft)
    .flatMap(deploymentsOf)
    .map(({ deployment, ...part }) => ({ ...part, container: deployment }));
  return [...ecsTasks(draft).flatMap(containersOf), ...pods];
});

export interface MountPart extends ContainerPart {
  readonly containerPath: string;
  readonly mount: WrittenMount;
  /** The draft of the file system, if it belongs to the VPC. */
  readonly fileSystem: WrittenFileSystem | undefined;
}

export function mountsOf(part: ContainerPart): MountPart[] {
  return entries(part.container.mounts).map(([containerPath, mount]) => {
    const fileSystems = part.vpc?.fileSystems;
    const name = mount.fileSystem;
    const fileSystem = name !== undefined && has(fileSystems, name) ? fileSystems?.[name] : undefined;
    return { ...part, path: [...part.path, "mounts", containerPath], containerPath, mount, fileSystem };
  });
}

export const mounts = once((draft: Draft): readonly MountPart[] => containers(draft).flatMap(mountsOf));

/** Whether the private subnets of a VPC reach the internet, or may if the schema refused `internet`. */
export function hasWayOut(vpc: WrittenVpc): boolean {
  const owner = "vpc" in vpc ? vpc.vpc : vpc;
  return owner === undefined || ("internet" in owner && owner.internet !== "none");
}

/** Public subnets are created with NAT or on request; those of an adopted VPC are listed. */
export function hasPublicSubnets(vpc: WrittenVpc): boolean {
  if ("vpc" in vpc) return vpc.vpc === undefined || "publicSubnets" in vpc.vpc;
  const { publicSubnets, internet } = Object.fromEntries(entries(vpc as Record<string, unknown>));
  return publicSubnets === true || internet === "nat" || (typeof internet === "object" && internet !== null);
}

/** The mode of a VPC's interface endpoints, and the list of services with its path below the VPC. */
export interface WrittenEndpoints {
  /** `undefined` if the schema refused it. */
  readonly mode: "own" | "central" | "none" | undefined;
  readonly path: Path;
  readonly services: readonly (string | undefined)[] | undefined;
}

export function endpointsOf({ endpoints }: WrittenVpc): WrittenEndpoints {
  const path = ["endpoints"];
  if (endpoints === undefined || typeof endpoints === "string") return { mode: endpoints ?? "own", path, services: [] };
  if (isList(endpoints)) return { mode: "own", path, services: endpoints };
  const { mode, services } = endpoints;
  return { mode: "mode" in endpoints ? mode : "own", path: [...path, "services"], services };
}

/** `Array.isArray` does not narrow read-only lists. */
function isList(value: object): value is readonly (string | undefined)[] {
  return Array.isArray(value);
}

/** Whether a VPC is dual-stack; also true if the schema refused its `ipv6`. */
export function hasIpv6(vpc: WrittenVpc): boolean {
  const owner = "vpc" in vpc ? vpc.vpc : vpc;
  return owner === undefined || ("ipv6" in owner && owner.ipv6 !== false);
}

/** Whether a VPC gets the shared rules and zones through the shared network's Route 53 Profile. */
export function usesProfile(draft: Draft, vpc: WrittenVpc): boolean {
  return draft.sharedNetwork?.dns?.profile === true && vpc.profile !== false;
}

export interface FileSystemPart {
  readonly path: Path;
  readonly fileSystem: WrittenFileSystem;
  readonly vpcName: string;
  readonly vpc: WrittenVpc;
}

export function fileSystems(draft: Draft): FileSystemPart[] {
  return entries(draft.workloadVpcs).flatMap(([vpcName, vpc]) =>
    entries(vpc.fileSystems).map(([name, fileSystem]) => {
      return { path: ["workloadVpcs", vpcName, "fileSystems", name], fileSystem, vpcName, vpc };
    }),
  );
}
