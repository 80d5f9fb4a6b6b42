/** The state of one service with an EFS volume, in one zone, on container instances that say no more than their cluster. */
export interface State {
  readonly format_version: string;
  readonly terraform_version: string;
  readonly values: { readonly outputs: object; readonly root_module: { readonly resources: readonly object[] } };
}

export const deployedFileSystem = "fs-0a1b2c3d4e5f60718";
export const deployedMountTarget = "10.30.0.20";

const account = "333333333333";
const region = "us-east-1";
const [vpc, subnet, table] = ["vpc-0d00000000000000d", "subnet-0d00000000000000a", "rtb-0d00000000000000a"];
const [instances, endpoints, mountTargets] = ["sg-0d000000000000001", "sg-0d000000000000002", "sg-0d000000000000003"];
const clusterArn = `arn:aws:ecs:${region}:${account}:cluster/shop`;
const groupArn = `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:0:autoScalingGroupName/shop`;
const taskDefinition = `arn:aws:ecs:${region}:${account}:task-definition/shop`;

export const deployedUserData = "#!/bin/bash\necho ECS_CLUSTER=shop >> /etc/ecs/ecs.config\n";

const rule = (port: number, protocol: string, range: string) => ({
  ...{ from_port: port, to_port: port, protocol, cidr_blocks: [range], description: "" },
  ...{ ipv6_cidr_blocks: [], prefix_list_ids: [], security_groups: [], self: false },
});
const group = (id: string, ingress: object[], egress: object[]) => ({ id, vpc_id: vpc, name: id, ingress, egress });
const trust = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });
const role = (name: string, service: string, policy: string) => [
  [
    `aws_iam_role.${name}`,
    {
      ...{ id: name, name, arn: `arn:aws:iam::${account}:role/${name}`, path: "/", assume_role_policy: trust(service) },
      ...{ managed_policy_arns: [policy], inline_policy: [], permissions_boundary: "" },
    },
  ],
  [`aws_iam_role_policy_attachment.${name}`, { id: `${name}-1`, role: name, policy_arn: policy }],
];
const endpoint = (name: string, gateway = false) => [
  `aws_vpc_endpoint.${name.replace(".", "_")}`,
  {
    ...{ id: `vpce-${name}`, vpc_id: vpc, service_name: `com.amazonaws.${region}.${name}`, state: "available" },
    ...{ vpc_endpoint_type: gateway ? "Gateway" : "Interface", private_dns_enabled: !gateway },
    ...{ subnet_ids: gateway ? [] : [subnet], security_group_ids: gateway ? [] : [endpoints] },
    route_table_ids: gateway ? [table] : [],
  },
];

