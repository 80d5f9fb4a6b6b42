import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { readGraph } from "../../../proof/graph/read";

function folder(files: Record<string, unknown>): string {
  const root = mkdtempSync(join(tmpdir(), "graph-"));
  for (const [name, json] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), typeof json === "string" ? json : JSON.stringify(json));
  }
  return root;
}

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

describe("a cdktf.out folder", () => {
  const graph = readGraph([
    folder({
      "manifest.json": {
        stacks: {
          "shared-network": { synthesizedStackPath: "stacks/shared-network/cdk.tf.json" },
          "vpc-apps": { synthesizedStackPath: "stacks/vpc-apps/cdk.tf.json" },
        },
      },
      "stacks/shared-network/cdk.tf.json": network,
      "stacks/vpc-apps/cdk.tf.json": apps,
    }),
  ]);
  const association = graph.resource("aws_route53_resolver_rule_association.system")!;

  test("is followed across stacks through remote state outputs", () => {
    const rule = graph.target(association.get("resolver_rule_id"), "aws_route53_resolver_rule")!;
    expect(rule.address).toBe("aws_route53_resolver_rule.amazonaws_com");
    expect(rule.document.name).toBe("shared-network");
  });

  test("is followed through the attributes of other resources", () => {
    expect(graph.target(association.get("vpc_id"), "aws_vpc")).toBe(graph.resource("aws_vpc.apps"));
    expect(graph.text(graph.resource("aws_subnet.a")!.get("cidr_block"))).toBe("10.1.1.0/24");
  });

  test("answers which resources refer to another", () => {
    const vpc = graph.resource("aws_vpc.apps")!;
    const other = graph.resource("aws_vpc.network")!;
    expect(graph.referrers("aws_route53_resolver_rule_association", "vpc_id", vpc)).toEqual({
      certain: [association],
      possible: [],
      oneOfPossible: false,
    });
    expect(graph.referrers("aws_route53_resolver_rule_association", "vpc_id", other)).toEqual({
      certain: [],
      possible: [],
      oneOfPossible: false,
    });
    const tried = graph.with([
      {
        kind: "set",
        resource: association,
        attribute: "vpc_id",
        value: { kind: "reference", to: other.key, attribute: "id" },
      },
    ]);
    expect(tried.referrers("aws_route53_resolver_rule_association", "vpc_id", vpc)).toEqual({
      certain: [],
      possible: [],
      oneOfPossible: false,
    });
    expect(tried.referrers("aws_route53_resolver_rule_association", "vpc_id", other).certain).toHaveLength(1);
  });
});
