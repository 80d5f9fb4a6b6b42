import * as fc from "fast-check";
import { stringify } from "yaml";
import type * as z from "zod";

import { partitionOf } from "../../config/aws";
import { type organization } from "../../config/schema/organization";
import { podsConnected } from "./arbitrary-connections";
import { ecsWorkloads } from "./arbitrary-ecs";
import { eksWorkloads } from "./arbitrary-eks";
import { fileSystems } from "./arbitrary-file-systems";
import {
  compact,
  name,
  names,
  nameTag,
  optional,
  ownTags,
  recordOf,
  resourceId,
  tags,
  zonesOf,
} from "./arbitrary-parts";
import { sharedNetworks, withAddresses } from "./arbitrary-shared-network";

/** An organization in the file's form, with short forms. */
export type WrittenOrganization = z.input<typeof organization>;

type Accounts = WrittenOrganization["accounts"];
type SharedNetwork = WrittenOrganization["sharedNetwork"];
type WorkloadVpcs = NonNullable<WrittenOrganization["workloadVpcs"]>;
type WorkloadVpc = WorkloadVpcs[string];

/** Any valid organization file as data: loads without an error, and must synthesize. */
export function organizations(): fc.Arbitrary<WrittenOrganization> {
  return fc
    .record({
      region: fc.constantFrom("us-east-1", "eu-central-1", "ap-northeast-1", "cn-north-1", "us-gov-west-1"),
      accountNames: names(1, 3),
      vpcNames: names(0, 3),
      // AWS reserves these prefixes in the names of capacity providers, security groups and load balancers, which begin
      // with the organization's name.
      name: name.filter((text) => !/^(aws|ecs|fargate|(sg|internal)(-|$))/.test(text)),
    })
    .chain(({ region, accountNames, vpcNames, name }) =>
      fc
        .record({
          accounts: accounts(accountNames, partitionOf(region)),
          sharedNetwork: sharedNetworks(accountNames, region),
          vpcs: fc.tuple(...vpcNames.map((_, index) => workloadVpcs(accountNames, region, index))),
          elsewhere: elsewhere(accountNames, region, vpcNames.length),
          defaultTags: optional(tags),
          state: optional(states(accountNames, partitionOf(region))),
          retired: optional(retired(accountNames)),
          central: fc.boolean(),
          direct: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
          zones: optional(fc.boolean()),
        })
        .chain(({ vpcs: here, central, direct, elsewhere: further, zones, ...own }) => {
          const rest = { ...own, regions: further && { [further.region]: { sharedNetwork: further.sharedNetwork } } };
          const written = here.map((vpc, index) => further?.vpcs[index] ?? vpc);
          const ways = central ? written.map((vpc) => withCentralEndpoints(vpc, rest)) : written;
          const vpcs = withProfiles(ways, rest.sharedNetwork, direct);
          const workloadVpcs = cachesOnce(
            Object.fromEntries(vpcNames.map((vpc, index) => [vpc, vpcs[index]])) as WorkloadVpcs,
          );
          const organizationArn = `arn:${partitionOf(region)}:organizations::111111111111:organization/o-exampleorgid`;
          return fc
            .tuple(ecsWorkloads(workloadVpcs, region, rest.accounts), eksWorkloads(workloadVpcs, region))
            .chain(([ecs, eks]) => podsConnected(eks, ecs).map((pods) => ({ ...pods, ...ecs })))
            .map((workloads) => compact({ name, region, organizationArn, ...rest, workloadVpcs, workloads }))
            .map((file) => (zones === undefined ? file : withCredentials(withPrivateZones(file, zones))))
            .map((file) => (central ? withStatements(file) : file));
        }),
    );
}

/** The VPC, with central endpoints if the rest of the file allows them. */
function withCentralEndpoints(
  vpc: WorkloadVpc,
  { accounts, sharedNetwork }: Pick<WrittenOrganization, "accounts" | "sharedNetwork">,
): WorkloadVpc {
  if (vpc.region !== undefined) return vpc;
  const owner = sharedNetwork.account;
  const isAuthorized = vpc.account === owner || accounts[owner]?.deployRole !== undefined;
  if (!isAuthorized || !("transitGateway" in vpc) || !("transitGateway" in sharedNetwork.vpc)) return vpc;
  // A subnet of a /24 has room for the addresses of few endpoints.
  if ("cidr" in sharedNetwork.vpc && String(sharedNetwork.vpc.cidr).endsWith("/24")) return vpc;
  const services = Array.isArray(vpc.endpoints) ? (vpc.endpoints as string[]) : [];
  return { ...vpc, endpoints: { mode: "central", services } };
}

