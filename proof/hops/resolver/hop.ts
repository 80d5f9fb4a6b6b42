/**
 * Checks that AWS answers the file system's name: the most specific of rules, autodefined rules and private zones
 * decides (DNS-01 to DNS-05).
 */
import { answerIn } from "../../aws/dns/resolvers";
import { type Vpc, vpcDnsOf } from "../../aws/dns/vpc-dns";
import { type DnsAnswer, merge } from "../../dns/answer";
import { type Facts } from "../../facts";
import { firewallFixes } from "../../fixes/firewall-fix";
import { resolverFixes } from "../../fixes/resolver-fix";
import { fails, type Fix, type HopAnswer, passes, unknown } from "../../hop-answer";
import { type MountPath } from "../../workloads/mount-path";
import { efsNames } from "../../workloads/mounted-name";
import { vpcOfPath } from "../../workloads/path-place";
import { type Hop, sameVpcAndFileSystem } from "../hop";
import { unknownVpc } from "../unknown-vpc";

export const resolver: Hop<"resolver"> = {
  name: "resolver",
  sameFor: sameVpcAndFileSystem,
  evaluate(path: MountPath, facts: Facts) {
    const vpc = vpcDnsOf(facts, vpcOfPath(facts, path));
    if (!vpc) return unknownVpc("DNS-03", path);
    const names = efsNames(facts, path, vpc);
    // Paths with the same question share one answer, so its fix is tried only once.
    const known = facts.once(answersByQuestion);
    const question = `${vpc.id} ${names.join(" ")}`;
    let answer = known.get(question);
    if (!answer) known.set(question, (answer = ask(facts, vpc, names)));
    return answer;
  },
};

function answersByQuestion(): Map<string, HopAnswer> {
  return new Map();
}

function ask(facts: Facts, vpc: Vpc, names: readonly string[]): HopAnswer {
  const answers = names.map((name) => answerIn(facts, vpc.rulesAlone, name));
  const { verdict, rule, resource, detail, resolveBy } = merge(answers);
  if (verdict === "yes") return passes(rule, resource, detail);
  if (verdict === "no") return fails(rule, resource, detail, fixesOf(facts, vpc, answers[0]!));
  return unknown(rule, resource, detail, resolveBy ?? `the Region of ${vpc.name}`);
}

function fixesOf(facts: Facts, vpc: Vpc, answer: DnsAnswer): Fix[] {
  const blocking = vpc.firewall.find(({ resource }) => answer.rule === "DNS-23" && resource === answer.resource);
  return blocking ? firewallFixes(facts, blocking, answer.name) : resolverFixes(facts, vpc, answer);
}
