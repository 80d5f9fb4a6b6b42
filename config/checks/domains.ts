import { serviceDomainOf } from "../aws";
import { type Draft, items } from "../draft";
import { formatPath, type Path, quote } from "../errors";
import { normalizeDomain } from "../schema/primitives";
import { type Check } from "./check";

interface Rule {
  readonly path: Path;
  readonly written: string;
  readonly domain: string;
  readonly answeredBy: "aws" | "targets";
}

function rulesOf(draft: Draft): Rule[] {
  const dns = draft.sharedNetwork?.dns;
  const above = ["sharedNetwork", "dns"];
  const forward = items(dns?.forward).map(([index, { domain }]) => {
    return { path: [...above, "forward", index, "domain"], written: domain, answeredBy: "targets" as const };
  });
  const system = items(dns?.resolveInAws).map(([index, domain]) => {
    return { path: [...above, "resolveInAws", index], written: domain, answeredBy: "aws" as const };
  });
  return [...forward, ...system].flatMap(({ written, ...rest }) =>
    written === undefined ? [] : [{ ...rest, written, domain: normalizeDomain(written) }],
  );
}

/** A domain has one rule, however it is written (DNS-08), and AWS's own names are not forwarded (DNS-03). */
export const checkDomains: Check = (draft, report) => {
  const rules = rulesOf(draft);
  for (const [index, { path, domain, written }] of rules.entries()) {
    const earlier = rules.slice(0, index).find((rule) => rule.domain === domain);
    if (earlier === undefined) continue;
    const place = formatPath(earlier.path);
    report.error(
      path,
      `already has a rule at ${place}, got ${quote(written)}; a VPC can have one rule per domain (DNS-08)`,
    );
  }
  const addresses = new Map<string, Rule>();
  for (const rule of rules) {
    const address = rule.domain === "." ? "everything" : rule.domain.replace(/[^a-z0-9_-]/g, "_");
    const namesake = addresses.get(address);
    if (namesake !== undefined && namesake.domain !== rule.domain) {
      const message = `would have the same Terraform address as ${formatPath(namesake.path)}, '${address}', got ${quote(rule.written)}; use a rule for a parent domain instead`;
      report.error(rule.path, message);
    }
    addresses.set(address, namesake ?? rule);
  }
  // If the schema refused some of the rules, the missing rule may be one of them.
  const dns = draft.sharedNetwork?.dns;
  const { region } = draft;
  const incomplete =
    dns !== undefined && "resolveInAws" in dns && (!dns.resolveInAws || dns.resolveInAws.includes(undefined));
  if (region === undefined || dns === undefined || incomplete) return;
  const services = serviceDomainOf(region);
  const said = new Set<Rule>();
  for (const name of [services, `efs.${region}.${services}`]) {
    const rule = mostSpecific(name, rules);
    if (rule === undefined || rule.answeredBy === "aws" || said.has(rule)) continue;
    said.add(rule);
    const cure =
      covers(rule.domain, services) && rule.domain !== services
        ? `add ${services} to sharedNetwork.dns.resolveInAws`
        : "forward a domain of your own instead";
    report.error(
      rule.path,
      `also forwards the names of AWS's services, got ${quote(rule.written)}: queries for fs-….efs.${region}.${services} would go to your DNS servers, and no task could mount its file system (DNS-03); ${cure}`,
    );
  }
};

/** The rule that applies to a name: the one with the longest matching domain (DNS-01). */
function mostSpecific(name: string, rules: readonly Rule[]): Rule | undefined {
  const labels = (domain: string) => (domain === "." ? 0 : domain.split(".").length);
  return rules
    .filter(({ domain }) => covers(domain, name))
    .reduce<Rule | undefined>(
      (best, rule) => (best && labels(best.domain) >= labels(rule.domain) ? best : rule),
      undefined,
    );
}

function covers(domain: string, name: string): boolean {
  return domain === "." || domain === name || name.endsWith(`.${domain}`);
}
