import * as z from "zod";

import { fileSystemAlarms } from "./alarms";
import { asDefaults } from "./as-defaults";
import { fileSystemPolicy } from "./file-system-policy";
import { formerly, formerlyMeta } from "./formerly";
import { availabilityZone, formatted, kmsKey, name, resourceId, wholeNumber } from "./primitives";
import { replication } from "./replication";

/** POSIX ids are unsigned 32-bit numbers. */
const posixId = wholeNumber(0, 4294967295, "a POSIX id from 0 to 4294967295");

const accessPoint = z
  .strictObject({
    path: z.string().meta({
      description:
        "The directory that clients see as `/`; created on first use. At most 100 characters and four levels (EFS-06). A change replaces the access point, not the files.",
      examples: ["/web"],
    }),
    uid: posixId.meta({
      description:
        "The user that every client acts as. A change replaces the access point, not the files: the directory keeps its owner, and tasks can't mount until they use the new access point.",
      examples: [1000],
    }),
    gid: posixId.meta({
      description: "The group that every client acts as. A change replaces the access point, not the files.",
      examples: [1000],
    }),
    secondaryGids: z
      .array(posixId)
      .max(16)
      .default([])
      .meta({
        description: "Secondary groups of every client, at most 16. A change replaces the access point, not the files.",
        examples: [[2000]],
      }),
    formerly: formerly.optional().meta(formerlyMeta("access point")),
    permissions: formatted(
      /^0?[1357][0-7]{2}$/,
      'octal permissions in quotes with the owner\'s execute bit, such as "0755" (EFS-06)',
    )
      .default("0755")
      .meta({
        description:
          "The directory's permissions when it is created; the owner needs the execute bit to enter it (EFS-06). A change replaces the access point; an existing directory keeps its permissions.",
        examples: ["0755"],
      }),
  })
  .meta({
    description: "A directory and the POSIX user that clients act as in it.",
    examples: [{ path: "/web", uid: 1000, gid: 1000 }],
  });

/** The periods that EFS supports, in days. */
const transitionDays = z.literal([1, 7, 14, 30, 60, 90, 180, 270, 365]);

const lifecycle = z
  .strictObject({
    infrequentAccessAfterDays: transitionDays.optional().meta({
      description: "Days without access after which a file moves to Infrequent Access. Default: never.",
      examples: [30],
    }),
    archiveAfterDays: transitionDays.optional().meta({
      description: "Days without access after which a file moves to Archive. Default: never.",
      examples: [90],
    }),
    primaryAfterAccess: z
      .boolean()
      .default(false)
      .meta({
        description: "Move a file back to Standard when it is read.",
        examples: [true],
      }),
  })
  .meta({ description: "When files move between storage classes.", examples: [{ infrequentAccessAfterDays: 30 }] });

const throughput = z
  .strictObject({
    mode: z.enum(["bursting", "elastic", "provisioned"]).meta({
      description: "Throughput that scales with the stored size, with use, or is fixed.",
      examples: ["elastic"],
    }),
    mibps: z
      .number()
      .min(1)
      .max(3414)
      .optional()
      .meta({
        description: "MiB per second, for `provisioned` only (EFS-15).",
        examples: [64],
      }),
  })
  .meta({ description: "The throughput of the file system.", examples: [{ mode: "elastic" }] });

