import { readFileSync } from "node:fs";
import { join } from "node:path";

import { mapData } from "../../map/build/map-data";
import { type MapData, type MapNode } from "../../map/data";
import { type Graph } from "../../proof/graph/graph";
import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { graphOfPlans, graphOfStacks } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { maskOfGraph, withoutSensitive } from "../../proof/report/sensitive";
import { mountingStack } from "../support/mounting-stack";

type Stack = ReturnType<typeof mountingStack>;

const dataOf = (graph: Graph) => mapData(graph, withoutSensitive(prove(graph), maskOfGraph(graph)));

/** A stack that mounts, changed. */
function mapOf(change: (stack: Stack) => void = () => undefined, name = "web"): MapData {
  const stack = mountingStack(name);
  change(stack);
  return dataOf(graphOfStacks({ apps: stack as unknown as JsonObject }));
}

/** A node with what is below it, as nested lists of names. */
function tree({ nodes }: MapData, id: number): unknown {
  const { name, children } = nodes[id]!;
  return children.length === 0 ? name : [name, children.map((child) => tree({ nodes } as MapData, child))];
}

function node({ nodes }: MapData, kind: MapNode["kind"], name: string): MapNode {
  const found = nodes.filter((one) => one.kind === kind && one.name === name);
  expect(found).toHaveLength(1);
  return found[0]!;
}

test("has accounts, Regions, VPCs, zones, subnets, file systems and workloads, without empty groups", () => {
  const data = mapOf();
  expect(data.roots.map((id) => tree(data, id))).toEqual([
    [
      "222222222222",
      [
        [
          "us-east-1",
          [
            [
              "VPCs",
              [
                [
                  "apps",
                  [
                    ["Workloads", ["aws_ecs_service.web"]],
                    ["Subnets", [["us-east-1a", ["a"]]]],
                    ["File systems", [["content", ["a"]]]],
                  ],
                ],
              ],
            ],
          ],
        ],
      ],
    ],
  ]);
});

test("has what is shared: resolver rules with their VPCs, endpoints of VPCs, and shares", () => {
  const data = mapOf(({ resource }) => {
    const named = (type: string, name: string, attribute = "id") => `\${${type}.${name}.${attribute}}`;
    Object.assign(resource, {
      aws_route53_resolver_rule: {
        corp: { domain_name: "corp.example", rule_type: "FORWARD", target_ip: [{ ip: "10.2.0.1" }] },
      },
      aws_route53_resolver_rule_association: {
        corp: { resolver_rule_id: named("aws_route53_resolver_rule", "corp"), vpc_id: named("aws_vpc", "apps") },
      },
      aws_ram_resource_share: { rules: { name: "rules" } },
      aws_ram_resource_association: {
        corp: {
          resource_arn: named("aws_route53_resolver_rule", "corp", "arn"),
          resource_share_arn: named("aws_ram_resource_share", "rules", "arn"),
        },
      },
      aws_ram_principal_association: {
        all: { principal: "333333333333", resource_share_arn: named("aws_ram_resource_share", "rules", "arn") },
      },
      aws_vpc_endpoint: {
        s3: { vpc_id: named("aws_vpc", "apps"), service_name: "com.amazonaws.us-east-1.s3" },
      },
      aws_route53_resolver_endpoint: { outbound: { direction: "OUTBOUND" } },
    });
  });
  expect(node(data, "endpoint", "s3").note).toBe("Gateway");
  expect(node(data, "resolver-endpoint", "outbound").note).toBe("OUTBOUND");
  expect(node(data, "rule-association", "corp.example").facts).toContainEqual(["sent to", "10.2.0.1"]);
  const rule = node(data, "resolver-rule", "corp.example");
  expect(rule.links).toEqual([["associated with", [data.nodes.indexOf(node(data, "vpc", "apps"))]]]);
  const share = node(data, "share", "rules");
  expect(share.facts).toContainEqual(["principals", "333333333333"]);
  expect(share.links).toEqual([["shared rules", [data.nodes.indexOf(rule)]]]);
});

test("a VPC says how the names that tasks need are answered, and those of its own rules", () => {
  const data = mapOf(({ resource }) => {
    Object.assign(resource, {
      aws_route53_resolver_rule: {
        corp: { domain_name: "corp.example.", rule_type: "FORWARD", target_ip: [{ ip: "10.2.0.1" }] },
      },
      aws_route53_resolver_rule_association: {
        corp: { resolver_rule_id: "${aws_route53_resolver_rule.corp.id}", vpc_id: "${aws_vpc.apps.id}" },
      },
    });
  });
  const { names = [] } = node(data, "vpc", "apps");
  expect(names.map(({ name, by }) => [name, by])).toEqual([
    ["fs-0123456789abcdef0.efs.us-east-1.amazonaws.com", "answered by AWS"],
    ["api.ecr.us-east-1.amazonaws.com", "answered by AWS"],
    ["logs.us-east-1.amazonaws.com", "answered by AWS"],
    ["corp.example", "not answered by AWS"],
  ]);
  expect(names.at(-1)!.answer.split("\n")).toEqual([
    "DNS support on, DNS host names on, name servers AmazonProvidedDNS",
    "",
    "→ resolver rule   corp.example  FORWARD to 10.2.0.1  aws_route53_resolver_rule_association.corp",
    "  AWS's own rule  .             in AWS",
    "",
    "answered by AWS: no (DNS-01)",
    '  corp.example matches "corp.example" FORWARD to 10.2.0.1, which is outside AWS',
    "  10.2.0.1 answers",
  ]);
});

