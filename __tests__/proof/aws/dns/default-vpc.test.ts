import { graphOfStacks } from "../../../../proof/graph/read";
import { prove } from "../../../../proof/prove";

type Blocks = Record<string, Record<string, unknown>>;

const container = { name: "web", image: "nginx", mountPoints: [{ sourceVolume: "content", containerPath: "/srv" }] };
const service: Blocks = {
  aws_default_vpc: { main: {} },
  aws_default_subnet: { a: { availability_zone: "us-east-1a" } },
  aws_efs_file_system: { content: {} },
  aws_efs_mount_target: {
    a: { file_system_id: "${aws_efs_file_system.content.id}", subnet_id: "${aws_default_subnet.a.id}" },
  },
  aws_default_security_group: {
    main: {
      vpc_id: "${aws_default_vpc.main.id}",
      ingress: [{ protocol: "-1", from_port: 0, to_port: 0, self: true }],
      egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
    },
  },
  aws_ecs_cluster: { main: { name: "main" } },
  aws_ecs_task_definition: {
    web: {
      family: "web",
      requires_compatibilities: ["FARGATE"],
      network_mode: "awsvpc",
      cpu: "256",
      memory: "512",
      container_definitions: JSON.stringify([container]),
      volume: [
        { name: "content", efs_volume_configuration: [{ file_system_id: "${aws_efs_file_system.content.id}" }] },
      ],
    },
  },
  aws_ecs_service: {
    web: {
      cluster: "${aws_ecs_cluster.main.id}",
      task_definition: "${aws_ecs_task_definition.web.arn}",
      launch_type: "FARGATE",
      network_configuration: [{ subnets: ["${aws_default_subnet.a.id}"], assign_public_ip: true }],
    },
  },
};
const table: Blocks = {
  aws_default_route_table: {
    main: {
      default_route_table_id: "${aws_default_vpc.main.default_route_table_id}",
      route: [{ cidr_block: "0.0.0.0/0", gateway_id: "igw-0123456789abcdef0" }],
    },
  },
};
const rule = { rule_no: 100, action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0" };
const acl = (...egress: object[]): Blocks => ({
  aws_default_network_acl: {
    main: {
      default_network_acl_id: "${aws_default_vpc.main.default_network_acl_id}",
      ingress: [rule],
      egress,
    },
  },
});

/** The image hop's result for a service in the default VPC, with other adopted resources. */
function image(adopted: Blocks): string {
  const provider = { aws: [{ region: "us-east-1" }] };
  const [path] = prove(graphOfStacks({ stack: { provider, resource: { ...service, ...adopted } } })).paths;
  const hop = path!.hops.find((one) => one.hop === "image")!;
  return `${hop.verdict} at ${hop.resource}`;
}

test("a default VPC with an adopted route table and network ACL is known", () => {
  expect(image({ ...table, ...acl(rule) })).toMatch(/^passes/);
});

test("fails if the adopted network ACL allows no outbound traffic", () => {
  expect(image({ ...table, ...acl() })).toBe("fails at aws_default_network_acl.main");
});

test("is unknown for resources that are not adopted, since they may have been changed", () => {
  expect(image({ ...acl(rule) })).toMatch(/^unknown/);
  expect(image(table)).toBe("unknown at the default network ACL of aws_default_vpc.main");
});
