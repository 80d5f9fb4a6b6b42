import {
  AssociateDhcpOptionsCommand,
  AssociateRouteTableCommand,
  CreateDhcpOptionsCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  type CreateSubnetCommandInput,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  type EC2Client,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";

import { type File } from "../support/variants";

/** The file with other ids: an emulator, like AWS, assigns them. */
export function withIds(file: File, ids: Readonly<Record<string, string>>): File {
  const text = Object.entries(ids).reduce(
    (written, [example, id]) => written.replaceAll(`"${example}"`, `"${id}"`),
    JSON.stringify(file),
  );
  return JSON.parse(text) as File;
}

/** A VPC with both DNS attributes. */
export async function vpcOf(ec2: EC2Client, range: string, ipv6 = false): Promise<string> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: range, AmazonProvidedIpv6CidrBlock: ipv6 }));
  const VpcId = Vpc!.VpcId!;
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsSupport: { Value: true } }));
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  return VpcId;
}

/** DHCP options with Amazon's resolver, as an adopted VPC needs them. */
export async function amazonProvidedDns(ec2: EC2Client, VpcId: string): Promise<void> {
  const { DhcpOptions } = await ec2.send(
    new CreateDhcpOptionsCommand({
      DhcpConfigurations: [{ Key: "domain-name-servers", Values: ["AmazonProvidedDNS"] }],
    }),
  );
  await ec2.send(new AssociateDhcpOptionsCommand({ VpcId, DhcpOptionsId: DhcpOptions!.DhcpOptionsId }));
}

export async function subnetOf(ec2: EC2Client, properties: CreateSubnetCommandInput): Promise<string> {
  const { Subnet } = await ec2.send(new CreateSubnetCommand(properties));
  return Subnet!.SubnetId!;
}

/** A route table of its own for a subnet. */
export async function routeTableOf(ec2: EC2Client, VpcId: string, SubnetId: string): Promise<string> {
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const RouteTableId = RouteTable!.RouteTableId!;
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
  return RouteTableId;
}

/** The endpoints that an adopted VPC has: S3's gateway, and those that a task pulls and logs through. */
export async function endpointsOf(
  ec2: EC2Client,
  VpcId: string,
  SubnetIds: readonly string[],
  RouteTableIds: readonly string[],
): Promise<void> {
  const service = (name: string) => `com.amazonaws.us-east-1.${name}`;
  await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId,
      ServiceName: service("s3"),
      VpcEndpointType: "Gateway",
      RouteTableIds: [...RouteTableIds],
    }),
  );
  for (const name of ["ecr.api", "ecr.dkr", "logs"]) {
    await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId,
        ServiceName: service(name),
        VpcEndpointType: "Interface",
        PrivateDnsEnabled: true,
        SubnetIds: [...SubnetIds],
      }),
    );
  }
}

export async function securityGroupOf(ec2: EC2Client, VpcId: string, name: string): Promise<string> {
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName: name, Description: name }));
  return GroupId!;
}
