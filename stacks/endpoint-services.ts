import { type EcsService, type Organization } from "../config/organization";
import { parseEcrImage } from "../modules/ecs/image";

/**
 * The interface endpoints that a VPC's workloads and the file's own wishes come to (EP-01): adding an option to a
 * workload adds its endpoints here and nothing else.
 *
 * @returns short service names, such as `ecr.api`, sorted
 */
export function endpointServices(organization: Organization, vpc: string): string[] {
  const services = new Set<string>(organization.workloadVpcs[vpc]?.endpoints);
  for (const workload of Object.values(organization.workloads)) {
    if (workload.vpc !== vpc) continue;
    if (workload.platform === "eks-fargate") {
      for (const name of eksServices) services.add(name);
      continue;
    }
    for (const service of Object.values(workload.services)) {
      for (const name of servicesOf(service)) services.add(name);
    }
  }
  services.delete("s3"); // always there, as a gateway
  return [...services].sort();
}

/**
 * What a cluster with a private endpoint needs (EP-11): `sts` for IRSA, `logs` for the log router. EKS Pod Identity
 * (`eks-auth`), load balancer controllers and autoscalers are not there on Fargate, or are named by hand.
 */
const eksServices = ["ec2", "ecr.api", "ecr.dkr", "eks", "logs", "sts"];

function* servicesOf(service: EcsService): Iterable<string> {
  yield "logs";
  if (service.exec) yield "ssmmessages";
  for (const { image, secrets } of Object.values(service.containers)) {
    if (parseEcrImage(image)) yield* ["ecr.api", "ecr.dkr"];
    for (const arn of Object.values(secrets)) yield arn.split(":")[2] === "ssm" ? "ssm" : "secretsmanager";
  }
}
