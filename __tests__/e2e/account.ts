import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

import { type Emulator } from "./emulator/emulator";

/** What an SDK client of an account is made with. */
export interface AccountClient {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
}

/** How the tests look at an account for themselves, not through Terraform. */
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
