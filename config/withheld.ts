/**
 * Properties that ECS has and this file has not, each with the reason: people who come from a task definition look for
 * them. What follows completes "is no property here: …".
 */
const reasons: Readonly<Record<string, string>> = {
  dnsServers: "ECS takes no DNS servers in network mode awsvpc (ECS-08); use dnsCache, or the VPC's resolver rules",
  dnsSearchDomains: "ECS takes no search domains in network mode awsvpc (ECS-08)",
  extraHosts: "ECS takes no extra hosts in network mode awsvpc (ECS-08)",
  hostname: "ECS takes no host name in network mode awsvpc (ECS-08)",
  links: "containers of a task reach each other at localhost in network mode awsvpc (ECS-08)",
  networkMode: "it is always awsvpc, which Fargate needs (ECS-06)",
  platformVersion: "it is always 1.4.0, which EFS needs (ECS-01)",
  launchType: "it follows from platform, and excludes spot and instances (ECS-16)",
  placementConstraints: "Fargate takes none, and instances get those that EFS needs (ECS-16, ECS-18)",
  transitEncryption: "it is always ENABLED, which IAM and access points need (ECS-02)",
  transitEncryptionPort: "ECS picks a free one (ECS-02)",
  iam: "it is always ENABLED, as the task role (ECS-04)",
  executionRoleArn: "one is made, which may read just these images, secrets and logs (ECS-09)",
  taskRoleArn: "one is made, which may mount just these volumes; use policies for what else it needs (ECS-04)",
  logConfiguration: "logs go to a log group of the service (ECS-10), or through logRouter",
};

/** Why a property of ECS is not one of the file's, or nothing. */
export function withheld(property: string): string | undefined {
  return Object.hasOwn(reasons, property) ? reasons[property] : undefined;
}
