/** How a VPC resolves the names that its tasks need, as `dig` prints it. */
import { whereIs } from "../../proof/aws/dns/find-vpc";
import { answerIn } from "../../proof/aws/dns/resolvers";
import { type Vpc } from "../../proof/aws/dns/vpc-dns";
import { renderAnswer } from "../../proof/dns/render";
import { isUnknownFact } from "../../proof/dns/vpc-dns";
import { type Facts } from "../../proof/facts";
import { partitionOfRegion } from "../../proof/partitions";
import { type AnsweredName } from "../data";

const answerers = { yes: "answered by AWS", no: "not answered by AWS", unknown: "not known who answers" } as const;

/** @returns none if the VPC's Region is not known */
export function answeredNames(facts: Facts, vpc: Vpc): AnsweredName[] {
  return namesFor(vpc).map((name) => {
    const answer = answerIn(facts, vpc, name);
    // Names that do not match only make the list longer.
    const candidates = answer.candidates.filter(({ match }) => match !== "none");
    const [, , ...lines] = renderAnswer({ ...answer, candidates }, vpc, whereIs(vpc))
      .trimEnd()
      .split("\n");
    return { name, by: answerers[answer.verdict], rule: answer.rule, answer: lines.join("\n") };
  });
}

/** A file system, images, logs, and the domains of the VPC's own rules, except `.`, which is no name. */
function namesFor(vpc: Vpc): string[] {
  const { region, rules } = vpc;
  const suffix = isUnknownFact(region) ? undefined : partitionOfRegion(region)?.suffix;
  if (isUnknownFact(region) || suffix === undefined) return [];
  const own = rules.map(({ domain }) => (isUnknownFact(domain) ? "." : domain.replace(/\.$/, ""))).filter(isHost);
  const services = ["fs-0123456789abcdef0.efs", "api.ecr", "logs"].map((name) => `${name}.${region}.${suffix}`);
  return [...new Set([...services, ...own])];
}

/** Has two labels or more: `corp.example`. */
function isHost(domain: string): boolean {
  return /^[\w-]+(?:\.[\w-]+)+$/.test(domain);
}
