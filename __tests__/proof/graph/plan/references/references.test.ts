import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type Graph } from "../../../../../proof/graph/graph";
import { type Unknown, type Value } from "../../../../../proof/graph/model";
import { graphOfPlans } from "../../../../../proof/graph/read";

function planned(name: string, file = "plan.json"): Graph {
  const path = join(__dirname, "../..", "fixtures", name, file);
  return graphOfPlans({ [name]: JSON.parse(readFileSync(path, "utf8")) as unknown });
}

/** A value as one line: what is known, and of what is not, what it can be. */
function shown(graph: Graph, value: Value): string {
  if (value.kind === "list") {
    const items = value.items.map((item) => shown(graph, item));
    return `[${[...items, ...(value.unknownRest ? [`…${open(graph, value.unknownRest)}`] : [])].join(", ")}]`;
  }
  return value.kind === "unknown" ? open(graph, value) : graph.describe(value);
}

function open(graph: Graph, { closed, whole, candidates }: Unknown): string {
  const names = candidates.map((candidate) => graph.describe(candidate)).join(" | ");
  const marks = [closed ? "only" : "perhaps", whole ? "whole" : ""].filter((mark) => mark);
  return `${marks.join(", ")}: ${names}`;
}

function get(graph: Graph, address: string, path: string): string {
  return shown(graph, graph.resource(address)!.get(path));
}

