/**
 * ECS properties that the file doesn't have, each with the reason: users who convert a task definition look for them.
 * The reason completes the message "unknown property: …".
 */
const reasons: Readonly<Record<string, string>> = {
  dnsServers:
    "ECS doesn't support DNS servers in network mode awsvpc (ECS-08); use dnsCache, or the VPC's resolver rules",
  dnsSearchDomains: "ECS doesn't support search domains in network mode awsvpc (ECS-08)",
  extraHosts: "ECS doesn't support extra hosts in network mode awsvpc (ECS-08)",
  hostname: "ECS doesn't support a host name in network mode awsvpc (ECS-08)",
  links: "containers of a task reach each other at localhost in network mode awsvpc (ECS-08)",
  networkMode: "it is always awsvpc, which Fargate requires (ECS-06)",
  platformVersion: "it is always 1.4.0, which EFS requires (ECS-01)",
  launchType: "platform determines it, and it can't be combined with spot and instances (ECS-16)",
  placementConstraints: "not supported on Fargate; instances get the ones that EFS needs (ECS-16, ECS-18)",
  transitEncryption: "it is always ENABLED, which IAM and access points require (ECS-02)",
  transitEncryptionPort: "ECS picks an unused port (ECS-02)",
  iam: "it is always ENABLED, with the task role (ECS-04)",
  executionRoleArn: "an execution role is created that may read only the images, secrets and logs of the task (ECS-09)",
  taskRoleArn:
    "a task role is created that may mount only the task's volumes; use policies for other permissions (ECS-04)",
  logConfiguration: "logs go to the service's log group (ECS-10), or through logRouter",
};

/** Properties of ECS services that deployments on EKS don't have. */
const reasonsOfPods: Readonly<Record<string, string>> = {
  egress:
    "pods on Fargate have the cluster's security group, which allows all outbound traffic already (EKS-08); for the other end, allow the output cluster_security_group_id in the destination's security group, or name an ECS service in connectTo",
  allowFrom:
    "pods of the cluster can connect to each other already (EKS-08); for other clients, add rules of your own to the security group of the output cluster_security_group_id",
};

/**
 * The reason why an ECS property is not in the file, or nothing.
 *
 * @param known the properties of the mapping that has it
 */
export function withheld(property: string, known: readonly string[]): string | undefined {
  const isPod = known.includes("replicas");
  if (isPod && Object.hasOwn(reasonsOfPods, property)) return reasonsOfPods[property];
  return Object.hasOwn(reasons, property) ? reasons[property] : undefined;
}
