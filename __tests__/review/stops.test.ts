import { lostResources } from "../../review/dangers/lost";
import { openedResources } from "../../review/dangers/opened";
import { renamedResources } from "../../review/dangers/renamed";
import { planned, resourceChange } from "./changes";

describe("lost resources", () => {
  const lost = (...args: Parameters<typeof resourceChange>) => [...lostResources(planned([resourceChange(...args)]))];

  test("a mount target that is destroyed", () => {
    expect(lost("aws_efs_mount_target.a", ["delete"])).toEqual([
      {
        kind: "outage",
        rule: "EFS-02",
        stack: "plan.json",
        resource: "aws_efs_mount_target.a",
        what: "is destroyed: tasks in its zone lose access to their files, and no task can start there until it is recreated",
        todo: "check that nothing needs it; if it was only renamed, add a moved block from aws_efs_mount_target.a",
      },
    ]);
  });

  test("a resolver endpoint that is replaced, and why", () => {
    const [stop] = lost("aws_route53_resolver_endpoint.out", ["create", "delete"], { replace_paths: [["direction"]] });
    expect(stop?.what).toBe(
      "is replaced (created before the old one is destroyed), because direction can't be changed: its IP addresses change, and no query is forwarded meanwhile",
    );
  });

  it.each([
    ["replace_because_tainted", "is replaced, because it is tainted"],
    ["replace_by_request", "is replaced, because -replace asks for it"],
    ["replace_by_triggers", "is replaced, because replace_triggered_by refers to something that changes"],
    ["delete_because_no_module", "is destroyed, because its module was removed"],
    [
      "delete_because_wrong_repetition",
      "is destroyed, because its block has count or for_each now, or no longer has it",
    ],
    ["delete_because_count_index", "is destroyed, because count is smaller"],
    ["delete_because_each_key", "is destroyed, because for_each no longer has its key"],
    [
      "delete_because_no_move_target",
      "is destroyed, because it was moved to an address that the configuration does not have",
    ],
    ["delete_because_no_resource_config", "is destroyed"],
    ["some_later_reason", "is destroyed"],
  ])("names the cause that Terraform gives: %s", (action_reason, what) => {
    const actions = action_reason.startsWith("replace") ? ["delete", "create"] : ["delete"];
    const [stop] = lost("aws_vpc.a", actions, {}, { action_reason });
    expect(stop!.what).toBe(`${what}: everything in it is removed with it`);
  });

  it.each([
    ["aws_ecs_task_definition.web", ["delete", "create"]],
    ["aws_efs_file_system_policy.a", ["delete", "create"]],
    ["aws_efs_mount_target.a", ["create"]],
    ["aws_efs_mount_target.a", ["forget"]],
    ["aws_vpc.a", ["update"]],
    ["constructor.a", ["delete"]],
  ])("not %s that is %j", (address, actions) => {
    expect(lost(address, actions)).toEqual([]);
  });
});