const newFileSystem = z
  .strictObject({
    formerly: formerly
      .optional()
      .meta(
        formerlyMeta("file system", " Pods get new volumes of the new name: delete the earlier PersistentVolumes."),
      ),
    kmsKeyId: kmsKey.optional().meta({
      description:
        "The KMS key that encrypts it. Default: the account's key for EFS. A change replaces the file system, with every file (EFS-12).",
      examples: ["arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    }),
    backup: z
      .boolean()
      .default(true)
      .meta({ description: "Back up daily with AWS Backup.", examples: [false] }),
    replication,
    lifecycle: lifecycle.optional().meta({
      description: "When files move to cheaper storage. Default: never.",
      examples: [{ infrequentAccessAfterDays: 30, primaryAfterAccess: true }],
    }),
    throughput: throughput.default({ mode: "bursting" }).meta({
      description: "The throughput of the file system.",
      examples: [{ mode: "provisioned", mibps: 64 }],
    }),
    performanceMode: z
      .enum(["generalPurpose", "maxIO"])
      .default("generalPurpose")
      .meta({
        description:
          "maxIO allows more operations per second at a higher latency. A change replaces the file system, with every file (EFS-12).",
        examples: ["generalPurpose"],
      }),
    oneZone: availabilityZone.optional().meta({
      description:
        "Store the files in this zone only: cheaper, and only tasks in that zone can mount it (EFS-05). A change replaces the file system, with every file (EFS-12). Default: all zones.",
      examples: ["us-east-1a"],
    }),
    alarms: fileSystemAlarms.optional().meta({
      description: "Alarms that fire before it becomes slow. Default: none.",
      examples: [{ topic: "arn:aws:sns:us-east-1:222222222222:on-call" }],
    }),
    policy: fileSystemPolicy,
    accessPoints: z
      .record(name, accessPoint)
      .default({})
      .meta({
        description: "Access points by name. Removing one keeps its files, but clients that mount it fail.",
        examples: [{ web: { path: "/web", uid: 1000, gid: 1000 } }],
      }),
  })
  .meta({
    title: "New file system",
    description:
      "An EFS file system of this VPC, always encrypted, protected against destruction, with one mount target per zone.",
  });

const mountTarget = formatted(
  /^(create|fsmt-([0-9a-f]{8}|[0-9a-f]{17}))$/,
  "create, or the id of a mount target, such as fsmt-0123456789abcdef0",
);

const existingFileSystem = z
  .strictObject({
    formerly: formerly.optional().meta(formerlyMeta("file system")),
    id: resourceId("fs", "a file system").meta({
      description:
        "The file system's id. A plan fails unless it exists in the VPC's account. Another file system replaces the access points, and the mount targets that are created.",
      examples: ["fs-0123456789abcdef0"],
    }),
    oneZone: availabilityZone.optional().meta({
      description:
        "The zone of a One Zone file system: only tasks in that zone can mount it (EFS-05). A plan fails unless it is in this zone. Default: the file system is Regional.",
      examples: ["us-east-1a"],
    }),
    mountTargets: z
      .union([
        z.literal("create").meta({ title: "Create" }),
        z.record(availabilityZone, mountTarget).meta({ title: "By zone" }),
      ])
      .default("create")
      .meta({
        description:
          "`create` a mount target in the private subnet of each zone, or the mount target of each zone by its id, with `create` for zones that have none (EFS-01). A plan fails unless the mount targets belong to the file system, are in this VPC and have `securityGroup`. A file system has mount targets in one VPC at a time.",
        examples: [{ "us-east-1a": "fsmt-0123456789abcdef0", "us-east-1b": "create" }, "create"],
      }),
    securityGroup: resourceId("sg", "a security group")
      .optional()
      .meta({
        description:
          "The security group of the mount targets, which gets a rule that allows NFS from the clients; the stack that manages it must not have inline rules (TF-02). Required with mount targets by id. Default: created, if all mount targets are.",
        examples: ["sg-0123456789abcdef0"],
      }),
    accessPoints: z
      .record(name, accessPoint)
      .default({})
      .meta({
        description: "Access points to create, by name. Removing one keeps its files, but clients that mount it fail.",
        examples: [{ web: { path: "/web", uid: 1000, gid: 1000 } }],
      }),
  })
  .meta({
    title: "Existing file system",
    description:
      "An EFS file system that somebody else manages. Nothing of it is changed: its policy has to allow the clients, and a replica is read-only (EFS-09).",
  });

export const fileSystemDefaults = asDefaults(newFileSystem.omit({ formerly: true }).shape);

export const existingFileSystemProperties = Object.keys(existingFileSystem.shape);

export const fileSystem = z.union([newFileSystem, existingFileSystem]).meta({
  description: "An EFS file system of this VPC: created, or an existing one by id.",
  examples: [
    { accessPoints: { web: { path: "/web", uid: 1000, gid: 1000 } } },
    { id: "fs-0123456789abcdef0", mountTargets: "create" },
  ],
});

export type FileSystem = z.output<typeof fileSystem>;
export type NewFileSystem = z.output<typeof newFileSystem>;
export type ExistingFileSystem = z.output<typeof existingFileSystem>;
export type AccessPoint = z.output<typeof accessPoint>;
