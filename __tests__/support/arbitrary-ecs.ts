import * as fc from "fast-check";

import { partitionOf } from "../../config/aws";
import { fargateSizes } from "../../config/checks/fargate-sizes";
import { connected } from "./arbitrary-connections";
import { type Container, containers } from "./arbitrary-containers";
import { type FileSystem } from "./arbitrary-file-systems";
import { type WrittenOrganization } from "./arbitrary-organization";
import { compact, names, optional, ownTags, recordOf } from "./arbitrary-parts";

type WorkloadVpcs = NonNullable<WrittenOrganization["workloadVpcs"]>;
type Workload = Exclude<NonNullable<WrittenOrganization["workloads"]>[string], { platform: "eks-fargate" }>;
type Service = Workload["services"][string];
type Task = NonNullable<Workload["tasks"]>[string];

/** The values that options of a service depend on. */
interface Place {
  readonly region: string;
  /** The id of the VPC's account. */
  readonly account: string;
  readonly platform: Workload["platform"];
  readonly fileSystems: Record<string, FileSystem>;
  readonly zones: number;
  readonly isPublic: boolean;
  readonly hasIpv6: boolean;
  /** Whether names of AWS services resolve to central endpoints. */
  readonly isCentral: boolean;
  readonly hasNamespace: boolean;
  /** Services and tasks of the workload. */
  readonly names: readonly string[];
}

const sizes = fc
  .constantFrom(...fargateSizes)
  .chain(([cpu, memories]) => fc.record({ cpu: fc.constant(cpu), memory: fc.constantFrom(...memories) }));

/** ECS workloads in these VPCs that mount their file systems. */
export function ecsWorkloads(
  vpcs: WorkloadVpcs,
  home: string,
  accounts: WrittenOrganization["accounts"],
): fc.Arbitrary<Record<string, Workload>> {
  if (Object.keys(vpcs).length === 0) return fc.constant({});
  const workload = (key: string) =>
    fc
      .tuple(
        fc.constantFrom(...Object.entries(vpcs)),
        fc.constantFrom("ecs-fargate" as const, "ecs-ec2" as const),
        optional(fc.constantFrom(`${key}.internal`, `Apps.${key}.Test.`)),
        names(0, 3),
      )
      .chain(([[vpcName, vpc], platform, namespace, keys]) => {
        const region = vpc.region ?? home;
        const account = accounts[vpc.account]!.id;
        const place: Place = {
          region,
          account,
          platform,
          hasNamespace: namespace !== undefined,
          names: keys,
          ...factsOf(vpc),
        };
        const half = Math.ceil(keys.length / 2);
        const topic = optional(fc.constant(`arn:${partitionOf(region)}:sns:${region}:111111111111:on-call`));
        return fc
          .record({
            platform: fc.constant(platform),
            vpc: fc.constant(vpcName),
            namespace: fc.constant(namespace),
            alarms: optional(
              fc.record({ topic, belowDesiredMinutes: optional(fc.integer({ min: 1, max: 60 })) }).map(compact),
            ),
            tags: ownTags,
            services: recordOf(keys.slice(0, half), services(place)),
            tasks: recordOf(keys.slice(half), tasks(place)),
            instances: platform === "ecs-ec2" ? instances : fc.constant(undefined),
            ...(platform === "ecs-fargate" ? clusterOf(key, region) : {}),
          })
          .map(({ ephemeralStorageKmsKeyId, ...written }) =>
            compact({ ...written, ...(written.cluster === undefined ? { ephemeralStorageKmsKeyId } : {}) }),
          )
          .map((written) => written as Workload);
      });
  return names(0, 2)
    .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, workload(key)]))))
    .chain(connected);
}

/** A cluster of the workload's own, or an existing one, whose settings stay as they are. */
function clusterOf(key: string, region: string) {
  return {
    cluster: optional(fc.constant(`old-${key}`)),
    ephemeralStorageKmsKeyId: optional(fc.constant(keyIn(region))),
  };
}

