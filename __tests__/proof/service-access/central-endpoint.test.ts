/** Endpoints in a hub VPC: what is told of each missing piece, and two states that know each other by ids alone. */
import { graphOfPlans } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { fixtureResult } from "../hops/fixture-result";

const told = (fixture: string, at = 0) => {
  const { verdict, rule, resource, detail, fix } = fixtureResult("image", `routes/${fixture}`, at)!;
  return { verdict, rule, resource, detail, fix };
};

test("a missing wildcard record is reported, with the record as the fix", () => {
  expect(told("central-endpoints-without-the-wildcard-record")).toEqual({
    verdict: "fails",
    rule: "EP-12",
    resource: 'aws_route53_zone_association.spoke["ecr.dkr"]',
    detail:
      '222233334444.dkr.ecr.eu-central-1.amazonaws.com matches the private zone "dkr.ecr.eu-central-1.amazonaws.com", which has no such record and overrides AWS\'s own records',
    fix: 'add a record for *.dkr.ecr.eu-central-1.amazonaws.com to aws_route53_zone.central["ecr.dkr"]; add a record for *.s3.eu-central-1.amazonaws.com to aws_route53_zone.central["s3"]',
  });
});

test("a missing route is reported on either side, with the route as the fix", () => {
  expect(told("central-endpoints-without-a-route-there")).toEqual({
    verdict: "fails",
    rule: "EP-12",
    resource: "aws_route_table.spoke",
    detail:
      'aws_vpc_endpoint.central["ecr.api"] is unreachable: aws_route_table.spoke has no route to 10.90.0.0/16 (aws_subnet.hub["a"])',
    fix: "route 10.90.0.0/16 to aws_ec2_transit_gateway.main in aws_route_table.spoke",
  });
  expect(told("central-endpoints-without-a-route-back")).toEqual({
    verdict: "fails",
    rule: "EP-12",
    resource: "aws_route_table.hub",
    detail:
      'the answers of aws_vpc_endpoint.central["ecr.api"] have no route back: aws_route_table.hub has no route to 10.20.0.0/16 (aws_subnet.a)',
    fix: "route 10.20.0.0/16 to aws_ec2_transit_gateway.main in aws_route_table.hub",
  });
});

test("a missing propagation is reported, with the propagation as the fix", () => {
  expect(told("central-endpoints-without-propagation")).toEqual({
    verdict: "fails",
    rule: "EP-12",
    resource: "aws_ec2_transit_gateway.main",
    detail:
      'the answers of aws_vpc_endpoint.central["ecr.api"] have no route back: aws_ec2_transit_gateway_route_table.hub has no route to aws_subnet.a',
    fix: "propagate aws_ec2_transit_gateway_vpc_attachment.spoke into aws_ec2_transit_gateway_route_table.hub",
  });
});

test("a zone without an association is reported, with the association as the fix", () => {
  const { detail, fix } = told("central-endpoints-zones-not-associated");
  expect(detail).toBe(
    'ecr.api is unreachable: aws_route_table.spoke has no default route; aws_route53_zone.central["ecr.api"] resolves api.ecr.eu-central-1.amazonaws.com to an endpoint, but is not associated with aws_vpc.spoke',
  );
  expect(fix).toMatch(/^associate aws_route53_zone\.central\["ecr\.api"\] with aws_vpc\.spoke; /);
});

test("a rule that references the task's group is reported, with the address range that works over a transit gateway", () => {
  const { detail, fix } = told("central-endpoints-admitting-the-tasks-group");
  expect(detail).toBe("no rule of aws_security_group.endpoints allows inbound tcp/443 from aws_ecs_service.orders");
  expect(fix).toMatch(/^allow inbound tcp\/443 from 10\.20\.1\.0\/24 in aws_security_group\.endpoints/);
});

test("a NAT gateway in a private subnet is moved to a public subnet", () => {
  expect(told("nat-gateway-among-the-tasks").fix).toBe("move aws_nat_gateway.nat to aws_subnet.public");
});

