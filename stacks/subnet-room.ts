import { type EcsService, type EcsTask, type Organization, type Workload } from "../config/organization";
import { homeRegionOf, inRegion, type RegionalOrganization, regionsOf } from "../config/regions";
import { centralEndpoints, endpointServices } from "./endpoint-services";
import { mountableZones } from "./mountable-zones";
import { workloadsOf } from "./workloads-by-vpc";

/** A VPC whose private subnets have fewer addresses than its resources need. */
export interface Crowding {
  /** The path of the VPC's range in the file. */
  readonly path: readonly string[];
  readonly message: string;
  /** Whether AWS refuses to create Terraform's resources; otherwise tasks or pods don't start. */
  readonly refused: boolean;
}

/** AWS reserves the first four addresses of a subnet and the last one. */
const kept = 5;
/** Free addresses that each subnet of a load balancer or a cluster must have at creation. */
const forLoadBalancer = 8;
const forCluster = 6;

/** Checks the VPCs that are created: a zone's subnet is a sixteenth of the range. */
export function crowdedSubnets(organization: Organization): Crowding[] {
  const hubs = regionsOf(organization).flatMap((region) => crowdedHub(inRegion(organization, region)));
  return [...hubs, ...crowdedWorkloadVpcs(organization)];
}

/** The shared network's VPC, whose subnets have the resolver endpoints and the central endpoints. */
function crowdedHub(organization: RegionalOrganization): Crowding[] {
  const { vpc, dns } = organization.sharedNetwork;
  if ("id" in vpc) return [];
  const { prefix, room } = subnetsOf(vpc.cidr);
  const { made, of } = total([
    [centralEndpoints(organization).services.length, "VPC endpoints"],
    [(dns.forward.length > 0 ? 1 : 0) + (dns.inbound ? 1 : 0), "resolver endpoints"],
    [vpc.transitGateway ? 1 : 0, "transit gateway attachments"],
  ]);
  if (made <= room) return [];
  const message = `gives each private subnet ${room} addresses, a /${prefix}, for ${made} (${of}); choose a wider range`;
  const { region } = organization;
  const above = region === homeRegionOf(organization) ? [] : ["regions", region];
  return [{ path: [...above, "sharedNetwork", "vpc", "cidr"], message, refused: true }];
}

function subnetsOf(cidr: string) {
  const prefix = Number(cidr.split("/")[1]) + 4;
  return { prefix, room: 2 ** (32 - prefix) - kept };
}

function crowdedWorkloadVpcs(organization: Organization): Crowding[] {
  return Object.entries(organization.workloadVpcs).flatMap(([name, vpc]) => {
    if ("vpc" in vpc) return [];
    const { prefix, room } = subnetsOf(vpc.cidr);
    const crowded = vpc.availabilityZones
      .map((zone) => needsOf(organization, name, zone))
      .find(({ made, started }) => made + started > room);
    if (!crowded) return [];
    const { made, started, of } = crowded;
    const refused = made > room;
    const what = refused ? `${made} (${of})` : `${made} (${of}) and those of up to ${started} tasks and pods`;
    const message = `gives each private subnet ${room} addresses, a /${prefix}, for ${what}; choose a wider range`;
    return [{ path: ["workloadVpcs", name, "cidr"], message, refused }];
  });
}

/**
 * The addresses that Terraform's resources use in a zone's private subnet, and those of tasks and pods that start
 * later.
 */
function needsOf(organization: Organization, vpcName: string, zone: string) {
  const workloads = workloadsOf(organization, vpcName);
  const fileSystems = Object.keys(organization.workloadVpcs[vpcName]?.fileSystems ?? {});
  const services = workloads.flatMap((workload) => ("services" in workload ? Object.values(workload.services) : []));
  const balancers = services.filter(({ loadBalancer }) => loadBalancer?.scheme === "internal").length;
  const clusters = workloads.filter(({ platform }) => platform === "eks-fargate").length;
  const needs: [number, string][] = [
    [endpointServices(organization, vpcName).length, "VPC endpoints"],
    [
      fileSystems.filter((name) => mountableZones(organization, vpcName, [name]).includes(zone)).length,
      "mount targets",
    ],
    [balancers > 0 ? balancers - 1 + forLoadBalancer : 0, "load balancers"],
    [clusters * forCluster, "EKS clusters"],
  ];
  return {
    ...total(needs),
    started: workloads.reduce((sum, workload) => sum + startedIn(organization, workload, zone), 0),
  };
}

function total(needs: readonly (readonly [count: number, what: string])[]) {
  const taken = needs.filter(([count]) => count > 0);
  return {
    made: taken.reduce((sum, [count]) => sum + count, 0),
    of: taken.map(([count, what]) => `${what}: ${count}`).join(", "),
  };
}

/** The maximum number of tasks, pods and instances, spread evenly over their zones. */
function startedIn(organization: Organization, workload: Workload, zone: string): number {
  const share = (count: number, fileSystems: readonly string[]) => {
    const zones = mountableZones(organization, workload.vpc, fileSystems);
    return zones.includes(zone) ? Math.ceil(count / zones.length) : 0;
  };
  if (workload.platform === "eks-fargate") {
    return Object.values(workload.deployments).reduce((sum, { replicas }) => sum + share(replicas, []), 0);
  }
  const hosts =
    workload.platform === "ecs-ec2" ? Object.values(workload.instances).map(({ max }) => share(max, [])) : [];
  const inPrivate = Object.values(workload.services).filter(({ assignPublicIp }) => !assignPublicIp);
  const services = inPrivate.map((service) =>
    share(Math.max(service.desiredCount, service.scaling?.max ?? 0), mountedBy(service)),
  );
  return [...hosts, ...services].reduce((sum, count) => sum + count, 0);
}

function mountedBy(task: EcsService | EcsTask): string[] {
  return Object.values(task.containers).flatMap(({ mounts }) => Object.values(mounts).map((mount) => mount.fileSystem));
}
