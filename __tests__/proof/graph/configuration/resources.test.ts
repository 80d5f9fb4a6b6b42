import { type JsonObject } from "../../../../proof/graph/json/json-syntax";
import { graphOfStacks } from "../../../../proof/graph/read";

const graphOf = (stack: JsonObject) => graphOfStacks({ stack });

/** An attribute as text, with references followed. */
function value(stack: JsonObject, address: string, path: string): string {
  const graph = graphOf(stack);
  const followed = graph.follow(graph.resource(address)!.get(path));
  return followed.kind === "unknown" ? `${followed.expression}: ${followed.why}` : graph.describe(followed);
}

describe("count and for_each", () => {
  const stack = {
    locals: { zones: ["a", "b"], nested: "${local.zones}" },
    variable: { size: { default: 2 }, open: {} },
    resource: {
      aws_subnet: {
        counted: { count: "${var.size}", availability_zone: "${local.nested[count.index]}" },
        each: { for_each: "${toset(local.zones)}", availability_zone: "us-east-1${each.key}" },
        mapped: { for_each: { x: "${aws_vpc.v.id}" }, vpc_id: "${each.value}" },
        open: { for_each: "${toset(data.aws_subnets.s.ids)}", vpc_id: "${each.value}" },
        none: { count: "${false ? 1 : 0}" },
        absent: { count: null },
      },
      aws_vpc: { v: {} },
      aws_lb: {
        all: { subnets: "${aws_subnet.counted[*].id}" },
        values: { subnets: "${values(aws_subnet.each)[*].id}" },
        one: {
          subnets: [
            '${aws_subnet.each["b"].id}',
            "${aws_subnet.counted[0].id}",
            "${element(aws_subnet.counted, 3).id}",
          ],
        },
        open: { subnets: '${[aws_subnet.open["x"].id]}' },
        none: { subnets: "${aws_subnet.none[*].id}" },
        missing: {
          subnets: ["${aws_subnet.counted[7].id}", "${aws_subnet.nowhere.id}", "${module.m.id}", "${var.open}"],
        },
      },
    },
    data: { aws_subnets: { s: {} } },
  };

  test("give the same instances as in Terraform", () => {
    expect(
      graphOf(stack)
        .all("aws_subnet")
        .map(({ address }) => address),
    ).toEqual([
      "aws_subnet.counted[0]",
      "aws_subnet.counted[1]",
      'aws_subnet.each["a"]',
      'aws_subnet.each["b"]',
      'aws_subnet.mapped["x"]',
      "aws_subnet.open",
      "aws_subnet.absent",
    ]);
  });

  test.each([
    ["aws_subnet.counted[1]", "availability_zone", '"b"'],
    ['aws_subnet.each["b"]', "availability_zone", '"us-east-1b"'],
    ['aws_subnet.mapped["x"]', "vpc_id", "aws_vpc.v.id"],
    ["aws_lb.all", "subnets", "[aws_subnet.counted[0].id, aws_subnet.counted[1].id]"],
    ["aws_lb.values", "subnets", '[aws_subnet.each["a"].id, aws_subnet.each["b"].id]'],
    ["aws_lb.one", "subnets", '[aws_subnet.each["b"].id, aws_subnet.counted[0].id, aws_subnet.counted[1].id]'],
    ["aws_lb.none", "subnets", "[]"],
    ["aws_lb.missing", "subnets", "[aws_subnet.counted[7].id, aws_subnet.nowhere.id, module.m.id, var.open]"],
  ])("%s %s is %s", (address, path, expected) => {
    expect(value(stack, address, path)).toBe(expected);
  });

  test("an unknown number of instances is one uncertain resource", () => {
    const graph = graphOf(stack);
    const open = graph.resource("aws_subnet.open")!;
    expect(open.unsure).toMatchObject({ expression: "toset(data.aws_subnets.s.ids)" });
    const referring = { kind: "literal", value: "vpc-1" } as const;
    expect(graph.referrers("aws_subnet", "vpc_id", referring).possible).toEqual([open]);
    const [subnet] = graph.items(graph.resource("aws_lb.open")!.get("subnets")).items;
    expect(subnet).toMatchObject({
      kind: "unknown",
      why: "how many there are is not known: toset(data.aws_subnets.s.ids)",
    });
  });
});

