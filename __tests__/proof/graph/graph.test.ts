import { type Graph } from "../../../proof/graph/graph";
import { type JsonObject } from "../../../proof/graph/json/json-syntax";
import { literal, type Reference, type Resource, type Value } from "../../../proof/graph/model";
import { graphOfPlans, graphOfStacks } from "../../../proof/graph/read";

const vpcId = "vpc-0123456789abcdef0";
const id = (resource: Resource, attribute = "id"): Reference => ({ kind: "reference", to: resource.key, attribute });
const text = (value: string): Value => literal(value);

/** A plan's JSON of resources by address, with their known values. */
function planOf(resources: Record<string, { values?: JsonObject; action?: string; unknown?: JsonObject }>): JsonObject {
  const split = (address: string) => {
    const [mode, type, name] = address.startsWith("data.") ? address.split(".") : ["managed", ...address.split(".")];
    return { address, mode, type, name };
  };
  return {
    format_version: "1.2",
    planned_values: {
      root_module: {
        resources: Object.entries(resources).map(([address, { values = {} }]) => ({ ...split(address), values })),
      },
    },
    resource_changes: Object.entries(resources).map(([address, { action = "create", unknown = { id: true } }]) => ({
      ...split(address),
      change: { actions: action === "replace" ? ["delete", "create"] : [action], after_unknown: unknown },
    })),
  };
}

describe("whether two values are the same", () => {
  const stack = {
    resource: { aws_vpc: { a: {}, b: {} }, aws_efs_file_system: { fs: {} }, aws_eks_cluster: { k: {} } },
    data: { aws_vpc: { told: { id: vpcId }, own: { id: "${aws_vpc.a.id}" }, found: { tags: { Name: "x" } } } },
  };
  const graph = graphOfStacks({ stack });
  const of = (address: string, attribute?: string) => id(graph.resource(address)!, attribute);

  test.each<[string, Value, Value, string]>([
    ["one resource", of("aws_vpc.a"), of("aws_vpc.a"), "yes"],
    ["one resource's id and ARN", of("aws_efs_file_system.fs"), of("aws_efs_file_system.fs", "arn"), "yes"],
    [
      "an ARN put together of the id",
      of("aws_efs_file_system.fs", "arn"),
      {
        kind: "template",
        parts: [text("arn:aws:elasticfilesystem:us-east-1:1:file-system/"), of("aws_efs_file_system.fs")],
      },
      "yes",
    ],
    ["two managed resources", of("aws_vpc.a"), of("aws_vpc.b"), "no"],
    ["a data source of a resource", of("data.aws_vpc.own"), of("aws_vpc.a"), "yes"],
    ["a data source of another resource", of("data.aws_vpc.own"), of("aws_vpc.b"), "no"],
    ["a data source told its id", of("data.aws_vpc.told"), text(vpcId), "yes"],
    ["a data source told another id", of("data.aws_vpc.told"), text("vpc-00000000000000000"), "no"],
    ["an id written out beside what is managed here", text(vpcId), of("aws_vpc.a"), "no"],
    ["a data source that searches, and what is managed", of("data.aws_vpc.found"), of("aws_vpc.a"), "unknown"],
    ["a data source that searches, and an id", of("data.aws_vpc.found"), text(vpcId), "unknown"],
    ["two texts", text("x"), text("x"), "yes"],
    ["two other texts", text("x"), text("y"), "no"],
    ["a number and its text", literal(1), text("1"), "yes"],
    [
      "what AWS makes along",
      of("aws_vpc.a", "default_security_group_id"),
      of("aws_vpc.a", "default_security_group_id"),
      "yes",
    ],
    [
      "what AWS makes along with two",
      of("aws_vpc.a", "default_security_group_id"),
      of("aws_vpc.b", "default_security_group_id"),
      "no",
    ],
    ["an attribute that is not known", of("aws_vpc.a", "owner_id"), of("aws_vpc.b", "owner_id"), "unknown"],
  ])("%s", (_, a, b, answer) => {
    expect([graph.same(a, b), graph.same(b, a)]).toEqual([answer, answer]);
  });

  test("a choice equals what all its candidates equal, and differs from what none equals", () => {
    const choice = (...candidates: Reference[]): Value => ({
      kind: "unknown",
      expression: "x",
      why: "y",
      candidates,
      closed: true,
    });
    const [a, b] = [of("aws_vpc.a"), of("aws_vpc.b")];
    const answers = [
      graph.same(choice(a), a),
      graph.same(choice(a, b), a),
      graph.same(choice(b), a),
      graph.same(choice(a, b), text(vpcId)),
    ];
    expect(answers).toEqual(["yes", "unknown", "no", "no"]);
    expect(graph.same({ ...choice(b), closed: false } as Value, a)).toBe("unknown");
  });

  test("an id identifies the resource it was assigned to, not one that reuses it", () => {
    const values = { id: "fs-0123456789abcdef0" };
    const known = { action: "no-op", unknown: {} };
    const plan = planOf({
      "aws_efs_backup_policy.fs": { values, ...known },
      "aws_efs_file_system.fs": { values, ...known },
      "aws_efs_file_system_policy.fs": { values, ...known },
    });
    const found = graphOfPlans({ plan });
    expect(found.target(text(values.id), "aws_efs_file_system")).toBe(found.resource("aws_efs_file_system.fs"));
  });

  test("a literal id may be any resource managed elsewhere, if more than one input was read", () => {
    const plan = planOf({
      "aws_vpc.created": {},
      "aws_vpc.kept": { values: { id: "vpc-00000000000000001" }, action: "no-op", unknown: {} },
    });
    const both = together({ stack }, plan);
    const written = text(vpcId);
    const answer = (address: string) => both.same(written, id(both.resource(address)!));
    expect([answer("aws_vpc.b"), answer("aws_vpc.created"), answer("aws_vpc.kept")]).toEqual(["unknown", "no", "no"]);
  });
});

