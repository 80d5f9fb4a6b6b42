import { type Graph } from "../../../../proof/graph/graph";
import { type JsonObject } from "../../../../proof/graph/json/json-syntax";
import { graphOfStacks, readGraph } from "../../../../proof/graph/read";
import { folderOf } from "../folders";

const network = {
  terraform: { backend: { local: { path: "../../../terraform.shared-network.tfstate" } } },
  provider: { aws: [{ region: "us-east-1", allowed_account_ids: ["111111111111"] }] },
  resource: {
    aws_vpc: { network: { cidr_block: "10.0.0.0/16" } },
    aws_route53_resolver_rule: { amazonaws_com: { domain_name: "amazonaws.com", rule_type: "SYSTEM" } },
  },
  output: {
    vpc_id: { value: "${aws_vpc.network.id}" },
    resolver_rule_ids: { value: { "amazonaws.com": "${aws_route53_resolver_rule.amazonaws_com.id}" } },
  },
};

const apps = {
  terraform: { backend: { local: { path: "../../../terraform.vpc-apps.tfstate" } } },
  provider: { aws: [{ region: "us-east-1" }] },
  data: {
    terraform_remote_state: {
      network: { backend: "local", config: { path: "../../../terraform.shared-network.tfstate" } },
    },
  },
  resource: {
    aws_vpc: { apps: { cidr_block: "10.1.0.0/16", enable_dns_hostnames: true } },
    aws_subnet: {
      a: { vpc_id: "${aws_vpc.apps.id}", cidr_block: "${cidrsubnet(aws_vpc.apps.cidr_block, 8, 1)}" },
    },
    aws_route53_resolver_rule_association: {
      system: {
        vpc_id: "${aws_subnet.a.vpc_id}",
        resolver_rule_id: '${data.terraform_remote_state.network.outputs.resolver_rule_ids["amazonaws.com"]}',
      },
    },
  },
};

/** The value from stack `a` of a remote state that stack `b` reads. */
function across(backend: JsonObject, remote: JsonObject): string {
  const graph = graphOfStacks({
    a: {
      terraform: { backend },
      resource: { aws_vpc: { v: {} } },
      output: { vpc_id: { value: "${aws_vpc.v.id}" } },
    },
    b: {
      terraform: { backend: { local: { path: "b.tfstate" } } },
      data: { terraform_remote_state: { a: remote } },
      resource: { aws_subnet: { s: { vpc_id: "${data.terraform_remote_state.a.outputs.vpc_id}" } } },
    },
  });
  const value = graph.resource("aws_subnet.s")!.get("vpc_id");
  return value.kind === "unknown" ? `${value.expression}: ${value.why}` : graph.describe(value);
}

