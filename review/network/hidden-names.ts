/**
 * Rules, zones and firewall rules that newly answer for AWS's own names in a VPC that exists. Where mount paths are
 * judged, the proof says what it means for them.
 */
import { commonSuffixOf, covers, type Labels, labelsOf, nameOf } from "../../proof/dns/name";
import { property } from "../../proof/graph/json/json-syntax";
import { partitionOfRegion } from "../../proof/partitions";
import { type Change, isOpen, type Plan } from "../input/plan";
import { type Stop } from "../stops/stop";

/** @param isJudged whether mount paths of a VPC are judged */
export function* hiddenNames(plan: Plan, isJudged: (vpc: unknown) => boolean): Iterable<Stop> {
  for (const change of plan.changes) {
    const what = whatOf(change, plan, isJudged);
    if (what === undefined) continue;
    const { rule, text, todo } = what;
    yield { kind: "outage", rule, stack: plan.name, resource: change.address, what: text, todo };
  }
}

type Told = { readonly rule: NonNullable<Stop["rule"]>; readonly text: string; readonly todo: string };

function whatOf(change: Change, plan: Plan, isJudged: (vpc: unknown) => boolean): Told | undefined {
  const { type, action } = change;
  if (action !== "create" && action !== "update" && action !== "replace") return undefined;
  switch (type) {
    case "aws_route53_resolver_rule_association":
      return action === "update" || isJudged(change.after["vpc_id"]) ? undefined : forwards(change, plan);
    case "aws_route53_zone":
      return answers(change, plan, isJudged);
    case "aws_route53_resolver_firewall_rule":
      return isJudged(undefined) ? undefined : blocks(change, plan);
    default:
      return undefined;
  }
}

/** A domain that answers for names of AWS: `.`, `com`, `amazonaws.com` or a name below it, in any partition (DNS-25). */
interface Hiding {
  readonly labels: Labels;
  /** The partition's suffix: `["com", "amazonaws"]`. */
  readonly suffix: Labels;
}

function hidingOf(domain: unknown): Hiding | undefined {
  if (typeof domain !== "string") return undefined;
  const labels = labelsOf(domain);
  const suffix = commonSuffixOf(labels);
  return suffix && { labels, suffix };
}

/** A VPC that the plan creates has nothing that could stop working. */
function isNew(vpc: unknown): boolean {
  return typeof vpc !== "string";
}

/** The rules and associations of a plan, each read once. */
interface Rules {
  readonly byId: ReadonlyMap<unknown, Change>;
  /** A new rule that forwards names of AWS: its id is known only after apply, so any association may mean it. */
  readonly created?: Change;
  /** VPCs with a SYSTEM rule that keeps AWS's names in AWS. */
  readonly kept: ReadonlySet<unknown>;
}

const read = new WeakMap<Plan, Rules>();

function rulesOf(plan: Plan): Rules {
  const known = read.get(plan);
  if (known) return known;
  const after = plan.resources.filter(({ action }) => action !== "delete");
  const rules = after.filter(({ type }) => type === "aws_route53_resolver_rule");
  const byId = new Map(rules.map((one) => [one.after["id"], one]));
  const keeps = (one: Change | undefined) =>
    one?.after["rule_type"] === "SYSTEM" && isSuffix(hidingOf(one.after["domain_name"]));
  const isNewKept = rules.some((one) => one.action === "create" && keeps(one));
  const kept = after
    .filter(({ type }) => type === "aws_route53_resolver_rule_association")
    .filter(
      ({ after: of, unknown }) =>
        keeps(byId.get(of["resolver_rule_id"])) || (isNewKept && isOpen(unknown["resolver_rule_id"])),
    );
  const created = rules.find((one) => one.action === "create" && isHiding(one));
  const found = { byId, ...(created ? { created } : {}), kept: new Set(kept.map((one) => one.after["vpc_id"])) };
  read.set(plan, found);
  return found;
}

function isHiding({ after }: Change): boolean {
  return after["rule_type"] === "FORWARD" && hidingOf(after["domain_name"]) !== undefined;
}

function isSuffix(hiding: Hiding | undefined): boolean {
  return hiding !== undefined && hiding.labels.length === hiding.suffix.length;
}

