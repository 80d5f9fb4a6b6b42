import { endpointServiceName } from "../../../modules/network/endpoint-service-name";

describe("the name of an endpoint's service", () => {
  it.each([
    ["us-east-1", "ecr.api", "com.amazonaws.us-east-1.ecr.api"],
    ["us-gov-west-1", "logs", "com.amazonaws.us-gov-west-1.logs"],
    ["cn-north-1", "ecr.dkr", "cn.com.amazonaws.cn-north-1.ecr.dkr"],
    ["cn-north-1", "sts", "cn.com.amazonaws.cn-north-1.sts"],
    ["cn-northwest-1", "logs", "com.amazonaws.cn-northwest-1.logs"],
    ["cn-northwest-1", "secretsmanager", "com.amazonaws.cn-northwest-1.secretsmanager"],
    ["cn-north-1", "ssmmessages", "com.amazonaws.cn-north-1.ssmmessages"],
    ["cn-north-1", "transcribe", "cn.com.amazonaws.cn-north-1.transcribe.cn"],
  ])("in %s, of %s, is %s", (region, service, name) => {
    expect(endpointServiceName(region, service)).toBe(name);
  });
});
