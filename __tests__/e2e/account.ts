import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

import { type Emulator } from "./emulator/emulator";

/** The settings of an SDK client for an account. */
export interface AccountClient {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
}

/** SDK clients with which the tests inspect an account independently of Terraform. */
export async function account({ proxy }: Emulator, id: string): Promise<AccountClient> {
  const base = { endpoint: proxy.url, region: "us-east-1" };
  const sts = new STSClient({ ...base, credentials: { accessKeyId: "test", secretAccessKey: "test" } });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${id}:role/terraform`, RoleSessionName: "test" }),
  );
  return {
    ...base,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    },
  };
}
