import { type Gap } from "../gap";
import { type AwsRequest, type AwsResponse, json } from "../request";

/** Whether AWS Backup backs up a file system. */
export class EfsBackupPolicies implements Gap {
  readonly lacks = "EFS PutBackupPolicy, whose status the provider awaits for minutes";
  readonly seenIn = "moto 5.2.1";
  private readonly statuses = new Map<string, string>();

  answer({ method, path, body }: AwsRequest): AwsResponse | undefined {
    const fileSystem = /^\/2015-02-01\/file-systems\/([^/]+)\/backup-policy/.exec(path)?.[1];
    if (!fileSystem) return undefined;
    if (method === "PUT") {
      const { BackupPolicy } = JSON.parse(body) as { BackupPolicy: { Status: string } };
      this.statuses.set(fileSystem, BackupPolicy.Status);
    }
    return json(200, { BackupPolicy: { Status: this.statuses.get(fileSystem) ?? "DISABLED" } });
  }
}