describe("hub and spoke as two states", () => {
  type Values = Record<string, unknown>;
  const state = (...resources: readonly (readonly [address: string, values: Values])[]) => ({
    format_version: "1.0",
    terraform_version: "1.11.4",
    values: {
      root_module: {
        resources: resources.map(([address, values]) => {
          const [type, name] = address.split(".");
          const provider_name = "registry.terraform.io/hashicorp/aws";
          return { address, mode: "managed", type, name, provider_name, schema_version: 0, values };
        }),
      },
    },
  });
  const id = (prefix: string, number: number) => `${prefix}-${String(number).padStart(17, "0")}`;
  const tgw = id("tgw", 1);
  const table = id("tgw-rtb", 1);
  const attachment = (number: number, vpc: number, subnet: number): Values => ({
    id: id("tgw-attach", number),
    transit_gateway_id: tgw,
    vpc_id: id("vpc", vpc),
    subnet_ids: [id("subnet", subnet)],
    transit_gateway_default_route_table_association: true,
    transit_gateway_default_route_table_propagation: true,
  });
  const network = (name: string, number: number, range: string): (readonly [string, Values])[] => [
    [
      `aws_vpc.${name}`,
      {
        id: id("vpc", number),
        cidr_block: `${range}.0.0/16`,
        enable_dns_support: true,
        enable_dns_hostnames: true,
        region: "eu-west-1",
      },
    ],
    [
      `aws_subnet.${name}`,
      {
        id: id("subnet", number),
        vpc_id: id("vpc", number),
        cidr_block: `${range}.1.0/24`,
        availability_zone: "eu-west-1a",
      },
    ],
    [
      `aws_route_table_association.${name}`,
      { id: id("rtbassoc", number), subnet_id: id("subnet", number), route_table_id: id("rtb", number) },
    ],
  ];
  const routeTable = (name: string, number: number, to?: string): readonly [string, Values] => [
    `aws_route_table.${name}`,
    {
      id: id("rtb", number),
      vpc_id: id("vpc", number),
      route: to === undefined ? [] : [{ cidr_block: to, transit_gateway_id: tgw }],
    },
  ];
  const services = { "ecr.api": "api.ecr", "ecr.dkr": "dkr.ecr", s3: "s3" };
  const open = (name: string, number: number, vpc: number): readonly [string, Values] => [
    `aws_security_group.${name}`,
    {
      id: id("sg", number),
      vpc_id: id("vpc", vpc),
      ingress: [{ from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["10.0.0.0/8"] }],
      egress: [{ from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }],
    },
  ];
  const hub = (back: string | undefined) =>
    state(
      ...network("hub", 1, "10.1"),
      routeTable("hub", 1, back),
      open("hub", 1, 1),
      [
        "aws_ec2_transit_gateway.main",
        {
          id: tgw,
          default_route_table_association: "enable",
          default_route_table_propagation: "enable",
          association_default_route_table_id: table,
          propagation_default_route_table_id: table,
        },
      ],
      ["aws_ec2_transit_gateway_vpc_attachment.hub", attachment(1, 1, 1)],
      ...Object.entries(services).flatMap(([service, host], index): (readonly [string, Values])[] => {
        const label = service.replace(".", "_");
        const domain = `${host}.eu-west-1.amazonaws.com`;
        const zone = `Z0000000000000000000${index}`;
        const alias = [
          { name: `${id("vpce", index + 1)}-abcd.${service}.eu-west-1.vpce.amazonaws.com`, zone_id: "Z38" },
        ];
        return [
          [
            `aws_vpc_endpoint.${label}`,
            {
              id: id("vpce", index + 1),
              vpc_id: id("vpc", 1),
              service_name: `com.amazonaws.eu-west-1.${service}`,
              vpc_endpoint_type: "Interface",
              private_dns_enabled: false,
              subnet_ids: [id("subnet", 1)],
              security_group_ids: [id("sg", 1)],
            },
          ],
          [
            `aws_route53_zone.${label}`,
            {
              id: zone,
              zone_id: zone,
              name: domain,
              vpc: [{ vpc_id: id("vpc", 1) }],
              arn: `arn:aws:route53:::hostedzone/${zone}`,
            },
          ],
          [`aws_route53_record.${label}`, { id: `${zone}_a`, zone_id: zone, name: domain, type: "A", alias }],
          [
            `aws_route53_record.${label}_all`,
            { id: `${zone}_b`, zone_id: zone, name: `*.${domain}`, type: "A", alias },
          ],
        ];
      }),
    );
  const role = "arn:aws:iam::111122223333:role/execution";
  const managed = "service-role/AmazonECSTaskExecutionRolePolicy";
  const trust = JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  const container = {
    name: "web",
    image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    essential: true,
    mountPoints: [{ sourceVolume: "files", containerPath: "/files" }],
  };
  const spoke = (there: string | undefined) =>
    state(
      ...network("spoke", 2, "10.2"),
      routeTable("spoke", 2, there),
      open("web", 2, 2),
      ["aws_ec2_transit_gateway_vpc_attachment.spoke", attachment(2, 2, 2)],
      ...Object.keys(services).map((service, index): readonly [string, Values] => {
        const zone = `Z0000000000000000000${index}`;
        return [
          `aws_route53_zone_association.${service.replace(".", "_")}`,
          { id: `${zone}:${id("vpc", 2)}`, zone_id: zone, vpc_id: id("vpc", 2) },
        ];
      }),
      ["aws_iam_role.execution", { id: "execution", name: "execution", arn: role, assume_role_policy: trust }],
      [
        "aws_iam_role_policy_attachment.execution",
        { id: "execution-1", role: "execution", policy_arn: `arn:aws:iam::aws:policy/${managed}` },
      ],
      ["aws_efs_file_system.files", { id: id("fs", 1) }],
      [
        "aws_efs_mount_target.files",
        { id: id("fsmt", 1), file_system_id: id("fs", 1), subnet_id: id("subnet", 2), security_groups: [id("sg", 2)] },
      ],
      [
        "aws_ecs_task_definition.web",
        {
          id: "web",
          arn: "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1",
          family: "web",
          revision: 1,
          track_latest: false,
          execution_role_arn: role,
          network_mode: "awsvpc",
          requires_compatibilities: ["FARGATE"],
          cpu: "256",
          memory: "512",
          container_definitions: JSON.stringify([container]),
          volume: [{ name: "files", efs_volume_configuration: [{ file_system_id: id("fs", 1) }] }],
        },
      ],
      [
        "aws_ecs_service.web",
        {
          id: "arn:aws:ecs:eu-west-1:111122223333:service/c/web",
          launch_type: "FARGATE",
          task_definition: "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1",
          network_configuration: [
            { subnets: [id("subnet", 2)], security_groups: [id("sg", 2)], assign_public_ip: false },
          ],
        },
      ],
    );
  const reach = (states: Record<string, unknown>) => {
    const [path] = prove(graphOfPlans(states)).paths;
    const { verdict, rule, detail } = path!.hops.find(({ hop }) => hop === "image")!;
    return { verdict, rule, detail };
  };

  test("pass together", () => {
    const { verdict } = reach({ "hub.json": hub("10.2.0.0/16"), "spoke.json": spoke("10.0.0.0/8") });
    expect(verdict).toBe("passes");
  });

  test("fail without the hub's return route", () => {
    expect(reach({ "hub.json": hub(undefined), "spoke.json": spoke("10.0.0.0/8") })).toEqual({
      verdict: "fails",
      rule: "EP-12",
      detail:
        "the answers of aws_vpc_endpoint.ecr_api have no route back: aws_route_table.hub has no route to 10.2.0.0/16 (aws_subnet.spoke)",
    });
  });

  test("are unknown if the hub is not in the input", () => {
    const { verdict } = reach({ "spoke.json": spoke("10.0.0.0/8") });
    expect(verdict).toBe("unknown");
  });
});