/** Some VPCs without the profile, and all whose endpoints are not central if a profile holds the zones of those. */
function withProfiles(
  vpcs: readonly WorkloadVpc[],
  { dns }: SharedNetwork,
  direct: readonly boolean[],
): readonly WorkloadVpc[] {
  if (dns.profile === undefined || dns.profile === false) return vpcs;
  const isElsewhere = ({ region }: WorkloadVpc) => region !== undefined;
  const isCentral = ({ endpoints }: WorkloadVpc) => JSON.stringify(endpoints)?.includes("central") ?? false;
  const holdsZones = vpcs.some(isCentral);
  return vpcs.map((vpc, index) => {
    const isDirect = direct[index] === true || (holdsZones && !isCentral(vpc));
    return isDirect && !isElsewhere(vpc) ? { ...vpc, profile: false } : vpc;
  });
}

/** In half of the files another Region with a shared network, and some of the VPCs in it instead. */
function elsewhere(accountNames: readonly string[], home: string, count: number) {
  const region = home.replace(/^us-gov-west/, "us-gov-east").replace(/^cn-north/, "cn-northwest");
  const other = region === home ? "eu-west-1" : region;
  return optional(
    fc
      .record({
        sharedNetwork: sharedNetworks(accountNames, other),
        vpcs: fc.tuple(
          ...Array.from({ length: count }, (_, index) => optional(workloadVpcs(accountNames, other, index))),
        ),
      })
      .map(({ sharedNetwork, vpcs }) => ({
        region: other,
        sharedNetwork: withOtherRange(sharedNetwork),
        vpcs: vpcs.map((vpc) => vpc && { ...vpc, region: other }),
      })),
  );
}

