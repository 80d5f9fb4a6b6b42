import { type Graph } from "../../../../../proof/graph/graph";
import { readGraph } from "../../../../../proof/graph/read";
import { folderOf } from "../../folders";

const network = {
  variable: { cidr: {}, zones: { default: ["a", "b"] } },
  resource: {
    aws_vpc: { this: { cidr_block: "${var.cidr}", enable_dns_hostnames: true } },
    aws_subnet: {
      private: {
        for_each: "${toset(var.zones)}",
        vpc_id: "${aws_vpc.this.id}",
        availability_zone: "us-east-1${each.key}",
      },
    },
  },
  output: {
    vpc_id: { value: "${aws_vpc.this.id}" },
    subnet_ids: { value: "${{ for zone, subnet in aws_subnet.private : zone => subnet.id }}" },
  },
};

/** A `cdktf.out` of one stack with modules beside it. */
function graphWith(stack: object, modules: Readonly<Record<string, unknown>>): Graph {
  const files = Object.entries(modules).map(([path, json]) => [`stacks/apps/${path}`, json] as const);
  return readGraph([folderOf({ "stacks/apps/cdk.tf.json": stack, ...Object.fromEntries(files) })]);
}

const provider = { aws: [{ region: "us-east-1" }, { alias: "west", region: "us-west-2" }] };
const rule = (vpc_id: string) => ({
  aws_route53_resolver_rule_association: { all: { vpc_id, resolver_rule_id: "rslvr-rr-0123456789abcdef0" } },
});

describe("a module written in JSON", () => {
  const stack = {
    provider,
    module: { net: { source: "./modules/network", cidr: "10.1.0.0/16", providers: { aws: "aws.west" } } },
    resource: {
      ...rule("${module.net.vpc_id}"),
      aws_efs_mount_target: { a: { subnet_id: '${module.net.subnet_ids["a"]}' } },
    },
  };
  const graph = graphWith(stack, { "modules/network/main.tf.json": network });

  test("has its resources under its own address, with the provider that is passed to it", () => {
    const vpc = graph.resource("module.net.aws_vpc.this")!;
    expect(vpc.module).toBe("module.net");
    expect(vpc.provider).toMatchObject({ name: "aws.west", region: "us-west-2" });
    expect(graph.text(vpc.get("cidr_block"))).toBe("10.1.0.0/16");
    expect(graph.all("aws_subnet").map(({ address }) => address)).toEqual([
      'module.net.aws_subnet.private["a"]',
      'module.net.aws_subnet.private["b"]',
    ]);
  });

  test("passes its outputs on", () => {
    const [association] = graph.all("aws_route53_resolver_rule_association");
    expect(graph.target(association!.get("vpc_id"), "aws_vpc")).toBe(graph.resource("module.net.aws_vpc.this"));
    const [target] = graph.all("aws_efs_mount_target");
    expect(graph.target(target!.get("subnet_id"), "aws_subnet")?.address).toBe('module.net.aws_subnet.private["a"]');
  });

  test("has one instance for each key of for_each, including nested modules", () => {
    const nested = graphWith(
      {
        provider,
        module: { all: { source: "./modules/all" } },
        resource: rule('${module.all.vpc_ids["hub"]}'),
      },
      {
        "modules/network/main.tf.json": network,
        "modules/all/main.tf.json": {
          module: {
            net: {
              source: "../network",
              for_each: { hub: "10.1.0.0/16", spoke: "10.2.0.0/16" },
              cidr: "${each.value}",
              zones: ["${each.key}"],
            },
          },
          output: { vpc_ids: { value: "${{ for name, net in module.net : name => net.vpc_id }}" } },
        },
      },
    );
    expect(nested.all("aws_vpc").map(({ address }) => address)).toEqual([
      'module.all.module.net["hub"].aws_vpc.this',
      'module.all.module.net["spoke"].aws_vpc.this',
    ]);
    const [association] = nested.all("aws_route53_resolver_rule_association");
    expect(nested.target(association!.get("vpc_id"), "aws_vpc")?.address).toBe(
      'module.all.module.net["hub"].aws_vpc.this',
    );
  });

  test("that calls itself is read to a limited depth", () => {
    const endless = { module: { again: { source: "./" }, twice: { source: "./" } } };
    expect(
      graphWith(
        { ...stack, module: { net: { source: "./modules/loop" } } },
        { "modules/loop/main.tf.json": endless },
      ).all("module").length,
    ).toBeGreaterThan(0);
  });
});

describe("a module that cannot be read", () => {
  test.each([
    [
      "terraform-aws-modules/vpc/aws",
      {},
      "the module terraform-aws-modules/vpc/aws is not installed: run terraform get in the folder, or pass the saved plan instead",
    ],
    [
      "./modules/hcl",
      { "modules/hcl/main.tf": "" },
      "the module ./modules/hcl is written in HCL, which only a plan shows",
    ],
    ["./modules/none", {}, "the folder of the module ./modules/none does not exist"],
  ])("leaves its outputs unknown: %s", (source, files, why) => {
    const graph = graphWith({ provider, module: { net: { source } }, resource: rule("${module.net.vpc_id}") }, files);
    const [association] = graph.all("aws_route53_resolver_rule_association");
    expect(association!.get("vpc_id")).toMatchObject({ kind: "unknown", expression: "module.net.vpc_id", why });
  });
});