describe("references of a plan", () => {
  const graph = planned("references");

  test.each([
    ["aws_subnet.c[0]", "vpc_id", "aws_vpc.main.id", "an attribute of one resource"],
    ["aws_subnet.c[1]", "availability_zone", '"us-east-1b"', "a known value"],
    ['aws_subnet.f["us-east-1a"]', "vpc_id", "aws_vpc.main.id", "a local, where the plan has one such thing only"],
    ["aws_efs_mount_target.c[0]", "subnet_id", "aws_subnet.c[0].id", "count.index among as many: each is given one"],
    ["aws_efs_mount_target.e[1]", "subnet_id", "aws_subnet.c[1].id", "element() among as many: each is given one"],
    ['aws_efs_mount_target.f["us-east-1b"]', "subnet_id", 'aws_subnet.f["us-east-1b"].id', "each.value of a resource"],
    ['aws_efs_mount_target.k["us-east-1a"]', "subnet_id", 'aws_subnet.f["us-east-1a"].id', "each.key as the key"],
    ["aws_efs_mount_target.lit", "subnet_id", "aws_subnet.c[1].id", "a written index"],
    [
      'aws_efs_mount_target.m["x"]',
      "subnet_id",
      "aws_subnet.c[0].id",
      "each.value of a map: EFS takes each subnet once, so that each mount target is given one",
    ],
    [
      "aws_ecs_service.s1",
      "network_configuration.subnets",
      "[…only, whole: aws_subnet.c[0].id | aws_subnet.c[1].id]",
      "a splat, which looks like slice()",
    ],
    [
      "aws_ecs_service.s3",
      "network_configuration.subnets",
      "[…only, whole: aws_subnet.c[0].id | aws_subnet.c[1].id]",
      "slice(), which looks like a splat",
    ],
    [
      "aws_ecs_service.s3",
      "network_configuration.security_groups",
      "[aws_security_group.task.id, …perhaps: ]",
      "a known id beside a hidden one",
    ],
    [
      "aws_ecs_service.s4",
      "network_configuration.subnets",
      '[aws_subnet.c[0].id, aws_subnet.f["us-east-1b"].id]',
      "several written out",
    ],
    [
      "aws_ecs_service.s5",
      "network_configuration.security_groups",
      "[module.m.aws_security_group.sg[0].id]",
      "try() in a module's output",
    ],
    [
      "aws_ecs_service.s5",
      "network_configuration.subnets",
      '[…only, whole: module.m.aws_subnet.s["us-east-1a"].id | module.m.aws_subnet.s["us-east-1b"].id]',
      "values()[*] in a module's output",
    ],
    ["aws_ecs_service.s2", "task_definition", "aws_ecs_task_definition.t.arn", "family:revision"],
    [
      "aws_ecs_task_definition.t",
      "volume[1].efs_volume_configuration.file_system_id",
      "aws_efs_file_system.fs.id",
      "one of several blocks",
    ],
    [
      "aws_ecs_task_definition.t",
      "volume[0].efs_volume_configuration.authorization_config.access_point_id",
      "aws_efs_access_point.ap.id",
      "a block in a block",
    ],
    [
      "aws_ecs_task_definition.t",
      "container_definitions",
      "perhaps: aws_efs_file_system.fs.id",
      "jsonencode with a hidden part",
    ],
    ["aws_iam_role_policy.p", "role", "aws_iam_role.task.name", "a known name, which still refers"],
    ["aws_iam_role.task", "inline_policy.policy", "data.aws_iam_policy_document.p.json", "a rendered document"],
    [
      "data.aws_iam_policy_document.p",
      "statement.resources",
      "[aws_efs_file_system.fs.arn]",
      "an ARN with nothing below it",
    ],
    ["aws_route_table.r", "route.gateway_id", "aws_internet_gateway.g.id", "an attribute written as a block"],
    [
      "aws_security_group.efs",
      "ingress[1].security_groups",
      "[…perhaps: aws_security_group.task.id | aws_security_group.other.id]",
      "several blocks, whose references the plan merges",
    ],
    ["aws_security_group.efs", "ingress[0].security_groups", "[]", "a block with nothing hidden"],
    ["aws_security_group.other", "ingress", "aws_security_group.other.ingress", "what the provider computes"],
    ["aws_vpc.main", "id", "aws_vpc.main.id", "an id before apply"],
  ])("%s %s is %s: %s", (address, path, value) => {
    expect(get(graph, address, path)).toBe(value);
  });

  test("a dynamic block can contain any resource of the type, except the resource itself", () => {
    const value = get(graph, "module.m.aws_security_group.sg[0]", "ingress.security_groups");
    expect(value).toMatch(/^\[…perhaps: /);
    expect(value).toContain("module.m.aws_security_group.o.id");
    expect(value).toContain("aws_vpc.main.default_security_group_id");
    expect(value).not.toContain("module.m.aws_security_group.sg[0].id");
  });

  test("an unknown value names its expression", () => {
    const value = graph.resource("aws_ecs_service.s1")!.get("network_configuration.subnets");
    expect(value).toMatchObject({ unknownRest: { expression: "aws_subnet.c" } });
  });

  test("mount targets over a map are assigned so that each subnet has one", () => {
    const { certain, possible } = graph.referrers(
      "aws_efs_mount_target",
      "subnet_id",
      graph.resource("aws_subnet.c[1]")!,
    );
    expect(certain.map(({ address }) => address)).toEqual([
      "aws_efs_mount_target.c[1]",
      "aws_efs_mount_target.e[1]",
      "aws_efs_mount_target.lit",
      'aws_efs_mount_target.m["y"]',
    ]);
    expect(possible).toEqual([]);
  });

  test("depends_on and every reference count as dependencies", () => {
    const { dependsOn } = graph.resource("aws_efs_mount_target.c[0]")!;
    const names = dependsOn.map((key) => graph.at(key)!.address).sort();
    expect(names).toEqual(["aws_efs_file_system.fs", "aws_security_group.efs", "aws_subnet.c[0]", "aws_subnet.c[1]"]);
  });
});

describe("modules of a plan", () => {
  const graph = planned("modules");

  test.each([
    ["aws_security_group.task", "vpc_id", "module.network.aws_vpc.this.id"],
    ['module.storage["content"].aws_efs_mount_target.counted[1]', "subnet_id", "module.network.aws_subnet.this[1].id"],
    [
      'module.storage["content"].aws_efs_mount_target.zoned["us-east-1a"]',
      "subnet_id",
      "module.network.aws_subnet.this[0].id",
    ],
    [
      "aws_ecs_task_definition.web",
      "volume.efs_volume_configuration.file_system_id",
      'module.storage["content"].aws_efs_file_system.this.id',
    ],
    [
      "aws_ecs_service.web",
      "network_configuration.subnets",
      "[…only: module.network.aws_subnet.this[0].id | module.network.aws_subnet.this[1].id]",
    ],
    ["aws_ecs_service.web", "network_configuration.security_groups", "[aws_security_group.task.id]"],
    ["aws_ecs_service.single", "network_configuration.subnets", "[module.network.aws_subnet.this[0].id]"],
    ["aws_ecs_service.single", "network_configuration.security_groups", "[aws_security_group.task.id]"],
    ["aws_ecs_service.single", "cluster", "aws_ecs_cluster.main.name"],
  ])("%s %s is %s", (address, path, value) => {
    expect(get(graph, address, path)).toBe(value);
  });

  test("a plain name identifies the resource with that name in the same plan", () => {
    const service = graph.resource("aws_ecs_service.web")!;
    expect(graph.target(service.get("cluster"), "aws_ecs_cluster", service)).toBe(
      graph.resource("aws_ecs_cluster.main"),
    );
  });

  test("planned resources exist, not configured ones", () => {
    expect(graph.resource("aws_security_group.missing[0]")).toBeUndefined();
    expect(graph.all("aws_efs_file_system").map(({ address }) => address)).toEqual([
      'module.storage["content"].aws_efs_file_system.this',
      'module.storage["uploads"].aws_efs_file_system.this',
    ]);
  });
});

describe("dynamic blocks of a plan", () => {
  const graph = planned("dynamic");

  test("the only resource of the type is found without any reference", () => {
    const volumes = get(graph, "aws_ecs_task_definition.t", "volume.efs_volume_configuration.file_system_id");
    expect(volumes).toBe("[aws_efs_file_system.fs.id, aws_efs_file_system.fs.id]");
  });

  test("with static blocks, the references in the plan are not used for dynamic ones", () => {
    expect(get(graph, "aws_security_group.mix", "ingress[1].security_groups")).toBe(
      "[…perhaps: aws_security_group.a.id]",
    );
  });

  test("a data source that is read during apply leaves lists open", () => {
    const value = graph.items(graph.resource("aws_lb.l")!.get("subnets"));
    expect(value).toMatchObject({
      items: [],
      unknownRest: {
        expression: "data.aws_subnets.s.ids",
        why: "known only after apply, and the plan doesn't say which it is",
      },
    });
  });
});

describe("existing resources", () => {
  const graph = planned("existing");

  test("ids join as references do", () => {
    const kept = graph.resource("aws_vpc.kept")!;
    expect(graph.target(graph.resource("aws_subnet.replaced")!.get("vpc_id"), "aws_vpc")).toBe(kept);
    expect(graph.target(graph.resource("aws_security_group.kept")!.get("vpc_id"), "aws_vpc")).toBe(kept);
    expect(graph.aliases(kept).map(({ address }) => address)).toEqual(["aws_vpc.kept", "data.aws_vpc.kept"]);
    const found = graph.resource("data.aws_vpc.found")!;
    expect(graph.target(graph.resource("aws_security_group.found")!.get("vpc_id"), "aws_vpc")).toBe(found);
    expect(graph.text(graph.get(found, "enable_dns_hostnames"))).toBe("true");
  });

  test("known and hidden ids can be in one list", () => {
    const subnets = get(graph, "aws_ecs_service.moved", "network_configuration.subnets");
    expect(subnets).toBe("[aws_subnet.kept.id, aws_subnet.replaced.id]");
  });

  test("actions are known, including removals", () => {
    const actions = ["aws_vpc.kept", "aws_subnet.replaced", "aws_ecs_cluster.main"].map(
      (address) => graph.resource(address)!.action,
    );
    expect(actions).toEqual(["no-op", "replace", "create"]);
    expect(graph.resource("aws_subnet.removed")!.action).toBe("delete");
  });

  test("an id of another resource is not that of a resource to be created", () => {
    const replaced: Value = { kind: "reference", to: graph.resource("aws_subnet.replaced")!.key, attribute: "id" };
    expect(graph.same(replaced, { kind: "literal", value: "subnet-00000000000000000" })).toBe("no");
  });
});

describe("a state", () => {
  const graph = planned("deployed", "state.json");

  test("all resources are joined by id", () => {
    const role = graph.resource("aws_iam_role.task")!;
    expect(graph.referrers("aws_iam_role_policy", "role", role)).toMatchObject({
      certain: [graph.resource("aws_iam_role_policy.task")],
      possible: [],
    });
    const targets = graph.all("aws_efs_mount_target");
    const zones = targets.map((target) =>
      graph.text(graph.target(target.get("subnet_id"), "aws_subnet")!.get("availability_zone")),
    );
    expect(zones).toEqual(["us-east-1a", "us-east-1b"]);
    const policy = graph.json(graph.resource("aws_iam_role_policy.task")!.get("policy"));
    const fileSystem = graph.resource('module.storage["content"].aws_efs_file_system.this')!;
    expect(policy).toMatchObject({ kind: "object" });
    const arn = policy.kind === "object" ? policy.entries.get("Statement")! : policy;
    const [statement] = graph.items(arn).items;
    expect(
      graph.target(
        statement!.kind === "object" ? statement!.entries.get("Resource")! : statement!,
        "aws_efs_file_system",
      ),
    ).toBe(fileSystem);
  });
});
