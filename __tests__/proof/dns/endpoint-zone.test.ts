import { endpointZoneName } from "../../../proof/dns/endpoint-zone";

it.each([
  ["com.amazonaws.us-east-1.ecr.api", "api.ecr.us-east-1.amazonaws.com"],
  ["com.amazonaws.us-east-1.ecr.dkr", "dkr.ecr.us-east-1.amazonaws.com"],
  ["com.amazonaws.us-east-1.logs", "logs.us-east-1.amazonaws.com"],
  ["com.amazonaws.us-east-1.ecs-agent", "ecs-a.us-east-1.amazonaws.com"],
  ["com.amazonaws.us-east-1.ecs-telemetry", "ecs-t.us-east-1.amazonaws.com"],
  ["com.amazonaws.eu-central-1.eks-auth", "eks-auth.eu-central-1.api.aws"],
  ["com.amazonaws.us-gov-west-1.sts", "sts.us-gov-west-1.amazonaws.com"],
  ["com.amazonaws.cn-north-1.logs", "logs.cn-north-1.amazonaws.com.cn"],
  ["cn.com.amazonaws.cn-north-1.ecr.api", "api.ecr.cn-north-1.amazonaws.com.cn"],
])("an endpoint for %s makes the zone %s", (service, zone) => {
  expect(endpointZoneName(service)).toBe(zone);
});

it.each(["com.amazonaws.vpce.us-east-1.vpce-svc-0123", "", "logs", "com.amazonaws.us-east-1."])(
  "the zone of %j is not for AWS to tell",
  (service) => {
    expect(endpointZoneName(service)).toBeUndefined();
  },
);