function forwards({ after, unknown }: Change, plan: Plan): Told | undefined {
  if (isOpen(unknown["vpc_id"]) || isNew(after["vpc_id"])) return undefined;
  const { byId, created, kept } = rulesOf(plan);
  const id = after["resolver_rule_id"];
  const found = typeof id === "string" ? byId.get(id) : created;
  const hiding = found && isHiding(found) ? hidingOf(found.after["domain_name"]) : undefined;
  if (!found || !hiding) return undefined;
  const { labels, suffix } = hiding;
  if (kept.has(after["vpc_id"]) && !covers(suffix, labels)) return undefined;
  return {
    rule: "DNS-03",
    text: `sends queries for ${String(found.after["domain_name"])} of its VPC to ${targetsOf(found)}, so names of AWS services and file systems are answered there`,
    todo: `keep ${nameOf(suffix)} in AWS with a SYSTEM rule, or check that the targets answer its names with private addresses`,
  };
}

function targetsOf({ after }: Change): string {
  const targets = after["target_ip"];
  const addresses = (Array.isArray(targets) ? (targets as unknown[]) : []).flatMap((one) => {
    const ip = property(one, "ip");
    return typeof ip === "string" && ip !== "" ? [ip] : [];
  });
  return addresses.length === 0 ? "its targets" : addresses.join(", ");
}

/** A private zone for one service, as of a central endpoint, has a record for it; a wider one hides all other names. */
function answers(
  { before, after, unknown }: Change,
  { resources }: Plan,
  isJudged: (vpc: unknown) => boolean,
): Told | undefined {
  const hiding = hidingOf(after["name"]);
  const [was, is] = [before, after].map((of) => vpcsOf(of["vpc"]));
  const existing = is!.filter((vpc) => !was!.includes(vpc) && !isJudged(vpc));
  if (unknown["vpc"] === true || existing.length === 0 || !hiding) return undefined;
  const hasRecord = resources.some(({ type, after: { name } }) => {
    return type === "aws_route53_record" && typeof name === "string" && covers(hiding.labels, labelsOf(name));
  });
  if (hasRecord && !isWide(hiding)) return undefined;
  return {
    rule: "DNS-02",
    text: `is a private zone for ${nameOf(hiding.labels)}: names below it without a record in the zone no longer resolve in its VPC`,
    todo: "use a zone for the one name that it has a record for",
  };
}

/** Of a VPC that the plan creates, the id is not known. */
function vpcsOf(blocks: unknown): readonly string[] {
  return (Array.isArray(blocks) ? (blocks as unknown[]) : []).flatMap((block) => {
    const id = property(block, "vpc_id");
    return typeof id === "string" ? [id] : [];
  });
}

/** `amazonaws.com` and above, `us-east-1.amazonaws.com`, and the names of file systems. */
function isWide({ labels, suffix }: Hiding): boolean {
  const [region = "", ...service] = labels.slice(suffix.length);
  if (region === "" || (region === "efs" && service.length === 0)) return true;
  return partitionOfRegion(region) !== undefined && ["", "efs"].includes(service.join("."));
}

function blocks({ action, before, after }: Change, { resources }: Plan): Told | undefined {
  if (after["action"] !== "BLOCK" || (action === "update" && before["action"] === "BLOCK")) return undefined;
  const id = after["firewall_domain_list_id"];
  const lists = resources.filter(
    (one) =>
      one.type === "aws_route53_resolver_firewall_domain_list" &&
      one.action !== "delete" &&
      (typeof id === "string" ? one.after["id"] === id : one.action === "create"),
  );
  const domains = lists.flatMap(({ after: of }) => (Array.isArray(of["domains"]) ? (of["domains"] as unknown[]) : []));
  const [found] = domains.flatMap((domain) => {
    const hiding = typeof domain === "string" ? hidingOf(domain.replace(/^\*\.?/, "")) : undefined;
    return hiding ? [{ domain: String(domain), suffix: hiding.suffix }] : [];
  });
  if (found === undefined) return undefined;
  return {
    rule: "DNS-23",
    text: `blocks queries for ${found.domain}, so names of AWS services and file systems no longer resolve`,
    todo: `allow ${nameOf(found.suffix)} in a rule with a lower priority`,
  };
}
