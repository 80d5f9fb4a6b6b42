import { EfsReplicationConfiguration } from "@cdktf/provider-aws/lib/efs-replication-configuration";
import { Construct } from "constructs";

export interface ReplicationProps {
  /** The Region of the replica. The provider deletes a replication there, so it is always written. */
  readonly region: string;
  /** One Zone storage in this zone, of a replica that EFS creates. @default Regional */
  readonly oneZone?: string;
  /** ARN of the key of a replica that EFS creates. @default the account's key for EFS in its Region */
  readonly kmsKeyId?: string;
  /** An existing file system that becomes the replica and loses its files. @default EFS creates the replica */
  readonly fileSystemId?: string;
}

/** Keeps a read-only replica of a file system (EFS-16). Every change replaces it; the earlier replica stays. */
export class Replication extends Construct {
  constructor(scope: Construct, id: string, sourceFileSystemId: string, props: ReplicationProps) {
    super(scope, id);
    new EfsReplicationConfiguration(this, "Resource", {
      sourceFileSystemId,
      destination: {
        region: props.region,
        availabilityZoneName: props.oneZone,
        kmsKeyId: props.kmsKeyId,
        fileSystemId: props.fileSystemId,
      },
    });
  }
}
