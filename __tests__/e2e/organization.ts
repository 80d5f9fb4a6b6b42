import { CreateTransitGatewayCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { EnableSharingWithAwsOrganizationCommand, RAMClient } from "@aws-sdk/client-ram";

import { exampleFile, type File } from "../support/variants";
import { account } from "./account";
import { type Emulator } from "./emulator/emulator";

export const networkAccount = "111111111111";
export const appsAccount = "222222222222";

/** The example in deployable form. */
export function deployableExample(emulator: Emulator): Promise<File> {
  return deployable(emulator, exampleFile());
}

/** A file in deployable form: the resources that it requires in AWS are created first, once per emulator. */
export async function deployable(emulator: Emulator, file: File): Promise<File> {
  const network = await account(emulator, networkAccount);
  const { Organization } = await new OrganizationsClient(network).send(
    new CreateOrganizationCommand({ FeatureSet: "ALL" }),
  );
  await new RAMClient(network).send(new EnableSharingWithAwsOrganizationCommand({}));
  const { TransitGateway } = await new EC2Client(network).send(new CreateTransitGatewayCommand({}));
  file.organizationArn = Organization?.Arn;
  assumeRoles(file);
  if ("cidr" in file.sharedNetwork.vpc && "availabilityZones" in file.sharedNetwork.vpc) {
    file.sharedNetwork.vpc.transitGateway = TransitGateway?.TransitGatewayId;
  }
  return file;
}

/** Every account is used through a role, by which the emulator distinguishes accounts. */
export function assumeRoles({ accounts }: File): void {
  for (const account of Object.values(accounts)) {
    account.deployRole ??= `arn:aws:iam::${account.id}:role/terraform`;
  }
}

/** A minimal file with a share, associations and a file system: two zones, no workloads, no connection on-premises. */
export async function smallOrganization(emulator: Emulator): Promise<File> {
  const file = await deployableExample(emulator);
  file.sharedNetwork.vpc = { cidr: "10.0.0.0/22", availabilityZones: ["us-east-1a", "us-east-1b"] };
  file.workloads = {};
  return file;
}

/** The example's workload VPC in the file. */
export function appsVpc(file: File) {
  const vpc = file.workloadVpcs?.["apps"];
  if (!vpc || !("cidr" in vpc && "availabilityZones" in vpc)) throw new Error("the example's apps should be a new VPC");
  return vpc;
}

/** The services of the example's workload on ECS. */
export function webServices(file: File) {
  const web = file.workloads?.["web"];
  if (web?.platform !== "ecs-fargate") throw new Error("the example's web should run on ecs-fargate");
  return web.services;
}
