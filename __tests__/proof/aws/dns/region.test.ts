import { allVpcs } from "../../../../proof/aws/dns/vpc-dns";
import { registryOf } from "../../../../proof/aws/ecr/image";
import { autodefinedRules } from "../../../../proof/dns/autodefined";
import { type VpcDns } from "../../../../proof/dns/vpc-dns";
import { Facts } from "../../../../proof/facts";
import { literal } from "../../../../proof/graph/model";
import { graphOfStacks } from "../../../../proof/graph/read";
import { endpointServiceOf, regionOfZone } from "../../../../proof/partitions";

type Json = Record<string, unknown>;

const vpc_id = "${aws_vpc.apps.id}";

/** The Region of the only VPC, without a provider's Region. */
function regionIn(resource: Record<string, Json>): unknown {
  const vpc = { aws_vpc: { apps: { cidr_block: "10.10.0.0/16" } } };
  return allVpcs(new Facts(graphOfStacks({ apps: { resource: { ...vpc, ...resource } } } as never)))[0]!.region;
}

describe("the Region of a VPC without a Region in its provider", () => {
  test("is not known without other information", () => {
    expect(regionIn({})).toEqual({ unknown: "the region of the provider of aws_vpc.apps" });
  });

  test("is that of its subnets' zones", () => {
    expect(regionIn({ aws_subnet: { a: { vpc_id, availability_zone: "eu-west-1a" } } })).toBe("eu-west-1");
    expect(regionIn({ aws_subnet: { a: { vpc_id, availability_zone: "us-west-2-lax-1a" } } })).toHaveProperty(
      "unknown",
    );
    expect(regionIn({ aws_subnet: { a: { vpc_id: "vpc-1", availability_zone: "eu-west-1a" } } })).toHaveProperty(
      "unknown",
    );
  });

  test("is that of its endpoints' services, unless they name another", () => {
    const endpoint = { vpc_id, service_name: "com.amazonaws.eu-west-1.logs" };
    expect(regionIn({ aws_vpc_endpoint: { logs: endpoint } })).toBe("eu-west-1");
    expect(regionIn({ aws_vpc_endpoint: { logs: { ...endpoint, service_region: "eu-west-1" } } })).toHaveProperty(
      "unknown",
    );
  });

  test("is that of its ARN", () => {
    const arn = "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1";
    expect(regionIn({ aws_vpc: { apps: { arn } } })).toBe("eu-west-1");
  });
});

test.each([
  ["com.amazonaws.us-east-1.ecr.api", "us-east-1", "ecr.api"],
  ["cn.com.amazonaws.cn-north-1.ecr.api", "cn-north-1", "ecr.api"],
  ["eu.amazonaws.eusc-de-east-1.ecr.dkr", "eusc-de-east-1", "ecr.dkr"],
  ["com.amazonaws.eusc-de-east-1.ecs", "eusc-de-east-1", "ecs"],
  ["gov.ic.c2s.us-iso-east-1.ecr.api", "us-iso-east-1", "ecr.api"],
  ["gov.sgov.sc2s.us-isob-east-1.logs", "us-isob-east-1", "logs"],
  ["com.amazonaws.s3-global.accesspoint", undefined, "s3-global.accesspoint"],
])("%s is a service of %s", (name, region, service) => {
  expect(endpointServiceOf(name)).toEqual({ region, service });
});

test("a name of another kind is not a service", () => {
  expect(endpointServiceOf("com.example.us-east-1.logs")).toBeUndefined();
});

test("zone names contain their Region, except for Local Zones", () => {
  expect(["eusc-de-east-1b", "us-gov-west-1a", "us-west-2-lax-1a", "use1-az1"].map(regionOfZone)).toEqual([
    "eusc-de-east-1",
    "us-gov-west-1",
    undefined,
    undefined,
  ]);
});

test.each([
  ["us-east-1", "amazonaws.com", "ecr"],
  ["cn-north-1", "amazonaws.com.cn", "ecr"],
  ["eusc-de-east-1", "amazonaws.eu", "ecr"],
  ["us-iso-east-1", "c2s.ic.gov", "ecr"],
  ["us-east-1", "example.com", "public"],
])("an image's registry in %s under %s is %s", (region, suffix, kind) => {
  const image = literal(`111122223333.dkr.ecr.${region}.${suffix}/web:1`);
  expect(registryOf(new Facts(graphOfStacks({})), image)).toMatchObject(kind === "ecr" ? { kind, region } : { kind });
});

test("public host names depend on the partition", () => {
  const at = (region: string, name: string) =>
    autodefinedRules({ region, dnsHostnames: true, cidrBlocks: [] } as unknown as VpcDns, name).map(
      ({ domain }) => domain,
    );
  expect(at("cn-north-1", "ec2-1.cn-north-1.compute.amazonaws.com.cn")).toEqual([
    "cn-north-1.compute.amazonaws.com.cn",
  ]);
  expect(at("us-east-1", "ec2-1.us-east-1.compute.amazonaws.com.cn")).toEqual([]);
});