test("links a workload with its subnet and file system, and each with the workload", () => {
  const data = mapOf();
  const [workload, subnet, fileSystem] = [
    node(data, "workload", "aws_ecs_service.web"),
    node(data, "subnet", "a"),
    node(data, "file-system", "content"),
  ];
  const id = (one: MapNode) => data.nodes.indexOf(one);
  expect(workload.links).toEqual([
    ["runs in", [id(subnet)]],
    ["mounts", [id(fileSystem)]],
  ]);
  expect(fileSystem.links).toEqual([["mounted by", [id(workload)]]]);
  expect(subnet.links).toEqual([
    ["mount targets", [id(node(data, "mount-target", "a"))]],
    ["workloads", [id(workload)]],
  ]);
});

test("a path that fails marks everything above it, and the cause is listed once with its fix", () => {
  const data = mapOf(({ resource }) => (resource["aws_vpc"]!["apps"]!["enable_dns_hostnames"] = false));
  for (const [kind, name] of [
    ["workload", "aws_ecs_service.web"],
    ["vpc", "apps"],
    ["account", "222222222222"],
  ] as const) {
    expect([name, node(data, kind, name).verdict]).toEqual([name, "fails"]);
  }
  const failing = data.causes.filter(({ verdict }) => verdict === "fails");
  expect(failing.map(({ paths, workloads }) => [paths, workloads.length])).toEqual([[1, 1]]);
  const hop = data.hops[failing[0]!.hop]!;
  expect([hop.hop, hop.rule]).toEqual(["vpc-dns", "VPC-01"]);
  expect(hop.terraform).toContain("enable_dns_hostnames = true");
  expect(data.rules["VPC-01"]!.title).toBe("DNS support or DNS hostnames of the VPC are off");
  expect(data.rules["VPC-01"]!.help).toContain("## Fix");
});

test("paths name the VPC, and hops and links that paths share are there once", () => {
  const data = mapOf(({ resource }) => {
    const subnets = resource["aws_subnet"]!;
    subnets["b"] = { ...subnets["a"], cidr_block: "10.10.2.0/24" };
    const network = resource["aws_ecs_service"]!["web"]!["network_configuration"] as Record<string, unknown>;
    network["subnets"] = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"];
  });
  expect(data.paths.map(({ vpc, subnet }) => [vpc, subnet])).toEqual([
    ["apps", "aws_subnet.a"],
    ["apps", "aws_subnet.b"],
  ]);
  expect(node(data, "file-system", "content").links).toEqual([
    ["mounted by", [data.nodes.indexOf(node(data, "workload", "aws_ecs_service.web"))]],
  ]);
  const shown = data.paths.flatMap(({ hops }) => hops);
  expect(data.hops.length).toBe(new Set(shown).size);
  expect(data.hops.length).toBeLessThan(shown.length);
});

test("VPCs are in the order of the numbers in their names, without the groups that they lack", () => {
  const data = mapOf(({ resource }) => {
    for (const name of ["v10", "v2", "v1"]) resource["aws_vpc"]![name] = { cidr_block: "10.20.0.0/16" };
  });
  expect(node(data, "vpc", "v1").children).toEqual([]);
  const group = data.nodes.find(({ name }) => name === "VPCs")!;
  expect(group.children.map((id) => data.nodes[id]!.name)).toEqual(["apps", "v1", "v2", "v10"]);
});

test("a VPC that is known only by its id is named by it", () => {
  const data = mapOf(({ resource }) => {
    delete resource["aws_vpc"];
    for (const part of ["aws_subnet", "aws_security_group", "aws_internet_gateway", "aws_route_table"]) {
      for (const one of Object.values(resource[part]!)) one["vpc_id"] = "vpc-0123456789abcdef0";
    }
  });
  const vpc = node(data, "vpc", "vpc-0123456789abcdef0");
  expect(vpc.facts).toContainEqual(["managed", "no: the input refers to it, and may not show all of it"]);
  expect(data.paths.map((path) => path.vpc)).toEqual(["vpc-0123456789abcdef0"]);
});

test("control characters of names are shown as escapes", () => {
  const data = mapOf(undefined, "we\u001b[2Jb\u202e\n");
  expect(data.nodes.filter(({ kind }) => kind === "workload").map(({ name }) => name)).toEqual([
    "aws_ecs_service.we\\u{1b}[2Jb\\u{202e}\\n",
  ]);
  // eslint-disable-next-line no-control-regex
  expect(JSON.stringify(data)).not.toMatch(/[\u001b\u202e]/);
});

test("values that Terraform marks as sensitive are masked everywhere", () => {
  const file = join(__dirname, "../proof/fixtures/resolver/com-forwarded/plan.json");
  interface Planned {
    type: string;
    values: Record<string, unknown>;
    sensitive_values: Record<string, unknown>;
  }
  const plan = JSON.parse(readFileSync(file, "utf8")) as JsonObject & {
    planned_values: { root_module: { resources: Planned[] } };
  };
  const rule = plan.planned_values.root_module.resources.find(
    ({ type, values }) => type === "aws_route53_resolver_rule" && values["rule_type"] === "FORWARD",
  )!;
  rule.values["target_ip"] = [{ ip: "203.0.113.53", ipv6: null, port: 53, protocol: "Do53" }];
  expect(JSON.stringify(dataOf(graphOfPlans({ "plan.json": plan })))).toContain("203.0.113.53");
  rule.sensitive_values = { ...rule.sensitive_values, target_ip: [{ ip: true }] };
  const masked = JSON.stringify(dataOf(graphOfPlans({ "plan.json": plan })));
  expect(masked).not.toContain("203.0.113.53");
  expect(masked).toContain("(sensitive)");
});
