import { type EcsService, type EcsTask, type EcsWorkload, type Organization } from "../config/organization";
import { type RegionalOrganization, regionOfVpc } from "../config/regions";
import { parseEcrImage } from "../modules/ecs/image";
import { registryOf } from "./ecs-containers";
import { workloadsOf } from "./workloads-by-vpc";

/**
 * The interface endpoints that are created in a VPC.
 *
 * @returns short service names, such as `ecr.api`, sorted
 */
export function endpointServices(organization: Organization, vpc: string): string[] {
  return organization.workloadVpcs[vpc]?.endpoints.mode === "own" ? neededServices(organization, vpc) : [];
}

/**
 * The services that a VPC reaches through the endpoints in the shared network's VPC; an adopted VPC keeps the endpoints
 * that it has.
 */
export function centralServices(organization: Organization, vpc: string): string[] {
  const settings = organization.workloadVpcs[vpc];
  if (settings?.endpoints.mode !== "central") return [];
  const existing = "vpc" in settings ? settings.vpc.existingEndpoints : [];
  return neededServices(organization, vpc).filter((service) => !existing.includes(service));
}

/** The VPCs of the Region that use central endpoints, with their ranges, and the services that they need together. */
export function centralEndpoints(organization: RegionalOrganization) {
  const users = Object.entries(organization.workloadVpcs)
    .filter(([name]) => regionOfVpc(organization, name) === organization.region)
    .map(([name, vpc]) => ({
      name,
      cidr: "vpc" in vpc ? vpc.vpc.cidr : vpc.cidr,
      services: centralServices(organization, name),
    }))
    .filter(({ services }) => services.length > 0);
  return {
    clients: Object.fromEntries(users.map(({ name, cidr }) => [name, cidr])),
    services: [...new Set(users.flatMap(({ services }) => services))].sort(),
  };
}

/**
 * The services that a VPC needs an interface endpoint for: those of its workloads (EP-01, EP-02), and those that the
 * file lists. A new option of a workload adds the services it needs here.
 */
function neededServices(organization: Organization, vpc: string): string[] {
  const services = new Set<string>(organization.workloadVpcs[vpc]?.endpoints.services);
  for (const workload of workloadsOf(organization, vpc)) {
    if (workload.platform === "eks-fargate") {
      for (const name of eksServices) services.add(name);
      continue;
    }
    for (const name of ofWorkload(organization, workload)) services.add(name);
  }
  services.delete("s3"); // always created, as a gateway endpoint
  return [...services].sort();
}

/**
 * Endpoints that a cluster with a private endpoint needs (EP-11): `sts` for IRSA, `logs` for the log router. EKS Pod
 * Identity (`eks-auth`), load balancer controllers and autoscalers either don't exist on Fargate or are listed in the
 * file.
 */
const eksServices = ["ec2", "ecr.api", "ecr.dkr", "eks", "logs", "sts"];

function* ofWorkload(organization: Organization, workload: EcsWorkload): Iterable<string> {
  const tasks = [...Object.values(workload.services), ...Object.values(workload.tasks)];
  for (const task of tasks) {
    yield* ofTask(organization, workload, task);
    if (task.exec && workload.execAudit?.kmsKeyId) yield "kms";
  }
  if (workload.platform !== "ecs-ec2") return;
  yield* ["ecs", "ecs-agent", "ecs-telemetry"];
  if (Object.values(workload.instances).some(({ resolve }) => resolve === "hosts-file")) yield "elasticfilesystem";
}

function* ofTask(organization: Organization, workload: EcsWorkload, task: EcsService | EcsTask): Iterable<string> {
  yield "logs";
  if (task.exec) yield "ssmmessages";
  const containers = Object.values(task.containers);
  for (const image of imagesOf(organization, workload, task)) {
    if (parseEcrImage(image)) yield* ["ecr.api", "ecr.dkr"];
  }
  const secrets = [
    ...containers.flatMap((container) => Object.values(container.secrets)),
    ...containers.flatMap(({ repositoryCredentials }) => repositoryCredentials ?? []),
    ...Object.values(task.logRouter?.secretOptions ?? {}),
  ];
  for (const arn of secrets) yield arn.split(":")[2] === "ssm" ? "ssm" : "secretsmanager";
}

function* imagesOf(
  organization: Organization,
  { vpc }: EcsWorkload,
  { containers, logRouter, dnsCache }: EcsService | EcsTask,
): Iterable<string> {
  for (const { image, mounts } of Object.values(containers)) {
    yield image;
    for (const { seed } of Object.values(mounts)) if (seed?.image) yield seed.image;
  }
  if (logRouter) yield logRouter.image;
  if (dnsCache) {
    const registry = registryOf(organization, vpc);
    yield dnsCache.image ?? registry + "/coredns";
    yield dnsCache.shellImage ?? registry + "/busybox";
  }
}
