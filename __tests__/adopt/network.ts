/** States of a VPC of somebody else's, as Terraform writes them. */

export interface StateResource {
  readonly mode?: "data";
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export const owner = "222222222222";

/** `id("subnet", 10)` → `subnet-0000000000000000a` */
export function id(prefix: string, number: number): string {
  return `${prefix}-${number.toString(16).padStart(17, "0")}`;
}

export const vpcId = id("vpc", 1);

export function vpc(values: Readonly<Record<string, unknown>> = {}): StateResource {
  return {
    type: "aws_vpc",
    name: "this",
    values: {
      id: vpcId,
      arn: `arn:aws:ec2:us-east-1:${owner}:vpc/${vpcId}`,
      owner_id: owner,
      cidr_block: "10.20.0.0/16",
      ipv6_cidr_block: "",
      dhcp_options_id: id("dopt", 1),
      main_route_table_id: id("rtb", 1),
      enable_dns_support: true,
      enable_dns_hostnames: true,
      tags: { Name: "Apps" },
      ...values,
    },
  };
}

export function subnet(number: number, zone: string, range: string, values: object = {}): StateResource {
  return {
    type: "aws_subnet",
    name: `subnet_${number}`,
    values: {
      ...{ id: id("subnet", number), vpc_id: vpcId, owner_id: owner, availability_zone: `us-east-1${zone}` },
      ...{ cidr_block: range, ipv6_cidr_block: "", ipv6_native: false, enable_dns64: false, ...values },
    },
  };
}

/** A route table with its subnets, and the target of its default route. */
export function table(number: number, subnets: readonly number[], target?: string): StateResource[] {
  const kind = target?.startsWith("nat-")
    ? "nat_gateway_id"
    : target?.startsWith("tgw-")
      ? "transit_gateway_id"
      : "gateway_id";
  const route = target === undefined ? [] : [{ cidr_block: "0.0.0.0/0", ipv6_cidr_block: "", [kind]: target }];
  return [
    { type: "aws_route_table", name: `table_${number}`, values: { id: id("rtb", number), vpc_id: vpcId, route } },
    ...subnets.map((one) => ({
      type: "aws_route_table_association",
      name: `subnet_${one}`,
      values: { id: id("rtbassoc", one), subnet_id: id("subnet", one), route_table_id: id("rtb", number) },
    })),
  ];
}

export function dhcpOptions(...servers: string[]): StateResource {
  return { type: "aws_vpc_dhcp_options", name: "this", values: { id: id("dopt", 1), domain_name_servers: servers } };
}

export function endpoint(number: number, service: string, values: object = {}): StateResource {
  return {
    type: "aws_vpc_endpoint",
    name: `endpoint_${number}`,
    values: {
      ...{ id: id("vpce", number), vpc_id: vpcId, service_name: `com.amazonaws.us-east-1.${service}` },
      ...{
        vpc_endpoint_type: "Interface",
        private_dns_enabled: true,
        state: "available",
        route_table_ids: [],
        ...values,
      },
    },
  };
}

/** A file system with mount targets in subnets. */
export function fileSystem(number: number, name: string, subnets: readonly number[]): StateResource[] {
  return [
    { type: "aws_efs_file_system", name, values: { id: id("fs", number), availability_zone_name: "" } },
    ...subnets.map((one) => ({
      type: "aws_efs_mount_target",
      name: `${name}_${one}`,
      values: {
        ...{ id: id("fsmt", number * 100 + one), file_system_id: id("fs", number), subnet_id: id("subnet", one) },
        security_groups: [id("sg", number)],
      },
    })),
  ];
}

/** Two zones, each with a private subnet behind its own NAT gateway and a public one. */
export function twoZones(): StateResource[] {
  return [
    vpc(),
    ...[subnet(1, "a", "10.20.0.0/20"), subnet(2, "b", "10.20.16.0/20")],
    ...[subnet(3, "a", "10.20.128.0/24"), subnet(4, "b", "10.20.129.0/24")],
    ...table(11, [1], id("nat", 1)),
    ...table(12, [2], id("nat", 2)),
    ...table(13, [3, 4], id("igw", 1)),
    dhcpOptions("AmazonProvidedDNS"),
  ];
}

function shown({ mode, type, name, values }: StateResource) {
  return { address: `${mode === "data" ? "data." : ""}${type}.${name}`, mode: mode ?? "managed", type, name, values };
}

/** `terraform show -json` of a state. */
export function stateJson(resources: readonly StateResource[]) {
  return {
    format_version: "1.0",
    terraform_version: "1.11.4",
    values: { root_module: { resources: resources.map(shown) } },
  };
}

/** A `terraform.tfstate`. */
export function stateFile(resources: readonly StateResource[]) {
  return {
    ...{ version: 4, terraform_version: "1.11.4", serial: 3, lineage: "0d1f", outputs: {} },
    resources: resources.map(({ mode = "managed", type, name, values }) => ({
      ...{ mode, type, name, provider: 'provider["registry.terraform.io/hashicorp/aws"]' },
      instances: [{ schema_version: 1, attributes: values }],
    })),
  };
}

/** `terraform show -json` of a plan that changes nothing. */
export function planJson(resources: readonly StateResource[]) {
  const managed = resources.filter(({ mode }) => mode !== "data").map(shown);
  return {
    ...{ format_version: "1.2", terraform_version: "1.11.4", complete: true, errored: false },
    planned_values: { root_module: { resources: managed } },
    resource_changes: managed.map(({ address, mode, type, name, values }) => ({
      ...{ address, mode, type, name, change: { actions: ["no-op"], before: values, after: values } },
    })),
    prior_state: stateJson(resources),
    configuration: { root_module: {} },
  };
}

/** The smallest organization that a VPC can be adopted in. */
export const organization = `# ours
name: example
region: us-east-1
accounts:
  network: { id: "111111111111" }
  apps: { id: "${owner}" }
sharedNetwork:
  account: network
  vpc: { cidr: 10.0.0.0/22, availabilityZones: [us-east-1a, us-east-1b], transitGateway: tgw-0123456789abcdef0 }
  dns:
    forward: [{ domain: ".", to: [10.2.0.1, 10.2.0.2] }]
    resolveInAws: [amazonaws.com]
    shareWith: [apps]
`;

/** A service that mounts an existing file system. */
export const workload = `workloads:
  web:
    platform: ecs-fargate
    vpc: apps
    services:
      nginx:
        image: ${owner}.dkr.ecr.us-east-1.amazonaws.com/nginx:1
        cpu: 256
        memory: 512
        desiredCount: 1
        mounts: { /srv: { fileSystem: content, readOnly: true } }
`;