/** Stacks and a plan in one graph, as two inputs are. */
function together(stacks: Record<string, JsonObject>, plan: JsonObject): Graph {
  const configurations = Object.fromEntries(Object.entries(stacks).map(([name, json]) => [`${name}.tf.json`, json]));
  return graphOfPlans({ ...configurations, "plan.json": plan });
}

describe("names", () => {
  const stack = (account: string) => ({
    provider: { aws: { region: "us-east-1", allowed_account_ids: [account] } },
    resource: { aws_iam_role: { task: { name: "task" } }, aws_iam_role_policy: { p: { role: "task" } } },
  });

  test("identify resources in the same stack, or the same account and Region", () => {
    const graph = graphOfStacks({ a: stack("111111111111"), b: stack("222222222222") });
    for (const role of graph.all("aws_iam_role")) {
      const { certain, possible } = graph.referrers("aws_iam_role_policy", "role", role);
      expect(certain.map(({ document }) => document.name)).toEqual([role.document.name]);
      expect(possible).toEqual([]);
    }
  });

  test("may identify resources elsewhere", () => {
    const { resource } = stack("1");
    const graph = graphOfStacks({
      a: { resource: { aws_iam_role: resource.aws_iam_role } },
      b: { resource: { aws_iam_role_policy: resource.aws_iam_role_policy } },
    });
    const [role] = graph.all("aws_iam_role");
    const [policy] = graph.all("aws_iam_role_policy");
    expect(graph.referrers("aws_iam_role_policy", "role", role!)).toEqual({
      certain: [],
      possible: [policy],
    });
    expect(graph.resolve(policy!.get("role"), "aws_iam_role", policy)).toMatchObject({
      kind: "unknown",
      expression: '"task"',
      why: "may name aws_iam_role.task",
    });
  });
});

