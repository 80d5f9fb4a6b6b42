import { endpointZoneName } from "../../../proof/dns/endpoint-zone";

it.each([
  ["ecr.api", "us-east-1", "api.ecr.us-east-1.amazonaws.com"],
  ["ecr.dkr", "us-east-1", "dkr.ecr.us-east-1.amazonaws.com"],
  ["logs", "us-east-1", "logs.us-east-1.amazonaws.com"],
  ["ecs-agent", "us-east-1", "ecs-a.us-east-1.amazonaws.com"],
  ["ecs-telemetry", "us-east-1", "ecs-t.us-east-1.amazonaws.com"],
  ["eks-auth", "eu-central-1", "eks-auth.eu-central-1.api.aws"],
  ["sts", "us-gov-west-1", "sts.us-gov-west-1.amazonaws.com"],
  ["logs", "cn-north-1", "logs.cn-north-1.amazonaws.com.cn"],
  ["ecr.api", "cn-north-1", "api.ecr.cn-north-1.amazonaws.com.cn"],
])("an endpoint for %s in %s creates the zone %s", (service, region, zone) => {
  expect(endpointZoneName(service, region)).toBe(zone);
});

it.each(["vpce.us-east-1.vpce-svc-0123", "", "Logs", "a..b"])(
  "the zone of %j is not known, since it is not an AWS service",
  (service) => {
    expect(endpointZoneName(service, "us-east-1")).toBeUndefined();
  },
);
