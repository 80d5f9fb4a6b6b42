import * as z from "zod";

import { availabilityZone, kmsKey, region, resourceId } from "./primitives";

const newReplica = z
  .strictObject({
    region: region.meta({
      description:
        "The Region of the replica, the file system's own or another one. A change leaves the earlier replica behind as a file system of its own.",
      examples: ["us-west-2"],
    }),
    oneZone: availabilityZone.optional().meta({
      description: "Store the replica in this zone only, which is cheaper. Default: in all zones of the Region.",
      examples: ["us-west-2a"],
    }),
    kmsKeyId: kmsKey.optional().meta({
      description:
        "The KMS key that encrypts the replica, of the replica's Region. Default: the account's key for EFS there.",
      examples: ["arn:aws:kms:us-west-2:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    }),
  })
  .meta({
    title: "New replica",
    description:
      "EFS creates the replica, encrypted. Terraform does not manage it: it stays when the replication is removed, and is billed until you delete it.",
  });

const existingReplica = z
  .strictObject({
    region: region.meta({ description: "The Region that the other file system is in.", examples: ["us-west-2"] }),
    fileSystemId: resourceId("fs", "a file system").meta({
      description:
        "The file system's id. It has to be encrypted, of the same account, and its replication overwrite protection has to be disabled, or the apply fails. EFS makes its files those of the source: other files in it are deleted.",
      examples: ["fs-0123456789abcdef0"],
    }),
  })
  .meta({
    title: "Existing replica",
    description: "A file system that exists already becomes the replica. It loses the files that it has.",
  });

export const replication = z
  .union([newReplica, existingReplica])
  .optional()
  .meta({
    description:
      "A replica of the file system, in another Region or in the same one. The replica is read-only while it is replicated, and becomes writable when the replication is removed (EFS-16). A change replaces the replication, not the file system. Default: none.",
    examples: [{ region: "us-west-2" }],
  });

export type Replication = NonNullable<z.output<typeof replication>>;
