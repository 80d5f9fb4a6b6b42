import * as fc from "fast-check";

import { partitionOf, serviceDomainOf } from "../../config/aws";
import { fargateSizes } from "../../config/checks/fargate-sizes";
import { type WrittenOrganization } from "./arbitrary-organization";
import { compact, names, optional, recordOf, text } from "./arbitrary-parts";

type WorkloadVpcs = NonNullable<WrittenOrganization["workloadVpcs"]>;
export type FileSystem = NonNullable<WorkloadVpcs[string]["fileSystems"]>[string];
type Workload = Extract<NonNullable<WrittenOrganization["workloads"]>[string], { platform: "ecs-fargate" }>;
type Service = Workload["services"][string];
type Container = Extract<Service, { containers: unknown }>["containers"][string];

// Made once: an arbitrary of a pattern takes long to make.
const variables = fc.dictionary(fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,10}$/), text, { maxKeys: 3 });
const secretName = fc.stringMatching(/^s[a-z]{1,8}$/);
const argumentList = fc.array(text, { minLength: 1, maxLength: 3 });
const sizes = fc
  .constantFrom(...fargateSizes)
  .chain(([cpu, memories]) => fc.record({ cpu: fc.constant(cpu), memory: fc.constantFrom(...memories) }));

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
  const fileSystem = fc
    .record({
      shape,
      backup: optional(fc.boolean()),
      kmsKeyId: optional(fc.constant(`arn:${partitionOf(region)}:kms:${region}:111111111111:key/1234abcd`)),
      accessPoints: optional(names(0, 2).chain((keys) => recordOf(keys, accessPoint))),
    })
    .map(({ shape, ...rest }) => compact({ ...shape, ...rest }));
  return names(0, 2).chain((keys) => recordOf(keys, fileSystem));
}

/** Workloads in these VPCs, mounting their file systems. */
export function workloads(vpcs: WorkloadVpcs, region: string): fc.Arbitrary<Record<string, Workload>> {
  if (Object.keys(vpcs).length === 0) return fc.constant({});
  const workload = fc.constantFrom(...Object.entries(vpcs)).chain(([vpc, { fileSystems }]) =>
    fc
      .record({
        platform: fc.constant("ecs-fargate" as const),
        vpc: fc.constant(vpc),
        containerInsights: optional(fc.boolean()),
        services: names(0, 2).chain((keys) => recordOf(keys, services(fileSystems ?? {}, region))),
      })
      .map(compact),
  );
  return names(0, 2).chain((keys) => recordOf(keys, workload));
}

function services(fileSystems: Record<string, FileSystem>, region: string): fc.Arbitrary<Service> {
  const task = fc
    .record({
      ephemeralStorageGiB: optional(fc.integer({ min: 21, max: 200 })),
      desiredCount: optional(fc.integer({ min: 0, max: 9 })),
      logRetentionDays: optional(fc.constantFrom(1 as const, 3653 as const)),
      exec: optional(fc.boolean()),
    })
    .map(compact);
  const single = containers(fileSystems, region, 8000);
  const several = names(1, 3).chain((keys) =>
    fc
      .tuple(...keys.map((_, index) => containers(fileSystems, region, 8000 + 10 * index)))
      .map((all) => ({ containers: Object.fromEntries(keys.map((key, index) => [key, all[index] as Container])) })),
  );
  return fc
    .tuple(fc.oneof(single, several), optional(sizes), task)
    .map(([contents, sized, rest]) => ({ ...contents, ...sized, ...rest }));
}

/** @param firstPort of up to ten; containers of a task share one network */
function containers(
  fileSystems: Record<string, FileSystem>,
  region: string,
  firstPort: number,
): fc.Arbitrary<Container> {
  const secret = fc.constantFrom(
    `arn:${partitionOf(region)}:ssm:${region}:111111111111:parameter/web/token`,
    `arn:${partitionOf(region)}:secretsmanager:${region}:111111111111:secret:web-AbCdEf:password::`,
  );
  return fc
    .record({
      image: fc.constantFrom<string>(
        `111111111111.dkr.ecr.${region}.${serviceDomainOf(region)}/team/app:1.27`,
        `111111111111.dkr.ecr.${region}.${serviceDomainOf(region)}/app@sha256:${"a".repeat(64)}`,
        "registry.corp.example.com:5000/app",
      ),
      entryPoint: optional(argumentList),
      command: optional(argumentList),
      environment: optional(variables),
      secrets: optional(fc.dictionary(secretName, secret, { maxKeys: 2 })),
      ports: optional(fc.subarray([0, 1, 2]).map((offsets) => offsets.map((offset) => firstPort + offset))),
      mounts: optional(mounts(fileSystems)),
      healthCheck: optional(
        fc.constantFrom<NonNullable<Container["healthCheck"]>>(
          { command: ["CMD-SHELL", "curl -fsS http://localhost/ || exit 1"] },
          { command: ["CMD", "true"], intervalSeconds: 5, timeoutSeconds: 2, retries: 1, startPeriodSeconds: 300 },
        ),
      ),
    })
    .map(compact);
}

function mounts(fileSystems: Record<string, FileSystem>): fc.Arbitrary<NonNullable<Container["mounts"]>> {
  const all = Object.entries(fileSystems);
  if (all.length === 0) return fc.constant({});
  const mount = fc.constantFrom(...all).chain(([fileSystem, { accessPoints }]) => {
    const readOnly = optional(fc.boolean());
    const root = fc.record({
      fileSystem: fc.constant(fileSystem),
      readOnly,
      rootDirectory: optional(fc.constantFrom("/", "/exports")),
    });
    const points = Object.keys(accessPoints ?? {});
    if (points.length === 0) return root.map(compact);
    const point = fc.record({ fileSystem: fc.constant(fileSystem), readOnly, accessPoint: fc.constantFrom(...points) });
    return fc.oneof(root.map(compact), point.map(compact));
  });
  return fc.subarray(["/srv", "/usr/share/nginx/html", "/data 1"]).chain((paths) => recordOf(paths, mount));
}
