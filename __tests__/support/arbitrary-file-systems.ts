import * as fc from "fast-check";

import { partitionOf } from "../../config/aws";
import { type WrittenOrganization } from "./arbitrary-organization";
import { compact, names, optional, recordOf } from "./arbitrary-parts";

export type FileSystem = NonNullable<NonNullable<WrittenOrganization["workloadVpcs"]>[string]["fileSystems"]>[string];

/** File systems of a VPC with these zones. */
export function fileSystems(zones: readonly string[], region: string): fc.Arbitrary<Record<string, FileSystem>> {
  const id = fc.integer({ min: 0, max: 4294967295 });
  const accessPoint = fc
    .record({
      path: fc.constantFrom("/", "/web", "/a/b/c/d", "/with space"),
      uid: id,
      gid: id,
      secondaryGids: optional(fc.array(id, { maxLength: 3 })),
      permissions: optional(fc.constantFrom("0755", "700", "0770")),
    })
    .map(compact);
  const shape = fc.constantFrom(
    {},
    {
      throughput: { mode: "elastic" as const },
      lifecycle: { infrequentAccessAfterDays: 30 as const, archiveAfterDays: 90 as const },
    },
    { throughput: { mode: "provisioned" as const, mibps: 64 } },
    { throughput: { mode: "bursting" as const }, performanceMode: "maxIO" as const },
    { lifecycle: { infrequentAccessAfterDays: 7 as const, primaryAfterAccess: true } },
    { oneZone: zones[0] },
  );
  const statement = fc
    .record({
      effect: fc.constantFrom("allow" as const, "deny" as const),
      principals: fc.constantFrom<string[]>(
        ["*"],
        [`arn:${partitionOf(region)}:iam::111111111111:role/audit`, "222222222222"],
      ),
      actions: fc.constantFrom<string[]>(["elasticfilesystem:ClientWrite"], ["elasticfilesystem:Client*"]),
      conditions: optional(
        fc.constantFrom<Record<string, Record<string, string | string[]>>>(
          { StringLike: { "aws:PrincipalArn": ["*${x}", "%{y}"] } },
          { Bool: { "aws:x": "true" } },
        ),
      ),
    })
    .map(compact);
  const points = optional(names(0, 2).chain((keys) => recordOf(keys, accessPoint)));
  const existing = fc
    .record({
      id: fc.stringMatching(/^fs-[0-9a-f]{17}$/),
      mountTargets: optional(
        fc.constantFrom("create" as const, Object.fromEntries(zones.map((zone) => [zone, "create"]))),
      ),
      securityGroup: optional(fc.constant("sg-0123456789abcdef0")),
      accessPoints: points,
    })
    .map(compact);
  const made = fc
    .record({
      shape,
      backup: optional(fc.boolean()),
      alarms: optional(fc.constantFrom({ ioLimitPercent: 90 }, { burstCreditGiB: 100.5 })),
      replication: optional(
        fc.oneof(
          fc.constant({ region, kmsKeyId: `arn:${partitionOf(region)}:kms:${region}:111111111111:key/1234abcd` }),
          fc.constant({ region, oneZone: `${region}a` }),
          fc.stringMatching(/^fs-[0-9a-f]{17}$/).map((fileSystemId) => ({ region, fileSystemId })),
        ),
      ),
      kmsKeyId: optional(fc.constant(`arn:${partitionOf(region)}:kms:${region}:111111111111:key/1234abcd`)),
      accessPoints: points,
      policy: optional(
        fc
          .array(statement, { maxLength: 2 })
          .map(([first, ...others]) => [...(first ? [{ ...first, sid: "First" }] : []), ...others]),
      ),
    })
    .map(({ shape, ...rest }) => compact({ ...shape, ...rest }));
  const fileSystem = fc.oneof({ arbitrary: made, weight: 3 }, { arbitrary: existing, weight: 1 });
  return names(0, 2).chain((keys) => recordOf(keys, fileSystem));
}