describe("a cdktf.out folder", () => {
  const folder = folderOf({
    "manifest.json": {
      stacks: {
        "shared-network": { synthesizedStackPath: "stacks/shared-network/cdk.tf.json" },
        "vpc-apps": { synthesizedStackPath: "stacks/vpc-apps/cdk.tf.json" },
      },
    },
    "stacks/shared-network/cdk.tf.json": network,
    "stacks/vpc-apps/cdk.tf.json": apps,
  });
  const graph = readGraph([folder]);
  const association = graph.resource("aws_route53_resolver_rule_association.system")!;

  test("is followed across stacks through remote state outputs", () => {
    const rule = graph.target(association.get("resolver_rule_id"), "aws_route53_resolver_rule")!;
    expect(rule.address).toBe("aws_route53_resolver_rule.amazonaws_com");
    expect(rule.document).toMatchObject({
      name: "shared-network",
      kind: "configuration",
      root: folder,
      path: `${folder}/stacks/shared-network/cdk.tf.json`,
    });
    expect(rule.provider).toEqual({ name: "aws", region: "us-east-1", accounts: ["111111111111"] });
  });

  test("is followed through the attributes of other resources", () => {
    expect(graph.target(association.get("vpc_id"), "aws_vpc")).toBe(graph.resource("aws_vpc.apps"));
    expect(graph.text(graph.resource("aws_subnet.a")!.get("cidr_block"))).toBe("10.1.1.0/24");
  });

  test("lists which resources refer to another", () => {
    const referring = (of: Graph, address: string) =>
      of.referrers("aws_route53_resolver_rule_association", "vpc_id", of.resource(address)!);
    const none = { certain: [], possible: [] };
    expect(referring(graph, "aws_vpc.apps")).toEqual({ ...none, certain: [association] });
    expect(referring(graph, "aws_vpc.network")).toEqual(none);
  });

  describe("with a user's file beside a stack's", () => {
    const withBeside = (beside: Record<string, unknown>) =>
      folderOf({
        "stacks/shared-network/cdk.tf.json": network,
        "stacks/vpc-apps/cdk.tf.json": { ...apps, locals: { tier: "a" } },
        ...Object.fromEntries(Object.entries(beside).map(([name, json]) => [`stacks/vpc-apps/${name}`, json])),
      });
    test("is read with it", () => {
      const more = { resource: { aws_subnet: { b: { vpc_id: "${aws_vpc.apps.id}" } } } };
      expect(readGraph([withBeside({ "more.tf.json": more })]).resource("aws_subnet.b")!.document.name).toBe(
        "vpc-apps",
      );
    });

    test("is changed by an override, argument by argument", () => {
      const change = {
        "//": { why: "a try" },
        locals: { tier: "b" },
        resource: { aws_subnet: { a: { cidr_block: "10.1.9.0/24" } } },
      };
      const later = { resource: { aws_subnet: { a: { availability_zone: "us-east-1${local.tier}" } } } };
      const graph = readGraph([withBeside({ "a_override.tf.json": change, "b_override.tf.json": later })]);
      const subnet = graph.resource("aws_subnet.a")!;
      expect(graph.text(subnet.get("cidr_block"))).toBe("10.1.9.0/24");
      expect(graph.text(subnet.get("availability_zone"))).toBe("us-east-1b");
      expect(graph.target(subnet.get("vpc_id"), "aws_vpc")!.address).toBe("aws_vpc.apps");
    });

    test("fails if an override changes something that doesn't exist, or is not supported", () => {
      const other = withBeside({ "override.tf.json": { resource: { aws_subnet: { z: {} } } } });
      expect(() => readGraph([other])).toThrow(
        `${other}/stacks/vpc-apps/override.tf.json overrides resource.aws_subnet.z, which is not there: take it out, as Terraform would ask`,
      );
      const moved = withBeside({ "override.tf.json": { moved: [{ from: "aws_vpc.a", to: "aws_vpc.b" }] } });
      expect(() => readGraph([moved])).toThrow(
        `${moved}/stacks/vpc-apps/override.tf.json overrides moved, which is not read: pass a plan instead`,
      );
    });

    test("fails if it is HCL", () => {
      const hcl = withBeside({ "main.tf": {} });
      expect(() => readGraph([hcl])).toThrow(
        `${hcl}/stacks/vpc-apps holds Terraform in HCL, which only a plan shows: name a cdktf.out folder, or plans made with terraform show -json PLAN`,
      );
    });
  });

  test("may lack a manifest, or be one stack's folder", () => {
    const stacks = folderOf({ "stacks/net/cdk.tf.json": network });
    expect(readGraph([stacks]).resource("aws_vpc.network")!.document.name).toBe("net");
    const metadata = { "//": { metadata: { stackName: "shared-network" } } };
    const stack = folderOf({ "cdk.tf.json": { ...network, ...metadata }, "more.tf.json": { locals: { a: 1 } } });
    expect(readGraph([stack]).resource("aws_vpc.network")!.document.name).toBe("shared-network");
    expect(readGraph([`${stack}/cdk.tf.json`]).resource("aws_vpc.network")!.document.name).toBe("shared-network");
  });
});

