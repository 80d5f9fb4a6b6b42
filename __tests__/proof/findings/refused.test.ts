import { Facts } from "../../../proof/facts";
import { firewallPriorities } from "../../../proof/findings/dns/firewall-priorities";
import { refusedRuleType } from "../../../proof/findings/dns/refused-rule-type";
import { rootOwnedAccessPoint } from "../../../proof/findings/efs/root-owned-access-point";
import { privateDnsBesideZone } from "../../../proof/findings/network/private-dns-beside-zone";
import { graphOfStacks } from "../../../proof/graph/read";

const factsOf = (resource: Record<string, Record<string, unknown>>) =>
  new Facts(graphOfStacks({ stack: { provider: { aws: [{ region: "us-east-1" }] }, resource } }));

describe("refused-rule-type", () => {
  const find = (rule: Record<string, unknown>) => [
    ...refusedRuleType.find(factsOf({ aws_route53_resolver_rule: { r: { domain_name: "corp.example", ...rule } } })),
  ];

  it("ignores a SYSTEM rule, and a FORWARD rule with targets", () => {
    expect(find({ rule_type: "SYSTEM" })).toEqual([]);
    expect(
      find({ rule_type: "FORWARD", resolver_endpoint_id: "rslvr-out-1", target_ip: [{ ip: "10.0.0.2" }] }),
    ).toEqual([]);
  });

  it("reports a RECURSIVE rule", () => {
    expect(find({ rule_type: "RECURSIVE" })).toEqual([
      {
        rule: "DNS-06",
        severity: "error",
        resource: "aws_route53_resolver_rule.r",
        detail: "has rule_type RECURSIVE, which only Route 53 itself can create",
        fix: "set rule_type of aws_route53_resolver_rule.r to SYSTEM",
      },
    ]);
  });

  it("reports a SYSTEM rule with targets", () => {
    expect(find({ rule_type: "SYSTEM", target_ip: [{ ip: "10.0.0.2" }] }).map(({ detail }) => detail)).toEqual([
      "has rule_type SYSTEM and target_ip, which Route 53 refuses",
    ]);
  });
});

describe("private-dns-beside-zone", () => {
  const find = (zone: string, privateDns = true, elsewhere = false) => [
    ...privateDnsBesideZone.find(
      factsOf({
        aws_vpc: { apps: { cidr_block: "10.0.0.0/16" }, hub: { cidr_block: "10.1.0.0/16" } },
        aws_vpc_endpoint: {
          api: {
            vpc_id: "${aws_vpc.apps.id}",
            service_name: "com.amazonaws.us-east-1.ecr.api",
            vpc_endpoint_type: "Interface",
            private_dns_enabled: privateDns,
          },
        },
        aws_route53_zone: { z: { name: zone, vpc: [{ vpc_id: `\${aws_vpc.${elsewhere ? "hub" : "apps"}.id}` }] } },
      }),
    ),
  ];

  it("ignores other names, other VPCs and endpoints without private DNS", () => {
    expect(find("ecr.us-east-1.amazonaws.com")).toEqual([]);
    expect(find("api.ecr.us-east-1.amazonaws.com", false)).toEqual([]);
    expect(find("api.ecr.us-east-1.amazonaws.com", true, true)).toEqual([]);
  });

  it("reports a zone of the endpoint's name", () => {
    expect(find("api.ecr.us-east-1.amazonaws.com.")).toEqual([
      {
        rule: "EP-13",
        severity: "error",
        resource: "aws_vpc_endpoint.api",
        detail:
          "has private DNS for api.ecr.us-east-1.amazonaws.com in aws_vpc.apps, where aws_route53_zone.z is a private zone of the same name: AWS refuses to have both",
        fix: "set private_dns_enabled of aws_vpc_endpoint.api to false, or remove aws_route53_zone.z",
      },
    ]);
  });
});

describe("firewall-priorities", () => {
  const rule = (group: string, priority: number) => ({
    firewall_rule_group_id: `\${aws_route53_resolver_firewall_rule_group.${group}.id}`,
    priority,
  });
  const find = (a: object, b: object) => [
    ...firewallPriorities.find(
      factsOf({
        aws_route53_resolver_firewall_rule_group: { one: { name: "one" }, two: { name: "two" } },
        aws_route53_resolver_firewall_rule: { a, b },
      }),
    ),
  ];

  it("ignores different priorities and different groups", () => {
    expect(find(rule("one", 10), rule("one", 20))).toEqual([]);
    expect(find(rule("one", 10), rule("two", 10))).toEqual([]);
  });

  it("reports two rules with one priority in a group", () => {
    expect(find(rule("one", 10), rule("one", 10))).toEqual([
      {
        rule: "DNS-28",
        severity: "error",
        resource: "aws_route53_resolver_firewall_rule.b",
        detail:
          "has priority 10 in aws_route53_resolver_firewall_rule_group.one, which aws_route53_resolver_firewall_rule.a also has: AWS refuses the second one",
        fix: "set priority of aws_route53_resolver_firewall_rule.b to a number that is unused in aws_route53_resolver_firewall_rule_group.one",
      },
    ]);
  });
});

describe("root-owned-access-point", () => {
  const find = (point: Record<string, unknown>, fileSystem = "${aws_efs_file_system.content.id}") => [
    ...rootOwnedAccessPoint.find(
      factsOf({
        aws_efs_file_system: { content: {} },
        aws_efs_access_point: { app: { file_system_id: fileSystem, ...point } },
      }),
    ),
  ];
  const user = (uid: number) => ({ posix_user: { uid, gid: 1000 } });

  it("ignores root, a separate directory, no user, and an existing file system", () => {
    expect(find(user(0))).toEqual([]);
    expect(find({ ...user(1000), root_directory: { path: "/app" } })).toEqual([]);
    expect(find({})).toEqual([]);
    expect(find(user(1000), "fs-0123456789abcdef0")).toEqual([]);
  });

  it("warns of another user at the root of a new file system", () => {
    expect(find({ ...user(1000), root_directory: { path: "/" } })).toEqual(find(user(1000)));
    expect(find(user(1000))).toEqual([
      {
        rule: "EFS-17",
        severity: "warning",
        resource: "aws_efs_access_point.app",
        detail:
          "acts as uid 1000 on the root directory of a new file system, which belongs to root: tasks can mount it, but not write",
        fix: "set root_directory of aws_efs_access_point.app to a path of its own with creation_info for owner_uid 1000",
      },
    ]);
  });
});