const blocks = [
  [
    "aws_vpc.shop",
    {
      ...{ id: vpc, cidr_block: "10.30.0.0/16", enable_dns_support: true, enable_dns_hostnames: true },
      ...{ arn: `arn:aws:ec2:${region}:${account}:vpc/${vpc}`, dhcp_options_id: "dopt-0d000000000000001" },
      ...{
        default_security_group_id: "sg-0d00000000000000f",
        main_route_table_id: "rtb-0d0000000000000f",
        owner_id: account,
      },
    },
  ],
  ["aws_vpc_dhcp_options.shop", { id: "dopt-0d000000000000001", domain_name_servers: ["AmazonProvidedDNS"] }],
  [
    "aws_vpc_dhcp_options_association.shop",
    { id: "dopt-0d000000000000001-1", dhcp_options_id: "dopt-0d000000000000001", vpc_id: vpc },
  ],
  [
    "aws_subnet.a",
    {
      ...{ id: subnet, vpc_id: vpc, cidr_block: "10.30.0.0/24", availability_zone: `${region}a`, owner_id: account },
      ...{ availability_zone_id: "use1-az1", map_public_ip_on_launch: false },
    },
  ],
  ["aws_route_table.a", { id: table, vpc_id: vpc, route: [] }],
  ["aws_route_table_association.a", { id: "rtbassoc-1", subnet_id: subnet, route_table_id: table, gateway_id: "" }],
  ["aws_security_group.instances", group(instances, [], [rule(0, "-1", "0.0.0.0/0")])],
  ["aws_security_group.endpoints", group(endpoints, [rule(443, "tcp", "10.30.0.0/16")], [])],
  ["aws_security_group.mount_targets", group(mountTargets, [rule(2049, "tcp", "10.30.0.0/16")], [])],
  ...["ecr.api", "ecr.dkr", "logs", "ecs", "ecs-agent", "ecs-telemetry"].map((name) => endpoint(name)),
  endpoint("s3", true),
  [
    "aws_efs_file_system.shop",
    {
      ...{ id: deployedFileSystem, encrypted: true, availability_zone_name: "", owner_id: account },
      arn: `arn:aws:elasticfilesystem:${region}:${account}:file-system/${deployedFileSystem}`,
      dns_name: `${deployedFileSystem}.efs.${region}.amazonaws.com`,
    },
  ],
  [
    "aws_efs_mount_target.a",
    {
      ...{ id: "fsmt-1", file_system_id: deployedFileSystem, subnet_id: subnet, ip_address: deployedMountTarget },
      ...{ availability_zone_name: `${region}a`, availability_zone_id: "use1-az1", security_groups: [mountTargets] },
    },
  ],
  [
    "aws_efs_file_system_policy.shop",
    {
      ...{ id: deployedFileSystem, file_system_id: deployedFileSystem },
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            ...{ Effect: "Allow", Principal: { AWS: "*" }, Resource: "*" },
            Action: [
              "elasticfilesystem:ClientMount",
              "elasticfilesystem:ClientWrite",
              "elasticfilesystem:ClientRootAccess",
            ],
            Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
          },
        ],
      }),
    },
  ],
  ...role("tasks", "ecs-tasks.amazonaws.com", "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"),
  ...role("hosts", "ec2.amazonaws.com", "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"),
  [
    "aws_iam_instance_profile.hosts",
    { id: "hosts", name: "hosts", arn: `arn:aws:iam::${account}:instance-profile/hosts`, role: "hosts" },
  ],
  ["aws_ecs_cluster.shop", { id: clusterArn, arn: clusterArn, name: "shop" }],
  [
    "aws_cloudwatch_log_group.shop",
    { id: "shop", name: "shop", arn: `arn:aws:logs:${region}:${account}:log-group:shop` },
  ],
  [
    "aws_launch_template.shop",
    {
      ...{
        id: "lt-0d000000000000001",
        name: "shop",
        latest_version: 3,
        default_version: 3,
        instance_type: "m7i.large",
      },
      image_id: "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
      iam_instance_profile: [{ arn: "", name: "hosts" }],
      user_data: Buffer.from(deployedUserData).toString("base64"),
      ...{ vpc_security_group_ids: [instances], network_interfaces: [] },
    },
  ],
  [
    "aws_autoscaling_group.shop",
    {
      ...{ id: "shop", name: "shop", arn: groupArn, min_size: 1, max_size: 3, desired_capacity: 1 },
      ...{ launch_configuration: "", mixed_instances_policy: [], vpc_zone_identifier: [subnet] },
      launch_template: [{ id: "lt-0d000000000000001", name: "shop", version: "$Latest" }],
    },
  ],
  [
    "aws_ecs_capacity_provider.shop",
    {
      ...{ id: "shop", arn: `arn:aws:ecs:${region}:${account}:capacity-provider/shop`, name: "shop" },
      auto_scaling_group_provider: [{ auto_scaling_group_arn: groupArn, managed_scaling: [] }],
    },
  ],
  [
    "aws_ecs_cluster_capacity_providers.shop",
    { id: "shop", cluster_name: "shop", capacity_providers: ["shop"], default_capacity_provider_strategy: [] },
  ],
  [
    "aws_ecs_task_definition.shop",
    {
      ...{ id: "shop", family: "shop", revision: 1, arn: `${taskDefinition}:1`, arn_without_revision: taskDefinition },
      ...{ network_mode: "awsvpc", requires_compatibilities: ["EC2"], cpu: "256", memory: "512", task_role_arn: "" },
      ...{ execution_role_arn: `arn:aws:iam::${account}:role/tasks`, runtime_platform: [], placement_constraints: [] },
      container_definitions: JSON.stringify([
        {
          ...{ name: "web", image: `${account}.dkr.ecr.${region}.amazonaws.com/web:1`, essential: true },
          mountPoints: [{ sourceVolume: "files", containerPath: "/files", readOnly: false }],
        },
      ]),
      volume: [
        {
          ...{ name: "files", host_path: "", configure_at_launch: false, docker_volume_configuration: [] },
          efs_volume_configuration: [
            {
              ...{ file_system_id: deployedFileSystem, root_directory: "/", transit_encryption: "ENABLED" },
              ...{ transit_encryption_port: 0, authorization_config: [] },
            },
          ],
        },
      ],
    },
  ],
  [
    "aws_ecs_service.shop",
    {
      ...{ id: "shop", name: "shop", cluster: clusterArn, task_definition: `${taskDefinition}:1`, desired_count: 1 },
      ...{ launch_type: "", scheduling_strategy: "REPLICA", platform_version: "", placement_constraints: [] },
      capacity_provider_strategy: [{ capacity_provider: "shop", base: 0, weight: 1 }],
      network_configuration: [{ subnets: [subnet], security_groups: [instances], assign_public_ip: false }],
    },
  ],
] as [string, object][];

export function deployedHosts(): State {
  const resources = blocks.map(([address, values]) => {
    const [type, name] = address.split(".");
    const provider_name = "registry.terraform.io/hashicorp/aws";
    return { address, mode: "managed", type, name, provider_name, schema_version: 0, values, sensitive_values: {} };
  });
  return { format_version: "1.0", terraform_version: "1.11.4", values: { outputs: {}, root_module: { resources } } };
}
