import { domainToASCII } from "node:url";

import { partitionOfRegion, partitions } from "../partitions";

/** A domain name as labels from the root: `["com", "amazonaws", "sts"]`. The root itself is `[]`. */
export type Labels = readonly string[];

/** The error in a queried name; undefined if it is valid in DNS (RFC 1035). */
export function nameProblem(name: string): string | undefined {
  const text = name.replace(/\.$/, "");
  if (text === "") return name === "." ? undefined : "the name should not be empty";
  if (text.length > 253) return `a name should have at most 253 characters, got ${text.length}`;
  const label = text.split(".").find((one) => one === "" || one.length > 63 || /\s/.test(one));
  if (label === undefined) return undefined;
  return `each label of a name should be 1 to 63 characters without spaces, got '${label}' in '${name}'`;
}

/** Case and one trailing dot are ignored, and `bücher` becomes `xn--bcher-kva`; any other label stays unchanged. */
export function labelsOf(name: string): Labels {
  const trimmed = name.trim().replace(/\.$/, "");
  if (trimmed === "") return [];
  return trimmed.split(".").map(canonicalLabel).reverse();
}

function canonicalLabel(label: string): string {
  // eslint-disable-next-line no-control-regex -- the question is exactly whether it is ASCII
  if (/^[\x00-\x7f]*$/.test(label)) return label.toLowerCase();
  const ascii = domainToASCII(label);
  // Some characters normalize to several, including dots; they still belong to one label.
  return ascii === "" || ascii.includes(".") ? label.toLowerCase() : ascii;
}

export function nameOf(labels: Labels): string {
  return labels.length === 0 ? "." : [...labels].reverse().join(".");
}

/** DNS-01: a domain covers itself and every name below it, by whole labels. `.` covers everything. */
export function covers(domain: Labels, name: Labels): boolean {
  if (domain.length > name.length) return false;
  for (let at = 0; at < domain.length; at++) if (domain[at] !== name[at]) return false;
  return true;
}

/** The suffix of AWS's names in a Region, by partition (DNS-25); `<suffix>` if it is not known. */
export function awsSuffix(region: string): string {
  return partitionOfRegion(region)?.suffix ?? "<suffix>";
}

/** The name under which a file system is mounted (EFS-02). */
export function fileSystemName(fileSystemId: string, region: string, suffix = awsSuffix(region)): string {
  return `${fileSystemId}.efs.${region}.${suffix}`;
}

const suffixes = [...new Set(partitions.map(({ suffix }) => suffix))];

/** `fs-….efs.<region>.<suffix>`, optionally with a zone before it. */
const efsName = new RegExp(
  `^(?:[a-z0-9-]+\\.)?([^.]+)\\.efs\\.(?:[a-z]{2}[a-z0-9-]*-\\d+|<region>)\\.(?:${[...suffixes, "<suffix>"].map((suffix) => suffix.replaceAll(".", "\\.")).join("|")})$`,
);

/** The id in the name of a file system, which only the VPC of its mount targets can answer (EFS-04). */
export function fileSystemOf(name: Labels): string | undefined {
  return efsName.exec(nameOf(name))?.[1];
}

/** The suffixes of names that AWS itself answers (DNS-04). */
const awsSuffixes = [...suffixes, "on.aws", "api.aws", "aws.dev", "public.ecr.aws", "cloudfront.net"].map(labelsOf);

/** Whether AWS has records at that name, which a private zone of the same name would override. */
export function isAwsName(name: Labels): boolean {
  return awsSuffixes.some((suffix) => covers(suffix, name));
}

/** The suffixes of the partitions; the most frequent one first. */
const commonSuffixes = [...suffixes]
  .sort((a, b) => Number(b === "amazonaws.com") - Number(a === "amazonaws.com"))
  .map(labelsOf);

/** The suffix of a partition that the domain is, is below or covers; undefined for other domains (DNS-25). */
export function commonSuffixOf(domain: Labels): Labels | undefined {
  return commonSuffixes.find((suffix) => covers(suffix, domain) || covers(domain, suffix));
}

/** Whether a domain is narrower than AWS's common suffix. */
export function isBelowAws(domain: Labels): boolean {
  return awsSuffixes.some((suffix) => domain.length > suffix.length && covers(suffix, domain));
}