describe("terraform_remote_state", () => {
  const s3 = { bucket: "states", key: "a.tfstate", region: "us-east-1" };
  const expression = "data.terraform_remote_state.a.outputs.vpc_id";

  test.each<[string, JsonObject, JsonObject]>([
    ["the same path", { local: { path: "../x.tfstate" } }, { backend: "local", config: { path: "./../x.tfstate" } }],
    [
      "blocks as lists",
      { local: [{ path: "../x.tfstate" }] },
      { backend: "local", config: [{ path: "../x.tfstate" }] },
    ],
    [
      "bucket and key",
      { s3: { ...s3, use_lockfile: true } },
      { backend: "s3", config: { bucket: "states", key: "a.tfstate" } },
    ],
    ["gcs", { gcs: { bucket: "b", prefix: "p" } }, { backend: "gcs", config: { bucket: "b", prefix: "p" } }],
    [
      "a workspace",
      { remote: { organization: "o", workspaces: { name: "w" } } },
      { backend: "remote", config: { organization: "o", hostname: "app.terraform.io", workspaces: { name: "w" } } },
    ],
  ])("finds the stack by %s", (_, backend, remote) => {
    expect(across(backend, remote)).toBe("aws_vpc.v.id");
  });

  test("finds a stack with a cloud block", () => {
    const graph = graphOfStacks({
      a: {
        terraform: { cloud: { organization: "o", workspaces: { name: "w" } } },
        resource: { aws_vpc: { v: {} } },
        output: { vpc_id: { value: "${aws_vpc.v.id}" } },
      },
      b: {
        data: {
          terraform_remote_state: {
            a: { backend: "remote", config: { organization: "o", workspaces: [{ name: "w" }] } },
          },
        },
        locals: { outputs: "${data.terraform_remote_state.a.outputs}" },
        resource: { aws_subnet: { s: { vpc_id: '${lookup(local.outputs, "vpc_id")}' } } },
      },
    });
    expect(graph.describe(graph.resource("aws_subnet.s")!.get("vpc_id"))).toBe("aws_vpc.v.id");
  });

  test.each<[string, JsonObject, string]>([
    [
      "another key",
      { backend: "s3", config: { ...s3, key: "b.tfstate" } },
      "none of the stacks that were read keeps its state in s3 states/b.tfstate",
    ],
    ["another workspace", { backend: "s3", config: s3, workspace: "staging" }, "reads another workspace's state"],
    [
      "a key that is not known",
      { backend: "s3", config: { ...s3, key: "${local.k}" } },
      "the configuration of the s3 backend is not known",
    ],
    ["a backend that is not known", { backend: "${local.b}", config: s3 }, "the backend is not known"],
  ])("is unknown with %s", (_, remote, why) => {
    expect(across({ s3 }, remote)).toBe(`${expression}: ${why}`);
  });

  test("is unknown if several stacks have that state, or the output is missing", () => {
    const state = { terraform: { backend: { s3 } }, resource: { aws_vpc: { v: {} } } };
    const reader = {
      data: { terraform_remote_state: { a: { backend: "s3", config: s3 } } },
      resource: { aws_subnet: { s: { vpc_id: "${data.terraform_remote_state.a.outputs.vpc_id}" } } },
    };
    const why = (graph: Graph) => graph.resource("aws_subnet.s")!.get("vpc_id");
    expect(why(graphOfStacks({ a: state, reader }))).toMatchObject({ expression, why: 'a has no output "vpc_id"' });
    const twice = graphOfStacks({ a: state, b: state, reader });
    expect(why(twice)).toMatchObject({ why: "2 stacks keep their state in s3 states/a.tfstate" });
  });
});

test("a provider can take its Region from its own data source", () => {
  const graph = graphOfStacks({
    apps: {
      data: {
        terraform_remote_state: { network: { backend: "local", config: { path: "network.tfstate" } } },
        aws_caller_identity: { me: {} },
      },
      provider: {
        aws: [
          {
            region: "${data.terraform_remote_state.network.outputs.region}",
            allowed_account_ids: ["${data.aws_caller_identity.me.account_id}"],
          },
        ],
      },
      resource: { aws_vpc: { apps: { cidr_block: "10.1.0.0/16" } } },
    },
  });
  expect(graph.resource("aws_vpc.apps")?.provider).toEqual({ name: "aws", region: undefined, accounts: [] });
});