describe("blocks", () => {
  const stack = {
    resource: {
      aws_security_group: {
        once: { ingress: { from_port: 1 } },
        twice: { ingress: [{ from_port: 1 }, { from_port: 2 }] },
        dynamic: {
          ingress: { from_port: 1 },
          dynamic: {
            ingress: { for_each: [2, 3], content: { from_port: "${ingress.value}", to_port: "${ingress.key}" } },
          },
        },
        named: {
          dynamic: [{ ingress: [{ for_each: { a: 5 }, iterator: "it", content: [{ from_port: "${it.value}" }] }] }],
        },
        open: { dynamic: { ingress: { for_each: "${local.rules}", content: {} } } },
      },
      aws_ecs_task_definition: {
        nested: {
          volume: {
            name: "v",
            dynamic: { efs_volume_configuration: { for_each: [1], content: { file_system_id: "fs-1" } } },
          },
        },
      },
    },
    locals: { rules: '${file("rules.json")}' },
  };
  const graph = graphOf(stack);
  const ports = (name: string) =>
    graph
      .resource(`aws_security_group.${name}`)!
      .blocks("ingress")
      .items.map((block) => graph.describe(block));

  test("are equal whether single, in a list, or dynamic", () => {
    expect(ports("once")).toEqual(["{from_port = 1}"]);
    expect(ports("twice")).toEqual(["{from_port = 1}", "{from_port = 2}"]);
    expect(ports("dynamic")).toEqual([
      "{from_port = 1}",
      "{from_port = 2, to_port = 0}",
      "{from_port = 3, to_port = 1}",
    ]);
    expect(ports("named")).toEqual(["{from_port = 5}"]);
    const volume = graph.resource("aws_ecs_task_definition.nested")!;
    expect(volume.get("volume.efs_volume_configuration.file_system_id")).toEqual({ kind: "literal", value: "fs-1" });
  });

  test("may be incomplete if a dynamic block's for_each is not known", () => {
    const { items, unknownRest } = graph.resource("aws_security_group.open")!.blocks("ingress");
    expect(items).toEqual([]);
    expect(unknownRest).toMatchObject({
      expression: 'dynamic ingress for_each = file("rules.json")',
      why: "the file is missing, or outside of the configuration",
    });
  });

  test("can be addressed without an index, which gives all of several blocks", () => {
    expect(graph.describe(graph.resource("aws_security_group.once")!.get("ingress[0].from_port"))).toBe("1");
    expect(graph.describe(graph.resource("aws_security_group.twice")!.get("ingress.from_port"))).toBe("[1, 2]");
    expect(graph.describe(graph.resource("aws_security_group.twice")!.get("ingress[1].from_port"))).toBe("2");
    expect(graph.describe(graph.resource("aws_security_group.twice")!.get("egress.from_port"))).toBe("null");
  });
});

describe("conditions", () => {
  const vpc = (...conditions: string[]) => ({
    data: {
      aws_vpc: {
        v: {
          id: "vpc-1",
          lifecycle: { postcondition: conditions.map((condition) => ({ condition: `\${${condition}}` })) },
        },
      },
    },
  });

  test.each<[string, string, string]>([
    ["self.enable_dns_support == true", "enable_dns_support", "true"],
    ["self.enable_dns_support", "enable_dns_support", "true"],
    ["!self.enable_dns_support", "enable_dns_support", "false"],
    ['true == self.enable_dns_support && self.cidr_block == "10.0.0.0/8"', "cidr_block", '"10.0.0.0/8"'],
    ["alltrue([self.enable_dns_support, self.enable_dns_hostnames])", "enable_dns_hostnames", "true"],
    ["data.aws_vpc.v.enable_dns_hostnames", "enable_dns_hostnames", "true"],
    ['self.servers == tolist(["a", "b"])', "servers", '["a", "b"]'],
    ['join(",", self.servers) == "a,b"', "servers", '["a", "b"]'],
    ['one(self.servers) == "a"', "servers", '["a"]'],
    ["length(self.servers) == 0", "servers", "[]"],
    ['contains(self.servers, "a")', "servers", '["a", self.servers]'],
    ['self.servers[0] == "a"', "servers", '["a", self.servers[0]]'],
  ])("%s implies %s", (condition, attribute, expected) => {
    expect(value(vpc(condition), "data.aws_vpc.v", attribute)).toBe(expected);
  });

  test.each([
    "self.enable_dns_support || true",
    "self.enable_dns_support != false",
    "self.enable_dns_support == local.x",
    "can(self.enable_dns_support)",
    "anytrue([self.enable_dns_support])",
    "not an expression",
  ])("%s implies nothing", (condition) => {
    expect(value(vpc(condition), "data.aws_vpc.v", "enable_dns_support")).toBe("null");
  });

  test("name the condition that determines a value, and never override a configured value", () => {
    const graph = graphOf({
      resource: {
        aws_vpc: {
          v: { enable_dns_support: false, lifecycle: { postcondition: { condition: "${self.enable_dns_support}" } } },
        },
        aws_ecs_service: {
          s: { lifecycle: { precondition: [{ condition: "${data.aws_vpc.d.enable_dns_support}" }] } },
        },
      },
      data: { aws_vpc: { d: {} } },
    });
    expect(graph.resource("data.aws_vpc.d")!.get("enable_dns_support")).toEqual({
      kind: "literal",
      value: true,
      settledBy: "precondition of aws_ecs_service.s",
    });
    expect(graph.resource("aws_vpc.v")!.get("enable_dns_support")).toEqual({ kind: "literal", value: false });
    expect(graph.resource("aws_vpc.v")!.conditions).toEqual([
      { kind: "postcondition", expression: "${self.enable_dns_support}" },
    ]);
  });
});

