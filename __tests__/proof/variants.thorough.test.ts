import { graphOfStacks } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { synthFile } from "../support/synth";
import { variants } from "../support/variants";

/** What the JSON alone can't tell of a healthy file, by variant: the hops that stay open, and must say what settles them. */
const open: Readonly<Record<string, readonly string[]>> = {
  // Which other rules the VPC has, and the ranges of its subnets, only its owner's state or AWS knows.
  "adopted workload VPC": ["fargate-profile", "image", "logs", "resolver"],
  "adopted workload VPC with endpoints, and DHCP options replaced": ["fargate-profile", "image", "logs", "resolver"],
  "an adopted dual-stack VPC": ["image", "logs", "resolver"],
  // The policy of a file system that somebody else manages may deny the mount (EFS-09).
  "existing file systems in a new and an adopted VPC": ["iam"],
  // The rules of existing rule groups are in the owner's state (DNS-23).
  "DNS Firewall rule groups of the network account and of another": ["image", "logs", "resolver"],
  "DNS Firewall through a Route 53 Profile": ["image", "logs", "resolver"],
  // The resources of an existing profile are in its owner's state.
  "an existing Route 53 Profile": ["image", "logs", "resolver"],
  "an existing Route 53 Profile that gets the rules": ["image", "logs", "resolver"],
  // The example's assumptions settle it; the JSON alone does not contain them.
  "examples/adopted-network": ["image", "logs", "resolver"],
  "examples/central-endpoints": ["image", "logs"],
  "examples/central-egress": ["iam", "image", "logs", "network", "resolver"],
  "a Route 53 Profile with the zones of central endpoints": ["image", "logs"],
  // Whether the directory is there, only the file system knows (EFS-07).
  "a directory that nobody makes": ["volume"],
  // Which KMS keys encrypt secrets that are given by ARN, only the state that holds them knows (ECS-22).
  "examples/spot-exec-secrets": ["image"],
  "several VPCs and services": ["image"],
  // The policies of the key, of the bucket and of the cached registry's secret are their owners' (ECS-22, ECS-23).
  "environment files, credentials of a registry and pull-through caches": ["image"],
  // The key's policy decides whether the service may use the key, and it is not in the file (ECS-24).
  "keys, and permissions of the execution role": ["image", "logs"],
  // Whether the servers that "." is forwarded to answer names on the internet, only their owner knows (DNS-01).
  "a NAT gateway per zone and a public image": ["image"],
};

describe.each(Object.entries(variants))("a valid file: %s", (name, file) => {
  const stacks = Object.entries(synthFile(file)).map(([stack, { json }]) => [stack, JSON.parse(json) as object]);
  const { paths, findings } = prove(graphOfStacks(Object.fromEntries(stacks) as Parameters<typeof graphOfStacks>[0]));
  const unsettled = paths.flatMap(({ hops }) => hops).filter(({ verdict }) => verdict !== "passes");

  test("never fails, and mounts if the JSON contains everything", () => {
    expect(paths.length).toBeGreaterThan(0);
    expect([...new Set(unsettled.map(({ hop }) => hop))].sort()).toEqual(open[name] ?? []);
    for (const hop of unsettled) {
      expect(hop).toMatchObject({ verdict: "unknown", settle: expect.stringMatching(/\S/) as unknown });
    }
  });

  test("has no finding", () => {
    expect(findings).toEqual([]);
  });
});

test("of an adopted VPC asks for the range of a subnet, and names what to compare it with", () => {
  const stacks = Object.entries(synthFile(variants["adopted workload VPC"]!)).map(([stack, { json }]) => {
    return [stack, JSON.parse(json) as object];
  });
  const { paths } = prove(graphOfStacks(Object.fromEntries(stacks) as Parameters<typeof graphOfStacks>[0]));
  expect(paths[0]!.hops.find(({ hop }) => hop === "image")).toEqual({
    hop: "image",
    verdict: "unknown",
    rule: "EP-08",
    resource: "aws_security_group.endpoints",
    detail:
      "not known whether inbound tcp/443 from aws_ecs_service.nginx is allowed: whether 10.20.0.0/16 in aws_vpc_security_group_ingress_rule.https covers every address of data.aws_subnet.apps_us-east-1a",
    settle:
      "the IPv4 range (CidrBlock) of data.aws_subnet.apps_us-east-1a: aws ec2 describe-subnets --subnet-ids subnet-0bbbbbbbbbbbbbbb1; 10.20.0.0/16 in aws_vpc_security_group_ingress_rule.https has to cover all of it",
  });
});
