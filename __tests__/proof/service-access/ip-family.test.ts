import { graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { mountingStack } from "../../support/mounting-stack";

type Json = Record<string, unknown>;

/** The network hop of a stack that mounts, with a subnet and a mount target changed. */
function network(subnet: Json, target: Json = {}) {
  const { provider, resource } = mountingStack();
  Object.assign(resource["aws_subnet"]!["a"]!, subnet);
  Object.assign(resource["aws_efs_mount_target"]!["a"]!, target);
  const { hops } = prove(graphOfStacks({ web: { provider, resource } })).paths[0]!;
  const { verdict, rule, resource: decides, detail, settle } = hops.find(({ hop }) => hop === "network")!;
  return { verdict, rule, resource: decides, detail, settle };
}

const block = { ipv6_cidr_block: "2001:db8:0:1::/64" };

test.each<[string, Json, Json]>([
  ["IPv4 alone, as a subnet and a mount target come", {}, {}],
  ["IPv6 addresses of the tasks besides", { ...block, assign_ipv6_address_on_creation: true }, {}],
  ["DNS64 where tasks have no IPv6 addresses", { enable_dns64: true }, {}],
  ["a mount target with both, and tasks with IPv4 alone", {}, { ip_address_type: "DUAL_STACK" }],
])("passes with %s", (_name, subnet, target) => {
  expect(network(subnet, target).verdict).toBe("passes");
});

test("is unknown for DNS64 with IPv6-only tasks", () => {
  expect(network({ ...block, enable_dns64: true })).toEqual({
    verdict: "unknown",
    rule: "EFS-11",
    resource: "aws_subnet.a",
    detail:
      "aws_subnet.a has DNS64, which sends traffic of tasks with IPv6 addresses to a NAT gateway instead of aws_efs_mount_target.a",
    settle: "enable_dns64 = false on aws_subnet.a, or no IPv6 addresses there",
  });
});

test("is unknown for IPv6-only tasks", () => {
  expect(network({ ipv6_native: true, ...block })).toEqual({
    verdict: "unknown",
    rule: "EFS-11",
    resource: "aws_subnet.a",
    detail: "aws_subnet.a has only IPv6 addresses, but aws_efs_mount_target.a has only an IPv4 address",
    settle: "ipv6_native = false on aws_subnet.a: AWS does not document whether Fargate can mount EFS over IPv6 only",
  });
});

test("is unknown for IPv6 rules if task and mount target both have IPv6", () => {
  expect(network(block, { ip_address_type: "DUAL_STACK" })).toEqual({
    verdict: "unknown",
    rule: "EFS-11",
    resource: "aws_efs_mount_target.a",
    detail: "also has IPv6 addresses, and tasks in aws_subnet.a may have them: rules for IPv6 are not judged",
    settle: 'ip_address_type = "IPV4_ONLY" on aws_efs_mount_target.a, or no IPv6 addresses in aws_subnet.a',
  });
});

test.each([
  ["IPV6_ONLY", "has only IPv6 addresses"],
  ["${var.type}", "its ip_address_type is not known"],
])("is unknown for a mount target with ip_address_type %s", (type, detail) => {
  expect(network({}, { ip_address_type: type })).toMatchObject({ verdict: "unknown", rule: "EFS-11", detail });
});

test("is unknown for DNS64 of a subnet whose attributes are in a variable", () => {
  expect(network({ ...block, enable_dns64: "${var.dns64}" })).toMatchObject({
    verdict: "unknown",
    detail:
      "aws_subnet.a may have DNS64, which sends traffic of tasks with IPv6 addresses to a NAT gateway instead of aws_efs_mount_target.a",
  });
});