describe("a graph with changes", () => {
  const stack = {
    resource: {
      aws_vpc: { a: { enable_dns_hostnames: false }, b: {} },
      aws_subnet: { s: { vpc_id: "${aws_vpc.a.id}" } },
      aws_security_group: { sg: { ingress: [{ from_port: 1 }] } },
      aws_route53_resolver_rule_association: {
        r: { vpc_id: "${aws_subnet.s.vpc_id}" },
        t: { vpc_id: "${aws_vpc.b.id}" },
      },
    },
  };
  const graph = graphOfStacks({ stack });
  const at = (address: string, of = graph) => of.resource(address)!;
  const associations = (of: Graph, address: string) =>
    of
      .referrers("aws_route53_resolver_rule_association", "vpc_id", at(address, of))
      .certain.map((resource) => resource.address);
  const [r, t] = ["aws_route53_resolver_rule_association.r", "aws_route53_resolver_rule_association.t"];

  test("has an attribute set, with the rest and the original graph unchanged", () => {
    const tried = graph.with([
      { kind: "set", resource: at("aws_vpc.a"), attribute: "enable_dns_hostnames", value: literal(true) },
    ]);
    expect(at("aws_vpc.a", tried).get("enable_dns_hostnames")).toEqual(literal(true));
    expect(at("aws_vpc.a").get("enable_dns_hostnames")).toEqual(literal(false));
    expect(associations(tried, "aws_vpc.a")).toEqual([r]);
    expect(tried.all("aws_vpc").map(({ address }) => address)).toEqual(["aws_vpc.a", "aws_vpc.b"]);
  });

  test("has a part of a block set", () => {
    const tried = graph.with([
      { kind: "set", resource: at("aws_security_group.sg"), attribute: "ingress[0].to_port", value: literal(2) },
    ]);
    expect(tried.describe(at("aws_security_group.sg", tried).get("ingress"))).toBe("[{from_port = 1, to_port = 2}]");
    const more = tried.with([
      { kind: "set", resource: at("aws_security_group.sg"), attribute: "ingress[1].to_port", value: literal(3) },
    ]);
    expect(more.describe(at("aws_security_group.sg", more).get("ingress"))).toBe(
      "[{from_port = 1, to_port = 2}, {to_port = 3}]",
    );
  });

  test("has a resource added or removed", () => {
    expect(associations(graph, "aws_vpc.a")).toEqual([r]);
    const [type, name] = ["aws_route53_resolver_rule_association", "new"];
    const attributes = new Map<string, Value>([["vpc_id", id(at("aws_vpc.a"))]]);
    const added = graph.with([{ kind: "add", beside: at("aws_vpc.a"), type, name, attributes }]);
    expect(associations(added, "aws_vpc.a")).toEqual([r, `${type}.${name}`]);
    expect(at(`${type}.${name}`, added).get("id")).toEqual(id(at(`${type}.${name}`, added)));
    const removed = added.with([{ kind: "remove", resource: at(r) }]);
    expect(associations(removed, "aws_vpc.a")).toEqual([`${type}.${name}`]);
    expect(removed.resource(r)).toBeUndefined();
    expect(associations(graph, "aws_vpc.a")).toEqual([r]);
  });

  test("follows references through changes", () => {
    expect(associations(graph, "aws_vpc.b")).toEqual([t]);
    const moved = graph.with([
      { kind: "set", resource: at("aws_subnet.s"), attribute: "vpc_id", value: id(at("aws_vpc.b")) },
    ]);
    expect([associations(moved, "aws_vpc.a"), associations(moved, "aws_vpc.b")]).toEqual([[], [r, t]]);
    const without = graph.with([{ kind: "remove", resource: at("aws_vpc.b") }]);
    expect(without.resolve(at(t, without).get("vpc_id"))).toMatchObject({
      expression: "aws_vpc.b.id",
      why: "the resource no longer exists",
    });
    expect(associations(without, "aws_vpc.a")).toEqual([r]);
  });

  test("joins by ids that a change sets", () => {
    const told = graph.with([{ kind: "set", resource: at(t), attribute: "vpc_id", value: text(vpcId) }]);
    expect(associations(told, "aws_vpc.b")).toEqual([]);
    const named = told.with([{ kind: "set", resource: at("aws_vpc.b"), attribute: "id", value: text(vpcId) }]);
    expect(associations(named, "aws_vpc.b")).toEqual([t]);
  });
});

describe("values", () => {
  const graph = graphOfStacks({
    stack: {
      resource: {
        aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
        aws_subnet: { s: { cidr_block: "${aws_vpc.v.cidr_block}", tags: { Name: "net-${aws_vpc.v.cidr_block}" } } },
      },
      data: { aws_subnets: { all: {} } },
    },
  });
  const subnet = graph.resource("aws_subnet.s")!;

  test("are text if every part is known", () => {
    expect(graph.text(subnet.get("tags.Name"))).toBe("net-10.0.0.0/16");
    expect(graph.text(literal(true))).toBe("true");
    expect(graph.text(id(subnet))).toBeUndefined();
    expect(graph.text(literal(null))).toBeUndefined();
  });

  test("are lists, however they were written", () => {
    const of = (value: Value) => graph.describe(graph.items(value));
    expect(of(literal(null))).toBe("[]");
    expect(of(id(subnet))).toBe("[aws_subnet.s.id]");
    expect(of(id(graph.resource("data.aws_subnets.all")!, "ids"))).toBe("[data.aws_subnets.all.ids]");
    const nested: Value = { kind: "list", items: [{ kind: "list", items: [text("a")] }, text("b")] };
    expect(of(nested)).toBe('["a", "b"]');
  });

  test("name a resource only if one has the address", () => {
    const twice = graphOfStacks({ a: { resource: { aws_vpc: { v: {} } } }, b: { resource: { aws_vpc: { v: {} } } } });
    expect(twice.resource("aws_vpc.v")).toBeUndefined();
    expect(twice.resource("aws_vpc.v", "b")!.document.name).toBe("b");
  });
});