/** The same shared network with a range that the first Region's doesn't have. */
function withOtherRange(sharedNetwork: SharedNetwork): SharedNetwork {
  const text = JSON.stringify(sharedNetwork.vpc).replace(/"cidr":"[0-9.]+/, '"cidr":"10.200.0.0');
  const other = { ...sharedNetwork, vpc: JSON.parse(text) as SharedNetwork["vpc"] };
  return sharedNetwork.dns.outboundAddresses ? { ...other, dns: withAddresses(other) } : other;
}

/** An account has each prefix of a pull-through cache once. */
function cachesOnce(vpcs: WorkloadVpcs): WorkloadVpcs {
  const known = new Set<string>();
  return Object.fromEntries(
    Object.entries(vpcs).map(([name, vpc]) => {
      if (!vpc.pullThroughCaches || known.has(vpc.account)) return [name, { ...vpc, pullThroughCaches: {} }];
      known.add(vpc.account);
      return [name, vpc];
    }),
  );
}

/** Any valid organization file as YAML. */
export function organizationFiles(): fc.Arbitrary<string> {
  return organizations().map((written) => stringify(written));
}

function accounts(accountNames: readonly string[], partition: string): fc.Arbitrary<Accounts> {
  const ids = accountNames.map((_, index) => String(index + 1).repeat(12));
  return fc.tuple(...ids.map(() => fc.boolean())).map((withRole) =>
    Object.fromEntries(
      accountNames.map((key, index) => {
        const id = ids[index] ?? "";
        return [
          key,
          withRole[index]
            ? { id, rolePath: "/platform/ci/", deployRole: `arn:${partition}:iam::${id}:role/ci/terraform` }
            : { id, permissionsBoundary: `arn:${partition}:iam::${id}:policy/boundary` },
        ];
      }),
    ),
  );
}

/** Some of three stacks whose names are too long and odd for a random VPC or workload to have them too. */
function retired(accountNames: readonly string[]): fc.Arbitrary<WrittenOrganization["retired"]> {
  const account = fc.constantFrom(...accountNames);
  const workload = fc.record({ account });
  const decisions = fc.constantFrom("keep" as const, "destroy" as const);
  const vpc = fc.record({ account, fileSystems: names(0, 2).chain((keys) => recordOf(keys, decisions)) });
  return fc.tuple(optional(workload), optional(workload), optional(vpc)).map(([ecs, eks, left]) => ({
    ...(ecs && { "ecs-retired-0": ecs }),
    ...(eks && { "eks-retired-0": eks }),
    ...(left && { "vpc-retired-0": left }),
  }));
}

function states(accountNames: readonly string[], partition: string): fc.Arbitrary<WrittenOrganization["state"]> {
  const role = fc.constant(`arn:${partition}:iam::111111111111:role/state`);
  return fc.oneof(
    fc.constant({ backend: "local" as const }),
    fc
      .record({
        backend: fc.constant("s3" as const),
        bucket: fc.constantFrom("example-terraform-state", "state.example.com"),
        region: optional(fc.constantFrom("us-west-2", "eu-west-1")),
        keyPrefix: optional(fc.constantFrom("mountpath", "network/mountpath")),
        kmsKeyId: optional(fc.constant(`arn:${partition}:kms:us-west-2:111111111111:key/1234abcd`)),
        roles: optional(fc.subarray([...accountNames]).chain((keys) => recordOf(keys, role))),
      })
      .map(compact),
    fc
      .record({
        backend: fc.constant("cloud" as const),
        organization: fc.constant("example-corp"),
        hostname: optional(fc.constant("terraform.example.com")),
        project: optional(fc.constant("network")),
        workspacePrefix: optional(fc.constantFrom("example-", "a_1")),
      })
      .map(compact),
  );
}

function workloadVpcs(accountNames: readonly string[], region: string, index: number): fc.Arbitrary<WorkloadVpc> {
  const account = fc.constantFrom(...accountNames);
  const services = fc.subarray(["kms", "sqs", "ecr.api", "logs"]);
  const pullThroughCaches = optional(
    fc.subarray(["quay", "k8s-registry"]).map((prefixes) => {
      const registries = { quay: "quay.io", "k8s-registry": "registry.k8s.io" } as const;
      return Object.fromEntries(prefixes.map((prefix) => [prefix, { registry: registries[prefix as "quay"] }]));
    }),
  );
  const endpoints = optional(fc.oneof(services, fc.constant("own" as const), fc.record({ services })));
  const cidr = fc.constantFrom(`10.${10 + index}.0.0/16`, `10.${10 + index}.64.0/20`, `172.${20 + index}.0.0/21`);
  return zonesOf(region, 1).chain((zones): fc.Arbitrary<WorkloadVpc> => {
    const common = {
      account,
      name: nameTag,
      endpoints,
      fileSystems: optional(fileSystems(zones, region)),
      pullThroughCaches,
      autodefinedReverse: optional(fc.boolean()),
      flowLogs: optional(
        fc.constantFrom(
          { destination: "cloudwatch" as const, retentionDays: 30 as const },
          {
            destination: "s3" as const,
            traffic: "reject" as const,
            bucket: `arn:${partitionOf(region)}:s3:::flow-logs/$x`,
          },
        ),
      ),
      tags: ownTags,
    };
    const newVpc = fc
      .record({
        ...common,
        cidr,
        availabilityZones: fc.constant(zones),
        publicSubnets: optional(fc.boolean()),
        ipv6: optional(fc.boolean()),
        internet: optional(
          fc.constantFrom("none" as const, "nat" as const, { nat: "single" as const }, { nat: "per-zone" as const }),
        ),
        transitGateway: optional(
          fc.record({
            id: fc.constant(resourceId("tgw", 7)),
            routes: fc.subarray(["172.16.0.0/12", "100.64.0.0/10", "2001:db8::/32", resourceId("pl", 5)]),
          }),
        ),
        peerings: optional(
          fc.constant<Record<string, string[]>>({
            [resourceId("pcx", 1)]: ["172.31.0.0/16", resourceId("pl", 6)],
            [resourceId("pcx", 2)]: ["198.18.0.0/15"],
          }),
        ),
        central: fc.boolean(),
        without: fc.boolean(),
      })
      .map(({ transitGateway, ...vpc }) => {
        const isIpv4 = (route: string) => !route.includes(":");
        const routes = transitGateway?.routes.filter((route) => vpc.ipv6 === true || isIpv4(route)) ?? [];
        return { ...vpc, transitGateway: transitGateway && { ...transitGateway, routes } };
      })
      .map(({ central, without, ...vpc }) => {
        if (central && vpc.transitGateway) return { ...vpc, internet: "transitGateway" as const };
        return without && vpc.internet !== undefined && vpc.internet !== "none" ? { ...vpc, endpoints: fewest } : vpc;
      })
      .map(compact);
    const privateSubnets = Object.fromEntries(
      zones.map((zone, at) => [
        zone,
        { id: resourceId("subnet", 16 * (index + 1) + at), routeTable: resourceId("rtb", at % 2) },
      ]),
    );
    const vpc = fc
      .record({
        id: fc.constant(resourceId("vpc", 16 + index)),
        cidr,
        ipv6: optional(fc.boolean()),
        privateSubnets: fc.constant(privateSubnets),
        internet: optional(fc.constantFrom("none" as const, "nat" as const)),
        dhcpOptions: optional(fc.constantFrom("keep" as const, "replace" as const)),
        publicSubnets: optional(
          fc.constant(Object.fromEntries(zones.map((zone, at) => [zone, resourceId("subnet", 900 + 10 * index + at)]))),
        ),
        existingEndpoints: optional(fc.subarray(["s3", "ecr.dkr", "ssmmessages", "states"])),
        knowsRanges: fc.boolean(),
      })
      .map(({ knowsRanges, ...vpc }) => (knowsRanges ? { ...vpc, privateSubnets: withRanges(vpc) } : vpc))
      .map(compact);
    return fc.oneof(newVpc, fc.record({ ...common, vpc }).map(compact));
  });
}

/** Allowed only with a way to the internet. */
const fewest = { mode: "none" as const };

/** Each private subnet with a range within the VPC's. */
function withRanges({
  cidr,
  privateSubnets,
}: Pick<Extract<WorkloadVpc, { vpc: unknown }>["vpc"], "cidr" | "privateSubnets">) {
  const [first = ""] = cidr.split("/");
  return Object.fromEntries(
    Object.entries(privateSubnets).map(([zone, subnet]) => [zone, { ...subnet, cidr: `${first}/28` }]),
  );
}

/** Adds existing private zones to the first Region: of the network account where it can authorize VPCs, and of a VPC's own. */
function withPrivateZones(file: WrittenOrganization, isListed: boolean): WrittenOrganization {
  const { sharedNetwork, accounts: all, workloadVpcs = {} } = file;
  const { account, dns } = sharedNetwork;
  const vpcs = Object.entries(workloadVpcs).filter(([, { region }]) => region === undefined || region === file.region);
  const reachable = vpcs.filter(([, vpc]) => vpc.account === account || all[account]?.deployRole !== undefined);
  const listed = [...reachable.map(([key]) => key), "shared-network"];
  const first = vpcs.find(([, vpc]) => vpc.account !== account);
  return {
    ...file,
    sharedNetwork: {
      ...sharedNetwork,
      dns: {
        ...dns,
        privateZones: {
          ...(isListed && { "apps.internal": { id: "Z0123456789ABCDEFGHI0", vpcs: listed } }),
          ...(reachable.length === vpcs.length && { internal: "Z0123456789ABCDEFGHI1" }),
          ...(first && { "db.local": { id: "Z0123456789ABCDEFGHI2", account: first[1].account, vpcs: [first[0]] } }),
        },
      },
    },
  };
}

/** Adds a cache of Docker Hub, which takes a secret of the VPC's account and Region, beside others. */
function withCredentials(file: WrittenOrganization): WrittenOrganization {
  for (const { account, region = file.region, pullThroughCaches } of Object.values(file.workloadVpcs ?? {})) {
    if (!pullThroughCaches || Object.keys(pullThroughCaches).length === 0) continue;
    const owner = `${region}:${file.accounts[account]?.id}`;
    const credentials = `arn:${partitionOf(region)}:secretsmanager:${owner}:secret:ecr-pullthroughcache/hub-AbCdEf`;
    pullThroughCaches["hub"] = { registry: "registry-1.docker.io", credentials };
  }
  return file;
}

/** States what the first rule group of DNS Firewall lets through. */
function withStatements(file: WrittenOrganization): WrittenOrganization {
  const [group] = file.sharedNetwork.dns.firewall?.groups ?? [];
  const ruleGroup = group?.group.split("/")[1];
  if (ruleGroup === undefined) return file;
  const reason = "the security team lists malware domains only";
  return { ...file, assume: [{ statement: "firewall-allows-needed-names", ruleGroup, reason }] };
}
