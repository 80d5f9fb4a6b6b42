import { CreateTransitGatewayCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { EnableSharingWithAwsOrganizationCommand, RAMClient } from "@aws-sdk/client-ram";

import { exampleFile, type File } from "../support/variants";
import { account } from "./account";
import { type Emulator } from "./emulator/emulator";

export const networkAccount = "111111111111";
export const appsAccount = "222222222222";

/** The example as it can be deployed: what it takes for granted in AWS is made first. */
export async function deployableExample(emulator: Emulator): Promise<File> {
  const network = await account(emulator, networkAccount);
  const { Organization } = await new OrganizationsClient(network).send(
    new CreateOrganizationCommand({ FeatureSet: "ALL" }),
  );
  await new RAMClient(network).send(new EnableSharingWithAwsOrganizationCommand({}));
  const { TransitGateway } = await new EC2Client(network).send(new CreateTransitGatewayCommand({}));
  const file = exampleFile();
  file.organizationArn = Organization?.Arn;
  file.accounts["network"]!.deployRole = `arn:aws:iam::${networkAccount}:role/terraform`;
  if ("cidr" in file.sharedNetwork.vpc && "availabilityZones" in file.sharedNetwork.vpc) {
    file.sharedNetwork.vpc.transitGateway = TransitGateway?.TransitGatewayId;
  }
  return file;
}
