import { suffixPattern } from "../partitions";
import { awsSuffix } from "./name";
import { isUnknownFact, type Maybe, type UnknownFact, unknownFact, type VpcDns } from "./vpc-dns";

/** A rule that AWS creates in every VPC with DNS host names, so these names stay in AWS even if `.` is forwarded. */
export interface AutodefinedRule {
  domain: string;
  /** Set if it is not known whether the VPC has it. */
  mayBe?: UnknownFact;
}

const privateReverse = [
  "10.in-addr.arpa",
  ...Array.from({ length: 16 }, (_, index) => `${16 + index}.172.in-addr.arpa`),
  "168.192.in-addr.arpa",
];

const local = ["localhost", "localdomain"];

const localReverse = [
  "127.in-addr.arpa",
  "0.in-addr.arpa",
  "255.in-addr.arpa",
  "254.169.in-addr.arpa",
  `1.${"0.".repeat(31)}ip6.arpa`,
];

/**
 * The autodefined rules of DNS-02 that cover a name, except for private zones (separate candidates) and `.`.
 * `amazonaws.com` and `efs.<region>.amazonaws.com` are not among them, which is the reason for DNS-03.
 * @param name canonical, as returned by `nameOf`
 */
export function autodefinedRules(vpc: VpcDns, name: string): AutodefinedRule[] {
  if (vpc.dnsHostnames === false) return [];
  const hostnames = isUnknownFact(vpc.dnsHostnames) ? vpc.dnsHostnames : undefined;
  const covering = (domain: string) => name === domain || name.endsWith(`.${domain}`);
  const rules = regionalDomains(vpc.region, name).filter(({ domain }) => covering(domain));
  if (name.endsWith(".arpa")) rules.push(...reverseRules(vpc).filter(({ domain }) => covering(domain)));
  else rules.push(...local.filter(covering).map((domain) => ({ domain })));
  return rules.map(({ domain, mayBe }) => ({ domain, mayBe: hostnames ?? mayBe }));
}

function reverseRules(vpc: VpcDns): AutodefinedRule[] {
  const reverse = vpc.autodefinedReverse ?? true;
  if (reverse === false) return [];
  const mayBe = isUnknownFact(reverse) ? reverse : undefined;
  const ranges = [...privateReverse, ...cidrReverse(vpc.cidrBlocks)].map((domain) => ({ domain, mayBe }));
  return [...ranges, ...localReverse.map((domain) => ({ domain }))];
}

const computeName = new RegExp(`(?:^|\\.)((?:[a-z0-9-]+\\.)?compute\\.(?:internal|${suffixPattern}))$`);

function regionalDomains(region: Maybe<string>, name: string): AutodefinedRule[] {
  if (!isUnknownFact(region)) {
    const domains = [`${region}.compute.internal`, `${region}.compute.${awsSuffix(region)}`];
    if (region === "us-east-1") domains.push("ec2.internal", "compute-1.internal", "compute-1.amazonaws.com");
    return domains.map((domain) => ({ domain }));
  }
  // If the Region is unknown, the queried name shows which Region matters.
  const guess = computeName.exec(name)?.[1];
  const candidates = ["ec2.internal", "compute-1.internal", "compute-1.amazonaws.com"];
  if (guess !== undefined) candidates.push(guess);
  return candidates.map((domain) => ({ domain, mayBe: unknownFact(`the region: ${region.unknown}`) }));
}

/** The most general reverse zones of a VPC's own range: 100.64 and 100.65 for `100.64.0.0/15`. */
function cidrReverse(cidrBlocks: readonly Maybe<string>[]): string[] {
  return cidrBlocks.flatMap((block) => {
    const match = isUnknownFact(block) ? null : /^(\d+)\.(\d+)\.(\d+)\.\d+\/(\d+)$/.exec(block);
    if (!match) return [];
    const octets = [Number(match[1]), Number(match[2]), Number(match[3])];
    const bits = Number(match[4]);
    // The number of complete octets in the range; AWS allows /16 to /28, so at most three.
    const kept = Math.min(3, Math.max(1, Math.ceil(bits / 8)));
    const spread = 2 ** Math.max(0, kept * 8 - bits);
    const last = octets[kept - 1]!;
    const first = last - (last % spread);
    return Array.from({ length: spread }, (_, index) =>
      [...octets.slice(0, kept - 1), first + index].reverse().join(".").concat(".in-addr.arpa"),
    );
  });
}