describe("renamed resources", () => {
  const type = "aws_route53_resolver_rule_association";
  const of = { vpc_id: "vpc-1", resolver_rule_id: "rslvr-rr-1" };
  const renamed = (...changes: ReturnType<typeof resourceChange>[]) => [...renamedResources(planned(changes))];

  test("an association that is removed under one name and added under another", () => {
    const stops = renamed(
      resourceChange(`${type}.old`, ["delete"], { before: of }),
      resourceChange(`${type}.new`, ["create"], { after: of }),
    );
    expect(stops).toEqual([
      {
        kind: "outage",
        rule: "DNS-08",
        stack: "plan.json",
        resource: `${type}.new`,
        what: `replaces ${type}.old, which is destroyed in the same apply: a VPC can be associated with only one rule for each domain`,
        todo: `add a moved block from ${type}.old to ${type}.new`,
      },
    ]);
  });

  test("an association whose successor is created first", () => {
    expect(renamed(resourceChange(`${type}.a`, ["create", "delete"], { before: of, after: of }))).toMatchObject([
      { rule: "DNS-08", todo: `remove create_before_destroy from ${type}.a` },
    ]);
  });

  test("a backup policy, whose destruction disables the backups that its successor enabled", () => {
    const [stop] = renamed(
      resourceChange("aws_efs_backup_policy.old", ["delete"], { before: { file_system_id: "fs-1" } }),
      resourceChange("aws_efs_backup_policy.new", ["create"], { after: { file_system_id: "fs-1" } }),
    );
    expect(stop).toEqual({
      kind: "outage",
      stack: "plan.json",
      resource: "aws_efs_backup_policy.new",
      what:
        "replaces aws_efs_backup_policy.old, which is destroyed in the same apply: " +
        "destroying the old one disables automatic backups",
      todo: "add a moved block from aws_efs_backup_policy.old to aws_efs_backup_policy.new",
    });
  });

  it.each([
    ["another VPC", { after: { ...of, vpc_id: "vpc-2" } }],
    [
      "a VPC that is not known yet",
      { after: { resolver_rule_id: of.resolver_rule_id }, after_unknown: { vpc_id: true } },
    ],
  ])("no stop if the new one is for %s", (_name, change) => {
    const old = resourceChange(`${type}.old`, ["delete"], { before: of });
    expect(renamed(old, resourceChange(`${type}.new`, ["create"], change))).toEqual([]);
  });
});

describe("access that is opened", () => {
  const opened = (...args: Parameters<typeof resourceChange>) =>
    [...openedResources(planned([resourceChange(...args)]))].map(({ what }) => what);
  const nfs = { from_port: 2049, to_port: 2049, protocol: "tcp" };
  const world = { ...nfs, cidr_blocks: ["0.0.0.0/0"] };

  it.each([
    [
      "aws_security_group.a",
      { ingress: [{ ...nfs, cidr_blocks: ["10.0.0.0/8"] }, world] },
      "allows inbound tcp/2049 from 0.0.0.0/0",
    ],
    ["aws_security_group_rule.a", { type: "ingress", ...world }, "allows inbound tcp/2049 from 0.0.0.0/0"],
    [
      "aws_vpc_security_group_ingress_rule.a",
      { cidr_ipv6: "::/0", ip_protocol: "tcp", from_port: 1, to_port: 9 },
      "allows inbound tcp/1-9 from ::/0",
    ],
    [
      "aws_vpc_security_group_ingress_rule.a",
      { cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" },
      "allows all inbound traffic from 0.0.0.0/0",
    ],
    ["aws_ram_resource_share.a", { allow_external_principals: true }, "can be shared outside of the organization"],
    ["aws_efs_file_system.a", { encrypted: false }, "is not encrypted, and encryption can't be enabled later"],
    [
      "aws_eks_cluster.a",
      { vpc_config: [{ endpoint_public_access: true }] },
      "has a public endpoint that is open to every address",
    ],
  ])("%s with %j", (address, after, what) => {
    expect(opened(address, ["create"], { after })).toEqual([what]);
    expect(opened(address, ["update"], { before: {}, after })).toEqual(address.startsWith("aws_efs") ? [] : [what]);
    expect(opened(address, ["update"], { before: after, after })).toEqual([]);
    expect(opened(address, ["delete"], { before: after })).toEqual([]);
  });

  it.each([
    ["aws_security_group.a", { ingress: [{ ...nfs, cidr_blocks: ["10.0.0.0/8"] }], egress: [world] }],
    ["aws_security_group_rule.a", { type: "egress", ...world }],
    ["aws_efs_file_system.a", { encrypted: true }],
    ["aws_eks_cluster.a", { vpc_config: [{ endpoint_public_access: true, public_access_cidrs: ["192.0.2.0/24"] }] }],
    ["aws_lb.a", { enable_deletion_protection: false }],
  ])("no stop for %s with %j", (address, after) => {
    expect(opened(address, ["create"], { after })).toEqual([]);
  });

  test("deletion protection that is removed", () => {
    const change = { before: { enable_deletion_protection: true }, after: { enable_deletion_protection: false } };
    expect(opened("aws_lb.a", ["update"], change)).toEqual(["is no longer protected against deletion"]);
  });
});