describe("the rest of a configuration", () => {
  test("a data source's id is the one in its arguments", () => {
    const stack = {
      data: {
        aws_vpc: {
          told: { id: "vpc-0123456789abcdef0" },
          own: { id: "${aws_vpc.v.id}" },
          found: { tags: { Name: "x" } },
        },
        aws_efs_file_system: { told: { file_system_id: "fs-0123456789abcdef0" } },
      },
      resource: { aws_vpc: { v: {} } },
    };
    expect(value(stack, "data.aws_vpc.told", "id")).toBe('"vpc-0123456789abcdef0"');
    expect(value(stack, "data.aws_vpc.own", "id")).toBe("aws_vpc.v.id");
    expect(value(stack, "data.aws_vpc.found", "id")).toBe("data.aws_vpc.found.id");
    expect(value(stack, "data.aws_efs_file_system.told", "id")).toBe('"fs-0123456789abcdef0"');
  });

  test("providers have a Region and account, and a resource can set its own Region", () => {
    const graph = graphOf({
      variable: { region: { default: "eu-west-1" } },
      provider: {
        aws: [
          { region: "${var.region}", allowed_account_ids: ["111111111111"] },
          { alias: "other", region: "us-east-1", assume_role: [{ role_arn: "arn:aws:iam::222222222222:role/x" }] },
        ],
      },
      resource: { aws_vpc: { a: {}, b: { provider: "aws.other" }, c: { region: "us-west-2" } } },
    });
    const provider = (name: string) => graph.resource(`aws_vpc.${name}`)!.provider;
    expect(provider("a")).toEqual({ name: "aws", region: "eu-west-1", accounts: ["111111111111"] });
    expect(provider("b")).toEqual({ name: "aws.other", region: "us-east-1", accounts: ["222222222222"] });
    expect(provider("c")).toEqual({ name: "aws", region: "us-west-2", accounts: ["111111111111"] });
  });

  test("JSON is read with its references, from text or jsonencode", () => {
    const graph = graphOf({
      resource: {
        aws_efs_file_system: { fs: {} },
        aws_iam_role_policy: {
          text: {
            policy:
              '{"Statement":[{"Resource":"${aws_efs_file_system.fs.arn}","Sid":"for-${aws_efs_file_system.fs.id}"}]}',
          },
          call: {
            policy:
              '${jsonencode({Statement = [{Resource = aws_efs_file_system.fs.arn, Sid = "for-${aws_efs_file_system.fs.id}"}]})}',
          },
          inner: {
            policy:
              '{"Statement":${jsonencode([{Resource = aws_efs_file_system.fs.arn, Sid = "for-${aws_efs_file_system.fs.id}"}])}}',
          },
          known: { policy: '{"Statement":[]}' },
          none: { policy: "not JSON" },
        },
      },
    });
    const json = (name: string) =>
      graph.describe(graph.json(graph.resource(`aws_iam_role_policy.${name}`)!.get("policy")));
    const full = '{Statement = [{Resource = aws_efs_file_system.fs.arn, Sid = "for-${aws_efs_file_system.fs.id}"}]}';
    expect([json("text"), json("call"), json("inner")]).toEqual([full, full, full]);
    expect([json("known"), json("none")]).toEqual(["{Statement = []}", '"not JSON"']);
  });

  test("dependencies include depends_on and references, and the construct path is read", () => {
    const graph = graphOf({
      resource: {
        aws_vpc: { v: {} },
        aws_efs_mount_target: { a: {}, b: {} },
        aws_ecs_service: {
          s: {
            "//": { metadata: { path: "ecs-web/web/Resource" } },
            depends_on: ["aws_efs_mount_target.a", "${aws_efs_mount_target.b}"],
            network_configuration: { subnets: ["${aws_vpc.v.id}"] },
          },
        },
      },
    });
    const service = graph.resource("aws_ecs_service.s")!;
    expect(service.dependsOn.map((key) => graph.at(key)!.address)).toEqual([
      "aws_efs_mount_target.a",
      "aws_efs_mount_target.b",
      "aws_vpc.v",
    ]);
    expect(service.construct).toBe("ecs-web/web/Resource");
  });
});

test("a default subnet is in the default VPC, if that is in the input", () => {
  const subnet = { aws_default_subnet: { a: { availability_zone: "us-east-1a" } } };
  expect(value({ resource: { ...subnet, aws_default_vpc: { v: {} } } }, "aws_default_subnet.a", "vpc_id")).toBe(
    "aws_default_vpc.v.id",
  );
  expect(value({ resource: subnet }, "aws_default_subnet.a", "vpc_id")).toBe("null");
});
