/** Checks whether DNS Firewall allows queries for the name of a service or registry (DNS-23). */
import { vpcDnsOf } from "../aws/dns/vpc-dns";
import { blockingOf } from "../dns/firewall";
import { labelsOf } from "../dns/name";
import { firewallFixes } from "../fixes/firewall-fix";
import { fails, type HopAnswer, unknown } from "../hop-answer";
import { type Position } from "../workloads/task-position";

/** Undefined if it does, or if the input shows no firewall. */
export function filteredName(at: Position, name: string | undefined): HopAnswer | undefined {
  const vpc = name === undefined ? undefined : vpcDnsOf(at.facts, at.vpc);
  if (!vpc || vpc.firewall.length === 0) return undefined;
  const { outcomes, certain } = blockingOf(vpc, labelsOf(name!));
  const [first] = outcomes;
  if (!first) return undefined;
  const { rule, resource, detail } = first;
  if (!certain)
    return unknown(rule, resource, detail, [...new Set(outcomes.map(({ resolveBy }) => resolveBy))].join("; "));
  const blocking = vpc.firewall.find((one) => one.resource === resource);
  return fails(rule, resource, detail, blocking ? firewallFixes(at.facts, blocking, name!) : []);
}
