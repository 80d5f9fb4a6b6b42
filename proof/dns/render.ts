import { printable } from "../text";
import { type DnsAnswer } from "./answer";
import { type Candidate } from "./candidate";
import { labelsOf, nameOf } from "./name";
import { isUnknownFact, type Maybe, type VpcDns } from "./vpc-dns";

/** Highlights text on a terminal; plain text by default. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  open(text: string): string;
}

const same = (text: string) => text;
export const plain: Style = { bold: same, dim: same, good: same, bad: same, open: same };

/**
 * The output of `dig`: the VPC's settings, every candidate, the winner, and the server that answers. Ends with a line
 * break.
 */
export function renderAnswer(answer: DnsAnswer, vpc: VpcDns, where: string, style: Style = plain): string {
  const lines = [
    style.bold(`${printable(nameOf(labelsOf(answer.name)))} in ${printable(where)}`),
    "",
    `DNS support ${flag(vpc.dnsSupport)}, DNS host names ${flag(vpc.dnsHostnames)}, name servers ${servers(vpc)}`,
  ];
  if (answer.candidates.length > 0) lines.push("", ...table(answer, style));
  lines.push("", ...verdict(answer, style));
  return `${lines.join("\n")}\n`;
}

function flag(value: Maybe<boolean>): string {
  return isUnknownFact(value) ? "not known" : value ? "on" : "off";
}

function servers(vpc: VpcDns): string {
  const { dhcpServers } = vpc;
  return printable(isUnknownFact(dhcpServers) ? "not known" : dhcpServers.join(", "));
}

function table(answer: DnsAnswer, style: Style): string[] {
  const rows = answer.candidates.map((candidate) => ({ candidate, cells: cells(candidate).map(printable) }));
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map(({ cells: row }) => row[at]!.length)));
  return rows.map(({ candidate, cells: row }) => {
    const text = row.map((cell, at) => (at < widths.length ? cell.padEnd(widths[at]!) : cell)).join("  ");
    const line = `${candidate === answer.winner ? "→" : " "} ${text}`.trimEnd();
    if (candidate === answer.winner) return style.bold(line);
    return candidate.match === "none" ? style.dim(line) : line;
  });
}

function cells(candidate: Candidate): string[] {
  const domain = isUnknownFact(candidate.domain) ? "?" : candidate.domain;
  return [kind(candidate), domain, does(candidate), remark(candidate)];
}

function kind(candidate: Candidate): string {
  if (candidate.kind === "autodefined") return "AWS's own rule";
  if (candidate.kind === "rule") return "resolver rule";
  return candidate.kind === "zone" ? "private zone" : "VPC endpoint";
}

function does(candidate: Candidate): string {
  if (candidate.kind !== "rule") return candidate.kind === "autodefined" ? "in AWS" : "answers";
  const { type, targets } = candidate.rule;
  if (isUnknownFact(type)) return "?";
  if (type !== "FORWARD") return type;
  const to =
    targets === undefined || isUnknownFact(targets) ? ["?"] : targets.map((ip) => (isUnknownFact(ip) ? "?" : ip));
  return `FORWARD to ${to.join(", ")}`;
}

function remark({ kind: of, match, mayBe, resource }: Candidate): string {
  const about = of === "autodefined" ? [] : [resource];
  if (match === "none") about.push("does not match");
  else if (mayBe) about.push(`may apply: ${mayBe.unknown}`);
  return about.join(", ");
}

function verdict(answer: DnsAnswer, style: Style): string[] {
  const { verdict: known, rule, detail, resolveBy } = answer;
  const color = { yes: style.good, no: style.bad, unknown: style.open }[known];
  const lines = [`answered by AWS: ${color(known)} (${rule})`, `  ${printable(detail)}`, `  ${printable(who(answer))}`];
  if (resolveBy !== undefined) lines.push(`  to settle it: ${printable(resolveBy)}`);
  return lines.filter((line) => line.trim() !== "");
}

const efs = {
  yes: "answers, with the mount target in the client's zone",
  no: "is asked, but does not know the name",
  unknown: "is asked",
};

function who({ answerer, verdict: known }: DnsAnswer): string {
  switch (answerer.by) {
    case "aws":
      return {
        public: `${answerer.vpc}'s resolver answers, from public DNS`,
        efs: `${answerer.vpc}'s resolver ${efs[known]}`,
        autodefined: `${answerer.vpc}'s resolver answers, from AWS's autodefined rules`,
        zone: `${answerer.vpc}'s resolver answers, from the zone of ${answerer.resource}`,
        endpoint: `${answerer.vpc}'s resolver answers, with the addresses of ${answerer.resource}`,
      }[answerer.from];
    case "servers":
      return `${answerer.servers.join(", ")} ${answerer.servers.length === 1 ? "answers" : "answer"}`;
    case "loop":
      return `no server answers: the query loops through ${answerer.vpcs.join(" and ")}`;
    case "nobody":
      return "no server answers";
    case "unknown":
      return "";
  }
}
