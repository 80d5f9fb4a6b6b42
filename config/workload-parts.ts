import type * as z from "zod";

import { type Draft, entries, has, type Partly } from "./draft";
import { type Path } from "./errors";
import { once } from "./once";
import { type EcsService } from "./organization";
import type { environmentFiles } from "./schema/environment-files";
import { type WrittenFileSystem, type WrittenVpc } from "./vpc-parts";

/** The workloads of a draft and their parts, as several checks need them, each with its path in the file. */

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
export type WrittenMount = NonNullable<NonNullable<WrittenContainer["mounts"]>[string]>;

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
