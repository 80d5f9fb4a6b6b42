import { type Dns } from "../config/organization";

/** Splits values by domain into those of SYSTEM rules and those of FORWARD rules. */
export function rulesByType<T>(
  dns: Dns,
  byDomain: Readonly<Record<string, T>>,
): { system: Record<string, T>; forward: Record<string, T> } {
  const pick = (domains: readonly string[]) =>
    Object.fromEntries(Object.entries(byDomain).filter(([domain]) => domains.includes(domain)));
  return { system: pick(dns.resolveInAws), forward: pick(dns.forward.map(({ domain }) => domain)) };
}
