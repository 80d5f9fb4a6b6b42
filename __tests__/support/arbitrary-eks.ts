import * as fc from "fast-check";

import { partitionOf, serviceDomainOf } from "../../config/aws";
import { eksVersions } from "../../config/eks-versions";
import { type WrittenOrganization } from "./arbitrary-organization";
import { compact, names, optional, ownTags, recordOf, text } from "./arbitrary-parts";

type WorkloadVpcs = NonNullable<WrittenOrganization["workloadVpcs"]>;
type FileSystems = NonNullable<WorkloadVpcs[string]["fileSystems"]>;
type Workload = Extract<NonNullable<WrittenOrganization["workloads"]>[string], { platform: "eks-fargate" }>;
type Deployment = NonNullable<Workload["deployments"]>[string];
type Mounts = NonNullable<Deployment["mounts"]>;

const namespaces = ["web", "default", "0", "team-a"] as const;
const labels = fc.dictionary(fc.constantFrom("tier", "app.kind"), fc.constantFrom("frontend", "yes", "1"), {
  maxKeys: 2,
});
const variables = fc.dictionary(fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,10}$/), text, { maxKeys: 3 });

/** At most one EKS workload for each VPC with two zones, with deployments that its profiles select. */
export function eksWorkloads(vpcs: WorkloadVpcs, home: string): fc.Arbitrary<Record<string, Workload>> {
  const possible = Object.entries(vpcs).filter(([, vpc]) => zonesOf(vpc).length > 1);
  if (possible.length === 0) return fc.constant({});
  const workload = fc.constantFrom(...possible).chain(([vpc, settings]) => {
    const region = settings.region ?? home;
    const profile = fc
      .record({
        selectors: fc.constant<{ namespace: string }[]>([{ namespace: "*" }]),
        availabilityZones: optional(fc.constant(zonesOf(settings))),
        subnets: optional(fc.constant("private" as const)),
      })
      .map(compact);
    const extra = fc.record({
      selectors: fc.array(
        fc.record({ namespace: fc.constantFrom(...namespaces, "team-?"), labels: optional(labels) }).map(compact),
        { minLength: 1, maxLength: 5 },
      ),
    });
    return fc
      .record({
        platform: fc.constant("eks-fargate" as const),
        vpc: fc.constant(vpc),
        supportType: optional(fc.constantFrom("standard" as const, "extended" as const)),
        version: optional(fc.constantFrom(...eksVersions)),
        admins: fc
          .subarray(["role/admin", "user/team/auditor"], { minLength: 1 })
          .map((all) => all.map((who) => `arn:${partitionOf(region)}:iam::111111111111:${who}`)),
        publicAccessCidrs: optional(fc.constant<string[]>(["203.0.113.0/24"])),
        apiAllowedCidrs: optional(fc.subarray(["10.0.0.0/8", "172.16.0.0/12"])),
        controlPlaneLogs: optional(fc.subarray(["audit" as const, "scheduler" as const])),
        createCsiDriver: optional(fc.boolean()),
        profiles: fc.record({ all: profile, extra }),
        tags: ownTags,
        deployments: optional(
          names(0, 3).chain((keys) => recordOf(keys, deployments(settings.fileSystems ?? {}, region))),
        ),
      })
      .map(compact);
  });
  return names(0, 1).chain((keys) => recordOf(keys, workload));
}

function zonesOf(vpc: WorkloadVpcs[string]): string[] {
  return "vpc" in vpc ? Object.keys(vpc.vpc.privateSubnets) : vpc.availabilityZones;
}

function deployments(fileSystems: FileSystems, region: string): fc.Arbitrary<Deployment> {
  return fc
    .record({
      kind: optional(fc.constantFrom("Deployment" as const, "StatefulSet" as const)),
      namespace: fc.constantFrom(...namespaces),
      image: fc.constant(`111111111111.dkr.ecr.${region}.${serviceDomainOf(region)}/team/app:1.27`),
      command: optional(fc.array(text, { minLength: 1, maxLength: 3 })),
      environment: optional(variables),
      labels: optional(labels),
      ports: optional(fc.subarray([80, 8080])),
      cpu: optional(fc.integer({ min: 256, max: 16384 })),
      memory: optional(fc.integer({ min: 128, max: 122624 })),
      replicas: optional(fc.integer({ min: 0, max: 9 })),
      mounts: optional(mounts(fileSystems)),
      policies: optional(fc.constant<string[]>([`arn:${partitionOf(region)}:iam::aws:policy/ReadOnlyAccess`])),
      own: fc.boolean(),
    })
    .map(({ own, ...rest }) => compact(own ? withOwnVolumes(rest, fileSystems) : rest));
}

/** A StatefulSet whose pods have all access points of a file system, one each. */
function withOwnVolumes<T extends object>(written: T, fileSystems: FileSystems): T | (T & Deployment) {
  const found = Object.entries(fileSystems).find(
    ([, { oneZone, accessPoints }]) => oneZone === undefined && Object.keys(accessPoints ?? {}).length > 0,
  );
  if (!found) return written;
  const points = Object.keys(found[1].accessPoints ?? {});
  const mount = { fileSystem: found[0], accessPoints: points };
  return { ...(written as T & Deployment), kind: "StatefulSet", replicas: points.length, mounts: { "/own": mount } };
}

/** Through access points, and never on a One Zone file system. */
function mounts(fileSystems: FileSystems): fc.Arbitrary<Mounts> {
  const points = Object.entries(fileSystems)
    .filter(([, { oneZone }]) => oneZone === undefined)
    .flatMap(([fileSystem, { accessPoints }]) =>
      Object.keys(accessPoints ?? {}).map((accessPoint) => ({ fileSystem, accessPoint })),
    );
  if (points.length === 0) return fc.constant({});
  const mount = fc
    .tuple(fc.constantFrom(...points), optional(fc.boolean()))
    .map(([point, readOnly]) => compact({ ...point, readOnly }));
  return fc.subarray(["/srv", "/usr/share/nginx/html", "/data 1"]).chain((paths) => recordOf(paths, mount));
}