function keyIn(region: string): string {
  return `arn:${partitionOf(region)}:kms:${region}:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
}

function factsOf(
  vpc: WorkloadVpcs[string],
): Pick<Place, "fileSystems" | "zones" | "isPublic" | "hasIpv6" | "isCentral"> {
  const fileSystems = vpc.fileSystems ?? {};
  const { endpoints } = vpc;
  const mode = typeof endpoints === "object" && "mode" in endpoints ? endpoints.mode : endpoints;
  const isCentral = mode === "central";
  if ("vpc" in vpc) {
    const { privateSubnets, ipv6: hasIpv6 = false } = vpc.vpc;
    return { fileSystems, zones: Object.keys(privateSubnets).length, isPublic: false, hasIpv6, isCentral };
  }
  const isPublic = vpc.publicSubnets === true || !["none", "transitGateway"].includes(String(vpc.internet ?? "none"));
  return { fileSystems, zones: vpc.availabilityZones.length, isPublic, hasIpv6: vpc.ipv6 === true, isCentral };
}

const instances = fc.constantFrom(
  { general: { max: 4 } },
  { cache: { type: "m7i.xlarge", min: 1, max: 2, resolve: "dnsmasq" as const }, plain: { max: 1 } },
  { hosts: { max: 3, resolve: "hosts-file" as const, rootVolumeGiB: 100 } },
);

/** Several containers by name, or one, with the shared task options. */
function taskContents(place: Place) {
  const several = names(1, 3).chain((keys) =>
    fc
      .tuple(...keys.map((_, index) => containers(place.fileSystems, place.region, 8000 + 10 * index)))
      .map((all) => seededOnce(all as Container[]))
      .map((all) => ({ containers: Object.fromEntries(keys.map((key, index) => [key, all[index] as Container])) })),
  );
  const isFargate = place.platform === "ecs-fargate";
  const options = fc
    .record({
      size: optional(sizes),
      ephemeralStorageGiB: isFargate ? optional(fc.integer({ min: 21, max: 200 })) : fc.constant(undefined),
      logRetentionDays: optional(fc.constantFrom(1 as const, 3653 as const)),
      logKmsKeyId: optional(fc.constant(keyIn(place.region))),
      executionPermissions: optional(
        fc.constant([
          {
            actions: ["ecr:CreateRepository"],
            resources: [`arn:${partitionOf(place.region)}:ecr:${place.region}:111111111111:repository/quay/*`],
          },
        ]),
      ),
      exec: optional(fc.boolean()),
      assignPublicIp: isFargate && place.isPublic && !place.isCentral ? optional(fc.boolean()) : fc.constant(undefined),
      dnsCache: optional(fc.constantFrom(true, false, { cacheSeconds: 60 })),
      policies: optional(fc.constant<string[]>([`arn:${partitionOf(place.region)}:iam::aws:policy/ReadOnlyAccess`])),
      egress: optional(
        fc.subarray([
          { to: "sg-0123456789abcdef0", ports: [5432] },
          { to: "10.2.0.0/16", ports: [1521, "8000-8100"] },
          { to: "pl-0123456789abcdef0", ports: [123], protocol: "udp" as const },
        ]),
      ),
      logRouter: optional(
        fc
          .record({
            image: fc.constant("registry.corp.example.com:5000/fluent-bit"),
            options: fc.constant({ Name: "null", match: "${x}" }),
            secretOptions: optional(
              fc.constant({
                token: `arn:${partitionOf(place.region)}:ssm:${place.region}:111111111111:parameter/log/token`,
              }),
            ),
          })
          .map(compact),
      ),
    })
    .map(({ size, ...rest }) => compact({ ...size, ...rest }));
  return fc
    .tuple(fc.oneof(containers(place.fileSystems, place.region, 8000), several), options)
    .map(([contents, chosen]) => {
      // Public subnets have no route on-premises.
      if (chosen.assignPublicIp) chosen.egress = chosen.egress?.filter(({ to }) => to !== "10.2.0.0/16");
      // The cache's wrapper replaces the entry point, which the file must then set.
      if (chosen.dnsCache) for (const each of containersIn(contents)) each.entryPoint ??= ["/entrypoint.sh"];
      return { ...contents, ...chosen };
    });
}

/** A task seeds a volume at most once. */
function seededOnce([first, ...others]: Container[]): Container[] {
  for (const mount of others.flatMap(({ mounts }) => Object.values(mounts ?? {}))) delete mount.seed;
  return first ? [first, ...others] : [];
}

function containersIn(contents: Container | { containers: Record<string, Container> }): Container[] {
  return "containers" in contents ? Object.values(contents.containers) : [contents];
}

function services(place: Place): fc.Arbitrary<Service> {
  const percent = fc.integer({ min: 1, max: 100 });
  const seconds = optional(fc.integer({ min: 0, max: 900 }));
  const bounds = {
    min: fc.constant(1),
    max: fc.constant(9),
    scaleInCooldownSeconds: seconds,
    scaleOutCooldownSeconds: seconds,
  };
  const scaling = fc.oneof(
    fc.record({ ...bounds, cpuPercent: percent }).map(compact),
    fc.record({ ...bounds, memoryPercent: percent }).map(compact),
  );
  const options = fc.record({
    desiredCount: optional(fc.integer({ min: 0, max: 9 })),
    scheme: place.isPublic ? fc.constantFrom("internal" as const, "public" as const) : fc.constant("internal" as const),
    balanced: fc.boolean(),
    rule: optional(listenerRules(place)),
    isNetwork: fc.boolean(),
    records: optional(records),
    scaling: optional(
      fc.oneof(
        scaling,
        fc.constant({
          min: 0,
          max: 4,
          schedules: { night: { at: "cron(0 22 ? * * *)", timeZone: "Europe/Berlin", max: 0 } },
        }),
      ),
    ),
    spot:
      place.platform === "ecs-fargate"
        ? optional(fc.constantFrom({ onDemandBase: 1, spotWeight: 3 }, { onDemandWeight: 1, spotWeight: 2 }))
        : fc.constant(undefined),
    deployment: optional(
      fc.constantFrom(
        { minimumHealthyPercent: 50, maximumPercent: 100 },
        { circuitBreaker: false, rollback: false },
        { byPipeline: true },
        { waitForSteadyState: true },
      ),
    ),
    allowFrom: optional(clients(place)),
    balancerClients: optional(clients(place, false)),
    balancing: fc
      .record({
        deletionProtection: optional(fc.boolean()),
        deregistrationDelaySeconds: optional(fc.integer({ min: 0, max: 3600 })),
        healthCheck: optional(fc.constant({ healthyThreshold: 3, unhealthyThreshold: 4, intervalSeconds: 20 })),
      })
      .map(compact),
    requests: fc
      .record({
        idleTimeoutSeconds: optional(fc.integer({ min: 1, max: 4000 })),
        slowStartSeconds: optional(fc.integer({ min: 30, max: 900 })),
        webAcl: optional(fc.constant(webAclIn(place))),
      })
      .map(compact),
    discovery: place.hasNamespace ? optional(fc.boolean()) : fc.constant(undefined),
  });
  return fc
    .tuple(taskContents(place), options)
    .map(
      ([
        contents,
        { scheme, balanced, isNetwork, records, rule, allowFrom, balancerClients, balancing, requests, ...rest },
      ]) => {
        const listening = listener(contents);
        const target = balanced && place.zones > 1 ? listening : undefined;
        const ways = isNetwork ? { type: "network" as const } : { records, ...requests };
        const loadBalancer =
          target && compact({ scheme, ...target, ...ways, ...balancing, allowFrom: balancerClients });
        const listenerRule = listening && !target && rule ? compact({ ...rule, ...listening }) : undefined;
        return compact({
          ...contents,
          ...rest,
          allowFrom: listening && allowFrom,
          loadBalancer,
          listenerRule,
        }) as Service;
      },
    );
}

function webAclIn({ region, account }: Place): string {
  const owner = `${region}:${account}`;
  return `arn:${partitionOf(region)}:wafv2:${owner}:regional/webacl/web/1234abcd-12ab-34cd-56ef-1234567890ab`;
}

/** Rules of listeners that hardly two services share, since a priority of a listener has one rule. */
function listenerRules({ region, account }: Place) {
  const prefix = `arn:${partitionOf(region)}:elasticloadbalancing:${region}:${account}:listener/app/shared`;
  const patterns = fc.constantFrom(
    { hosts: ["www.example.com", "*.Example.com"] },
    { paths: ["/", "/$x/*"] },
    { hosts: ["example.com"], paths: ["/api/*"] },
  );
  return fc
    .tuple(fc.stringMatching(/^[0-9a-f]{16}$/), fc.integer({ min: 1, max: 50000 }), patterns)
    .map(([id, priority, conditions]) => ({
      listener: `${prefix}/50dc6c495c0c9188/${id}`,
      securityGroup: "sg-0123456789abcdef0",
      priority,
      ...conditions,
    }));
}

/** Names that hardly two services of a file have, since a name of a zone leads to one load balancer. */
const records = fc
  .array(fc.tuple(fc.integer({ min: 0 }), fc.constantFrom("", "*.")), { maxLength: 2 })
  .map((all) =>
    all.map(([number, prefix]) => ({ name: `${prefix}n${number}.example.com`, zone: "Z0123456789ABCDEFGHIJ" })),
  );

/** Clients by range and by name. */
function clients({ names: all, hasIpv6 }: Place, isReachable = hasIpv6): fc.Arbitrary<string[]> {
  const ranges = ["10.0.0.0/8", "192.168.7.0/24", ...(isReachable ? ["2001:db8::/32", "::/0"] : [])];
  return fc.uniqueArray(fc.constantFrom(...ranges, ...all), { minLength: 1, maxLength: 3 });
}

/** A container that a load balancer can send requests to. */
function listener(contents: Container | { containers: Record<string, Container> }) {
  if (!("containers" in contents)) return (contents.ports ?? []).length > 0 ? {} : undefined;
  const [found] = Object.entries(contents.containers).filter(([, { ports }]) => (ports ?? []).length > 0);
  return found && { container: found[0], port: found[1].ports?.[0] };
}

function tasks(place: Place): fc.Arbitrary<Task> {
  const schedule = fc.constantFrom({}, { schedule: "rate(1 day)" }, { schedule: "cron(0 3 * * ? *)", count: 2 });
  return fc.tuple(taskContents(place), schedule).map(([contents, when]) => ({ ...contents, ...when }) as Task);
}
