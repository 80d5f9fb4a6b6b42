import fc from "fast-check";

import { type Answerer } from "../../proof/dns/answer";
import { VpcResolvers } from "../../proof/dns/resolver";
import { amazonProvidedDns, type PrivateZone, type RuleAssociation, type VpcDns } from "../../proof/dns/vpc-dns";
import { Dnsmasq, type ServerLine } from "./dnsmasq";
import { identityServer, type Server } from "./wire";

/**
 * The simulation against the real dnsmasq, whose `server=/domain/address` picks the longest domain as AWS's resolver
 * rules do (DNS-01): for random rules, zones and names both must name the same server. Every server is a real one that
 * answers with its own address. A second dnsmasq is the resolver of a hub VPC behind its inbound endpoint.
 *
 * | in AWS | in dnsmasq |
 * |---|---|
 * | FORWARD rule | `server=/domain/<target>` |
 * | SYSTEM rule | `server=/domain/<the VPC's resolver>` |
 * | private hosted zone | `server=/zone/<the zone's server>` |
 * | autodefined rule (DNS-02) | `server=/domain/<the VPC's resolver>` |
 * | no rule matches | `server=<the VPC's resolver>` |
 *
 * Differences:
 * - dnsmasq treats two lines of one domain as alternatives. AWS refuses two rules of one domain (DNS-08), and a FORWARD
 *   rule takes precedence over a zone of the same name (DNS-05). The test uses distinct domains and no such zones.
 * - A SYSTEM rule beside a zone for the same or a wider name is UNCONFIRMED in AWS: the simulation leaves both open,
 *   and dnsmasq's answer, the rule's, must be among its cases. The test uses no zone with exactly the name of a SYSTEM
 *   rule.
 * - dnsmasq doesn't model DNS attributes, DHCP options, records, or the requirements of a file system's name: the test
 *   compares the answering server, not the verdict.
 * - dnsmasq sends a failing query to the next server, AWS picks targets at random: every rule has one target here.
 */

const targetAddresses = ["10.2.0.1", "10.2.0.2", "10.2.0.3"];
const hubAddress = "10.0.0.10";
const zones = ["aws_route53_zone.one", "aws_route53_zone.two"];

/** The identity of a server, which is its answer. */
const identities: Readonly<Record<string, string>> = {
  "aws_vpc.apps": "192.0.2.1",
  "aws_vpc.hub": "192.0.2.2",
  ...Object.fromEntries(targetAddresses.map((target, index) => [target, `192.0.2.1${index}`])),
  ...Object.fromEntries(zones.map((zone, index) => [zone, `192.0.2.2${index}`])),
};
const identityOf = new Map(Object.entries(identities).map(([who, address]) => [address, who]));

const servers = new Map<string, Server>();
let apps: Dnsmasq;
let hub: Dnsmasq;

beforeAll(async () => {
  for (const [who, address] of Object.entries(identities)) servers.set(who, await identityServer(address));
  apps = await Dnsmasq.start();
  hub = await Dnsmasq.start();
});

afterAll(() => {
  apps.stop();
  hub.stop();
  for (const server of servers.values()) server.close();
});

function portOf(who: string): number {
  return who === hubAddress ? hub.port : servers.get(who)!.port;
}

const autodefined = [
  ...["us-east-1.compute.internal", "us-east-1.compute.amazonaws.com", "ec2.internal"],
  ...["compute-1.internal", "compute-1.amazonaws.com", "localhost", "10.in-addr.arpa", "168.192.in-addr.arpa"],
];

const names = [
  "fs-0123.efs.us-east-1.amazonaws.com",
  "us-east-1a.fs-0123.efs.us-east-1.amazonaws.com",
  "api.ecr.us-east-1.amazonaws.com",
  "111111111111.dkr.ecr.us-east-1.amazonaws.com",
  "prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com",
  "logs.us-east-1.amazonaws.com",
  "sts.amazonaws.com.cn",
  "111111111111.dkr-ecr.us-east-1.on.aws",
  "route53.global.api.aws",
  "ip-10-0-0-1.ec2.internal",
  "ip-10-0-0-1.us-east-1.compute.internal",
  "ec2-1-2-3-4.compute-1.amazonaws.com",
  "4.3.2.10.in-addr.arpa",
  "db.corp.example",
  "_ldap._tcp.ad.corp.example",
  "intranet.xn--bcher-kva.example",
  "notamazonaws.com",
  "aws.com",
];
const suffixes = [...new Set(names.flatMap((name) => name.split(".").map((_, at, all) => all.slice(at).join("."))))];

/** One label more, a partial label, or another case: names that a comparison of whole labels must distinguish. */
const varied = (plain: fc.Arbitrary<string>) =>
  fc.tuple(plain, fc.constantFrom("same", "same", "below", "longer", "upper")).map(([name, how]) => {
    if (how === "below") return `x.${name}`;
    if (how === "longer") return `x${name}`;
    return how === "upper" ? name.toUpperCase() : name;
  });
