/** A minimal stack that mounts, as a `*.tf.json`: one service and one file system, with everything that they need. */
type Json = Record<string, unknown>;

const allowAll = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };

export function mountingStack(name = "web"): { provider: Json; resource: Record<string, Record<string, Json>> } {
  return {
    provider: { aws: [{ region: "us-east-1", allowed_account_ids: ["222222222222"] }] },
    resource: {
      aws_vpc: { apps: { cidr_block: "10.10.0.0/16", enable_dns_support: true, enable_dns_hostnames: true } },
      aws_internet_gateway: { apps: { vpc_id: "${aws_vpc.apps.id}" } },
      aws_route_table: {
        apps: {
          vpc_id: "${aws_vpc.apps.id}",
          route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.apps.id}" }],
        },
      },
      aws_subnet: {
        a: { vpc_id: "${aws_vpc.apps.id}", cidr_block: "10.10.1.0/24", availability_zone: "us-east-1a" },
      },
      aws_route_table_association: {
        a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.apps.id}" },
      },
      aws_security_group: { all: { vpc_id: "${aws_vpc.apps.id}", ingress: [allowAll], egress: [allowAll] } },
      aws_efs_file_system: { content: { encrypted: true } },
      aws_efs_mount_target: {
        a: {
          file_system_id: "${aws_efs_file_system.content.id}",
          subnet_id: "${aws_subnet.a.id}",
          security_groups: ["${aws_security_group.all.id}"],
        },
      },
      aws_ecs_cluster: { apps: { name: "apps" } },
      aws_ecs_task_definition: {
        [name]: {
          family: name,
          requires_compatibilities: ["FARGATE"],
          network_mode: "awsvpc",
          cpu: "256",
          memory: "512",
          container_definitions: JSON.stringify([
            {
              name,
              image: "public.ecr.aws/nginx/nginx:1.27",
              mountPoints: [{ sourceVolume: "content", containerPath: "/srv", readOnly: true }],
            },
          ]),
          volume: [
            {
              name: "content",
              efs_volume_configuration: {
                file_system_id: "${aws_efs_file_system.content.id}",
                transit_encryption: "ENABLED",
              },
            },
          ],
        },
      },
      aws_ecs_service: {
        [name]: {
          name,
          cluster: "${aws_ecs_cluster.apps.id}",
          launch_type: "FARGATE",
          platform_version: "1.4.0",
          task_definition: `\${aws_ecs_task_definition.${name}.arn}`,
          network_configuration: {
            subnets: ["${aws_subnet.a.id}"],
            security_groups: ["${aws_security_group.all.id}"],
            assign_public_ip: true,
          },
          depends_on: ["aws_efs_mount_target.a"],
        },
      },
    },
  };
}
