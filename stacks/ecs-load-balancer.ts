import { type TerraformProvider } from "cdktf";

import { type EcsService, type ListenerRule, type LoadBalancer, type Organization } from "../config/organization";
import { isRange } from "../config/schema/primitives";
import { listenerPorts } from "../modules/ecs/load-balancer";
import { type ServiceProps } from "../modules/ecs/service";
import { isDualStack } from "./dual-stack";
import { rangeId } from "./ecs-clients";
import { mountableZones } from "./mountable-zones";
import { type StackOutputs } from "./stack-outputs";

/** The settings of a service's load balancer, from the file. */
export function ecsLoadBalancer(
  organization: Organization,
  vpcName: string,
  vpc: StackOutputs<"vpc">,
  service: EcsService,
  settings: LoadBalancer,
  zoneProvider: (roleArn: string) => TerraformProvider,
): NonNullable<ServiceProps["loadBalancer"]> {
  const { containerName, containerPort } = answering(service, settings);
  const zones = mountableZones(organization, vpcName, []);
  const subnets = settings.scheme === "public" ? "public_subnet_ids" : "private_subnet_ids";
  const dualStack = settings.scheme === "public" && isDualStack(organization, vpcName);
  return {
    type: settings.type,
    scheme: settings.scheme,
    subnetIds: zones.map((zone) => vpc.get(subnets, zone)),
    dualStack,
    allowFrom: allowed(settings, vpc, dualStack),
    certificateArn: settings.certificate,
    containerName,
    containerPort,
    healthCheck: settings.healthCheck,
    accessLogs: settings.accessLogs,
    idleTimeoutSeconds: settings.idleTimeoutSeconds,
    deregistrationDelaySeconds: settings.deregistrationDelaySeconds,
    slowStartSeconds: settings.slowStartSeconds,
    deletionProtection: settings.deletionProtection,
    webAclArn: settings.webAcl,
    records: settings.records.map(({ name, zone, role }) => ({
      name,
      zoneId: zone,
      provider: role === undefined ? undefined : zoneProvider(role),
    })),
  };
}

/** The settings of a service's rule of an existing listener, from the file. */
export function ecsListenerRule(
  service: EcsService,
  settings: ListenerRule,
): NonNullable<ServiceProps["listenerRule"]> {
  return {
    ...answering(service, settings),
    listenerArn: settings.listener,
    securityGroupId: settings.securityGroup,
    priority: settings.priority,
    hosts: settings.hosts,
    paths: settings.paths,
    healthCheck: settings.healthCheck,
    deregistrationDelaySeconds: settings.deregistrationDelaySeconds,
    slowStartSeconds: settings.slowStartSeconds,
  };
}

/** The ports of the load balancer's listeners. */
export function balancedPorts(service: EcsService): readonly number[] {
  const { loadBalancer } = service;
  if (!loadBalancer) return [];
  const { containerPort } = answering(service, loadBalancer);
  return Object.values(
    listenerPorts({ type: loadBalancer.type, certificateArn: loadBalancer.certificate, containerPort }),
  );
}

/** The container and port that receive requests: as set, or the only ones. */
function answering(service: EcsService, { container, port }: Pick<LoadBalancer, "container" | "port">) {
  const [name, chosen] =
    Object.entries(service.containers).find(([key, { ports }]) =>
      container === undefined ? ports.length > 0 : key === container,
    ) ?? [];
  const containerPort = port ?? chosen?.ports[0];
  if (name === undefined || containerPort === undefined) {
    throw new Error("a load balancer should have a container with a port to send requests to");
  }
  return { containerName: name, containerPort };
}

function allowed(
  { allowFrom, scheme }: LoadBalancer,
  vpc: StackOutputs<"vpc">,
  dualStack: boolean,
): Record<string, string> {
  // Services and tasks are added as clients after all of them are created.
  if (allowFrom) return Object.fromEntries(allowFrom.filter(isRange).map((cidr) => [rangeId(cidr), cidr]));
  if (scheme !== "public") return { vpc: vpc.get("vpc_cidr") };
  return { anywhere: "0.0.0.0/0", ...(dualStack && { "anywhere-ipv6": "::/0" }) };
}
