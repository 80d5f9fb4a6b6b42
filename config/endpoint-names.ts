import { serviceDomainOf } from "./aws";

/** The private hosted zone that stands for the private DNS of a service's interface endpoint. */
export interface EndpointZone {
  /** Such as `dkr.ecr.us-east-1.amazonaws.com`. */
  readonly name: string;
  /** The names that the endpoint answers: the zone's own, or `*.<zone>`. */
  readonly records: readonly string[];
}

/**
 * Services whose private name is `<service>.<region>.<domain>`: an endpoint's private name is the default name of its
 * service (docs.aws.amazon.com/vpc/latest/userguide/vpce-interface.html), and botocore 1.43.11 has these names in
 * data/endpoints.json, in us-east-1, us-gov-west-1 and cn-north-1. Those of ec2messages and ssmmessages are in
 * docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-prerequisites.html.
 */
const namedAlike = new Set([
  ...["athena", "autoscaling", "cloudformation", "ec2", "ec2messages", "ecs", "eks", "elasticfilesystem"],
  ...["elasticloadbalancing", "events", "glue", "kms", "lambda", "logs", "monitoring", "secretsmanager", "sns", "sqs"],
  ...["ssm", "ssmmessages", "states", "sts", "xray"],
]);

/**
 * Services with another private name. api.ecr, firehose and kinesis are in the same file of botocore; dkr.ecr: EP-12;
 * ecs-a and ecs-t: EP-02, and github.com/aws-samples/aws-secure-environment-accelerator/issues/1052.
 */
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