const domain = varied(fc.oneof(fc.constantFrom(...suffixes), fc.constant("bücher.example")));
const canonical = (written: string) => written.toLowerCase().replace("bücher", "xn--bcher-kva");

function ruleTo(targets: readonly string[]): fc.Arbitrary<RuleAssociation> {
  return fc
    .tuple(fc.oneof({ weight: 8, arbitrary: domain }, fc.constant(".")), fc.constantFrom(...targets), fc.boolean())
    .map(([of, target, forwards]) => ({
      resource: `association of ${of}`,
      rule: `rule for ${of}`,
      domain: of,
      type: forwards ? "FORWARD" : "SYSTEM",
      targets: forwards ? [target] : undefined,
    }));
}

const distinct = <T extends { domain: unknown }>(one: fc.Arbitrary<T>, maxLength: number) =>
  fc.uniqueArray(one, { maxLength, selector: (entry) => canonical(entry.domain as string) });

const zoneSet = distinct(
  fc.record({ domain }).map(({ domain: of }): PrivateZone => ({ resource: "", domain: of })),
  zones.length,
).map((list) => list.map((zone, index) => ({ ...zone, resource: zones[index]! })));

function vpcWith(id: string, targets: readonly string[], more: Partial<VpcDns>): fc.Arbitrary<VpcDns> {
  return fc.record({ rules: distinct(ruleTo(targets), 8), privateZones: zoneSet }).map(({ rules, privateZones }) => ({
    id,
    name: id,
    region: "us-east-1",
    cidrBlocks: ["10.10.0.0/16"],
    dnsSupport: true,
    dnsHostnames: true,
    dhcpServers: [amazonProvidedDns],
    rules,
    zones: privateZones.filter((zone) => !rules.some((rule) => sameDomain(rule, zone))),
    endpoints: [],
    inboundIps: [],
    ...more,
  }));
}

function sameDomain(one: { domain: unknown }, other: { domain: unknown }): boolean {
  return canonical(one.domain as string) === canonical(other.domain as string);
}

/** The dnsmasq lines that replace the VPC's resolver. */
function linesOf(vpc: VpcDns): ServerLine[] {
  const written = [
    ...vpc.rules.map(({ domain: of, targets }) => ({
      domain: of as string,
      port: portOf(Array.isArray(targets) ? (targets[0] as string) : vpc.id),
    })),
    ...vpc.zones.map(({ domain: of, resource }) => ({ domain: of as string, port: portOf(resource) })),
  ];
  const own = [...autodefined, "."].map((of) => ({ domain: of, port: portOf(vpc.id) }));
  return [...written, ...own.filter((line) => !written.some((other) => sameDomain(other, line)))];
}

function whoIs(answerer: Answerer): string {
  if (answerer.by === "servers") return answerer.servers[0]!;
  if (answerer.by === "aws") return answerer.from === "zone" ? answerer.resource! : answerer.vpc;
  return answerer.by;
}

const scenario = fc.record({
  apps: vpcWith("aws_vpc.apps", [...targetAddresses, hubAddress], {}),
  hub: vpcWith("aws_vpc.hub", targetAddresses, { cidrBlocks: ["10.0.0.0/22"], inboundIps: [hubAddress] }),
  asked: fc.uniqueArray(varied(fc.constantFrom(...names, ...suffixes)), { minLength: 12, maxLength: 20 }),
});

it("the real dnsmasq and the simulation name the same server", async () => {
  let compared = 0;
  let followed = 0;
  let open = 0;
  await fc.assert(
    fc.asyncProperty(scenario, async ({ apps: vpc, hub: behind, asked }) => {
      await Promise.all([apps.serve(linesOf(vpc)), hub.serve(linesOf(behind))]);
      const resolvers = new VpcResolvers([vpc, behind]);
      const answers = await Promise.all(
        asked.map(async (name) => ({ name, who: identityOf.get(await apps.address(name)) })),
      );
      for (const { name, who } of answers) {
        const { outcomes } = resolvers.answer(vpc, name);
        const simulated = [...new Set(outcomes.map(({ answerer }) => whoIs(answerer)))];
        compared++;
        if (outcomes[0]?.detail.includes("inbound endpoint")) followed++;
        if (simulated.length === 1 && simulated[0] !== "unknown") {
          expect({ name, who }).toEqual({ name, who: simulated[0] });
          continue;
        }
        open++;
        const besideZone = vpc.zones.length + behind.zones.length > 0;
        const among = simulated.includes(who!) || simulated.includes("unknown");
        expect({ name, who, simulated, besideZone, among }).toMatchObject({ besideZone: true, among: true });
      }
    }),
    { numRuns: 2000, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(20_000);
  expect(followed).toBeGreaterThan(1000);
  expect(open).toBeLessThan(compared / 10);
  process.stderr.write(`compared ${compared} answers, ${followed} through the hub, ${open} with several cases\n`);
});
