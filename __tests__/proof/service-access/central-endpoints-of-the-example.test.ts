/** The stacks of examples/central-endpoints: what each missing piece of the central endpoints leads to. */
import { readFileSync } from "node:fs";

import { parseOrganizationText } from "../../../config/load";
import { type Assumption } from "../../../proof/graph/assumption";
import { graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { exampleFileName, exampleNamed } from "../../support/examples";
import { synthFile } from "../../support/synth";

type Stacks = Parameters<typeof graphOfStacks>[0];
type Blocks = Record<string, Record<string, Record<string, unknown>>>;

const file = exampleNamed("central-endpoints");
const stacks = Object.entries(synthFile(file)).map(([name, { json }]) => [name, json] as const);
const text = readFileSync(exampleFileName("central-endpoints"), "utf8");
const assume = parseOrganizationText("organization.yaml", text).organization.assume as readonly Assumption[];

/** The stacks, without resources: `stack: aws_type.name`. */
function without(...removed: readonly string[]): Stacks {
  const all = Object.fromEntries(stacks.map(([name, json]) => [name, JSON.parse(json) as { resource: Blocks }]));
  for (const one of removed) {
    const [stack, address] = one.split(": ") as [string, string];
    const [type, name] = address.split(".") as [string, string];
    const ofType = all[stack]!.resource[type]!;
    if (!(name in ofType)) throw new Error(`${stack} has no ${address}`);
    delete ofType[name];
  }
  return all as unknown as Stacks;
}

function judged(of: Stacks, statements = assume) {
  const { paths, findings, assumed } = prove(graphOfStacks(of, statements));
  const bad = paths.flatMap(({ workload, hops }) =>
    hops.filter(({ verdict }) => verdict !== "passes").map((hop) => ({ ...hop, workload })),
  );
  return { paths, findings, assumed, bad };
}

const zones = ["us-east-1a", "us-east-1b"];
const ofEachZone = (stack: string, id: (zone: string) => string) =>
  zones.map((zone) => `${stack}: aws_route.${id(zone)}`);

test("every path mounts with the routes of the transit gateway assumed, without a finding", () => {
  const { paths, findings, assumed } = judged(without());
  expect(paths.map(({ verdict }) => verdict)).toEqual(["mounts", "mounts", "mounts", "mounts"]);
  expect(findings).toEqual([]);
  expect(assumed!.map(({ used }) => used)).toEqual([true]);
});

test("the transit gateway's routes are unknown without the assumption", () => {
  const { bad } = judged(without(), []);
  expect(new Set(bad.map(({ hop, verdict, rule }) => `${hop} ${verdict} ${rule}`))).toEqual(
    new Set(["image unknown EP-12", "logs unknown EP-12"]),
  );
});

test("the input takes precedence over the assumption", () => {
  const all = without();
  (all["shared-network"] as unknown as { resource: Blocks }).resource["aws_ec2_transit_gateway"] = {
    main: { default_route_table_association: "disable" },
  };
  const own = JSON.parse(
    JSON.stringify(all).replaceAll('"tgw-0123456789abcdef0"', '"${aws_ec2_transit_gateway.main.id}"'),
  ) as Stacks;
  const statement = { ...assume[0]!, transitGateway: "aws_ec2_transit_gateway.main" };
  const { findings } = judged(own, [statement]);
  expect(findings.map(({ rule }) => rule)).toContain("ASM-01");
});

/** The removed resource, the workloads that fail, and the message of a hop. */
test.each<[what: string, removed: readonly string[], workloads: readonly string[], rule: string, detail: string]>([
  [
    "a zone association",
    ["vpc-web: aws_route53_zone_association.ecr_dkr"],
    ["aws_ecs_service.nginx"],
    "EP-01",
    "ecr.dkr is unreachable: aws_route_table.web_private-us-east-1a has no default route; aws_route53_zone.ecr_dkr resolves dkr.ecr.us-east-1.amazonaws.com to an endpoint, but is not associated with aws_vpc.web",
  ],
  [
    "the zone association of the logs",
    ["vpc-web: aws_route53_zone_association.logs"],
    ["aws_ecs_service.nginx"],
    "EP-01",
    "logs is unreachable: aws_route_table.web_private-us-east-1a has no default route; aws_route53_zone.logs resolves logs.us-east-1.amazonaws.com to an endpoint, but is not associated with aws_vpc.web",
  ],
  [
    "the wildcard record",
    ["shared-network: aws_route53_record.ecr_dkr_all"],
    ["aws_ecs_service.nginx", "aws_ecs_service.worker"],
    "EP-12",
    '222222222222.dkr.ecr.us-east-1.amazonaws.com matches the private zone "dkr.ecr.us-east-1.amazonaws.com", which has no such record and overrides AWS\'s own records',
  ],
  [
    "the routes there",
    ofEachZone("vpc-web", (zone) => `${zone}-10_0_0_0--22`),
    ["aws_ecs_service.nginx"],
    "EP-12",
    "aws_vpc_endpoint.ecr_api is unreachable: aws_route_table.web_private-us-east-1a has no route to 10.0.0.0/22 (aws_subnet.network_private-us-east-1a)",
  ],
  [
    "the routes back",
    ofEachZone("shared-network", (zone) => `on-premises_${zone}-10_11_0_0--16`),
    ["aws_ecs_service.worker"],
    "EP-12",
    "the answers of aws_vpc_endpoint.ecr_api have no route back: aws_route_table.network_private-us-east-1a has no route to 10.11.0.0/16 (aws_subnet.batch_private-us-east-1a)",
  ],
  [
    "the rule of the security group",
    ["shared-network: aws_vpc_security_group_ingress_rule.https-from-web"],
    ["aws_ecs_service.nginx"],
    "EP-08",
    "no rule of aws_security_group.endpoints allows inbound tcp/443 from aws_ecs_service.nginx",
  ],
])("fails without %s", (_, removed, workloads, rule, detail) => {
  const failing = judged(without(...removed)).bad.filter(({ verdict }) => verdict === "fails");
  expect(failing).toContainEqual(expect.objectContaining({ rule, detail }));
  expect([...new Set(failing.map(({ workload }) => workload))].sort()).toEqual(workloads);
  // An endpoint of its own would be another design.
  expect(failing.map(({ organization }) => organization)).not.toContainEqual(expect.stringContaining("endpoints:"));
});

test.each([
  ["endpoint", "shared-network: aws_vpc_endpoint.logs"],
  ["attachment of the workload VPC", "vpc-web: aws_ec2_transit_gateway_vpc_attachment.vpc-web"],
  ["attachment of the shared network's VPC", "shared-network: aws_ec2_transit_gateway_vpc_attachment.on-premises"],
])("never mounts without the %s", (_, removed) => {
  const { bad } = judged(without(removed));
  expect(bad.map(({ workload }) => workload)).toContain("aws_ecs_service.nginx");
});
