import { serviceDomainOf } from "./aws";

/** The private hosted zone that stands for the private DNS of a service's interface endpoint. */
export interface EndpointZone {
  /** Such as `dkr.ecr.us-east-1.amazonaws.com`. */
  readonly name: string;
  /** The names that the endpoint answers: the zone's own, or `*.<zone>`. */
  readonly records: readonly string[];
}

/** Services whose private name is `<service>.<region>.<domain>`. */
const namedAlike = new Set([
  ...["athena", "autoscaling", "cloudformation", "ec2", "ec2messages", "ecs", "eks", "elasticfilesystem"],
  ...["elasticloadbalancing", "events", "glue", "kms", "lambda", "logs", "monitoring", "secretsmanager", "sns", "sqs"],
  ...["ssm", "ssmmessages", "states", "sts", "xray"],
]);

/** Services with another private name (EP-01, EP-02; Kinesis developer guides, "VPC endpoints"). */
const namedOtherwise: Readonly<Record<string, string>> = {
  "ecr.api": "api.ecr",
  "ecr.dkr": "dkr.ecr",
  "ecs-agent": "ecs-a",
  "ecs-telemetry": "ecs-t",
  "kinesis-firehose": "firehose",
  "kinesis-streams": "kinesis",
};

/** Registries are `<account>.dkr.ecr.<region>.<domain>` (EP-12). */
const namedBelow = new Set(["ecr.dkr"]);

/** The services whose private names are known here. */
export const namedServices: readonly string[] = [...namedAlike, ...Object.keys(namedOtherwise)].sort();

/** @param service a service's short name, one of `namedServices` */
export function endpointZone(service: string, region: string): EndpointZone {
  const host = namedOtherwise[service] ?? service;
  if (!namedServices.includes(service)) throw new Error(`the private name of service '${service}' is not known`);
  const name = `${host}.${region}.${serviceDomainOf(region)}`;
  return { name, records: [namedBelow.has(service) ? `*.${name}` : name] };
}
