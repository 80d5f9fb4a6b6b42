/** Traffic of mount paths that a network ACL allows before, and no longer after; the first matching rule decides. */
import { covered, everywhere4, overlap, type Range, rangeOf } from "../../proof/aws/network/cidr";
import { property } from "../../proof/graph/json/json-syntax";
import { type Change, isOpen, type Plan } from "../input/plan";
import { type Stop } from "../stops/stop";

const acls = new Set(["aws_network_acl", "aws_default_network_acl"]);

/** DNS, HTTPS of AWS services, NFS of mount targets, and ports of answers. */
const traffic = [
  { protocol: "udp", port: 53 },
  { protocol: "tcp", port: 53 },
  { protocol: "tcp", port: 443 },
  { protocol: "tcp", port: 2049 },
  { protocol: "tcp", port: 49_152 },
] as const;

interface Rule {
  readonly number: number;
  readonly allows: boolean;
  readonly protocol: string;
  readonly first: number;
  readonly last: number;
  readonly cidr: string;
  readonly range: Range;
}

const todo =
  "check that no task, mount target, endpoint or resolver endpoint needs it; review the workloads' plans, too";

/** The rules of the default ACL of a VPC. */
const everything: readonly Rule[] = [
  { number: 100, allows: true, protocol: "-1", first: 0, last: 0, cidr: "0.0.0.0/0", range: everywhere4 },
];

type OwnRules = (acl: Change) => readonly Change[];

const numbers: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "1": "icmp", all: "-1" };

export function* narrowedAcls(plan: Plan, isJudged: (vpc: unknown) => boolean): Iterable<Stop> {
  const rules = new Map<unknown, Change[]>();
  for (const one of plan.resources) {
    if (one.type !== "aws_network_acl_rule") continue;
    const known = rules.get(idOf(one));
    if (known) known.push(one);
    else rules.set(idOf(one), [one]);
  }
  // Of new rules, only a single new ACL is certain to be the one that they belong to.
  const created = plan.resources.filter(({ type, action }) => acls.has(type) && action === "create");
  const own: OwnRules = (acl) =>
    rules.get(acl.before["id"]) ?? (created.length === 1 && acl === created[0] ? (rules.get(undefined) ?? []) : []);
  yield* otherAcls(plan, own, isJudged);
  for (const acl of plan.resources) {
    if (!acls.has(acl.type) || !exists(acl.action) || isJudged(acl.before["vpc_id"])) continue;
    const separate = own(acl);
    const changed = [...separate, acl].find(({ action }) => action !== undefined);
    if (!changed || [acl, ...separate].some(({ unknown }) => isOpen(unknown["ingress"]) || isOpen(unknown["egress"])))
      continue;
    const lost = [false, true].flatMap((egress) =>
      lostTraffic(rulesOf(acl, separate, egress, "before"), rulesOf(acl, separate, egress, "after"), egress),
    );
    if (lost.length === 0) continue;
    yield {
      kind: "outage",
      stack: plan.name,
      resource: changed.address,
      what: `no longer lets ${[...new Set(lost)].slice(0, 4).join(", ")} through${changed === acl ? "" : ` ${acl.address}`}`,
      todo,
    };
  }
}

/** A subnet that gets another ACL, which may be a new one. Without any, it had the default one, which allows everything. */
function* otherAcls({ name, resources }: Plan, own: OwnRules, isJudged: (vpc: unknown) => boolean): Iterable<Stop> {
  const all = resources.filter(({ type }) => acls.has(type));
  const subnetsOf = (of: Change["before"]) => (Array.isArray(of["subnet_ids"]) ? (of["subnet_ids"] as unknown[]) : []);
  const had = new Map(all.flatMap((one) => subnetsOf(one.before).map((subnet) => [subnet, one] as const)));
  for (const acl of all) {
    const { address, action, after, unknown, before } = acl;
    if (action !== "create" && action !== "update") continue;
    if (isJudged(after["vpc_id"]) || isOpen(unknown["ingress"]) || isOpen(unknown["egress"])) continue;
    const was = new Set(subnetsOf(before));
    const gained = subnetsOf(after).filter((subnet) => typeof subnet === "string" && !was.has(subnet));
    const lost = gained.flatMap((subnet) => {
      const old =
        had.get(subnet) ??
        all.find((one) => one.type === "aws_default_network_acl" && one.before["vpc_id"] === after["vpc_id"]);
      return [false, true].flatMap((egress) =>
        lostTraffic(
          old ? rulesOf(old, own(old), egress, "before") : everything,
          rulesOf(acl, own(acl), egress, "after"),
          egress,
        ),
      );
    });
    if (lost.length === 0) continue;
    yield {
      kind: "outage",
      stack: name,
      resource: address,
      what: `no longer lets ${[...new Set(lost)].slice(0, 4).join(", ")} through, for ${gained.length === 1 ? "a subnet" : `${gained.length} subnets`} that it newly has`,
      todo,
    };
  }
}

/** An ACL that is created or destroyed has its subnets only before or after. */
function exists(action: Change["action"]): boolean {
  return action === undefined || action === "update";
}

function idOf({ before, after }: Change): unknown {
  return before["network_acl_id"] ?? after["network_acl_id"];
}

function rulesOf(acl: Change, own: readonly Change[], egress: boolean, when: "before" | "after"): readonly Rule[] {
  const listed = acl[when][egress ? "egress" : "ingress"];
  const inline = (Array.isArray(listed) ? (listed as unknown[]) : []).flatMap((one) =>
    ruleOf(one, "rule_no", "action"),
  );
  const separate = own
    .filter((one) => (one[when]["egress"] === true) === egress)
    .flatMap((one) => ruleOf(one[when], "rule_number", "rule_action"));
  const all = new Map([...inline, ...separate].map((rule) => [rule.number, rule]));
  return [...all.values()].sort((a, b) => a.number - b.number);
}

function ruleOf(json: unknown, number: string, action: string): readonly Rule[] {
  const text = (name: string) => String(property(json, name) ?? "");
  const cidr = text("cidr_block") || text("ipv6_cidr_block");
  const range = rangeOf(cidr);
  if (!range) return [];
  const protocol = numbers[text("protocol")] ?? text("protocol").toLowerCase();
  return [
    {
      number: Number(text(number)),
      allows: text(action).toLowerCase() === "allow",
      protocol,
      first: Number(text("from_port")),
      last: Number(text("to_port")),
      cidr,
      range,
    },
  ];
}

function lostTraffic(before: readonly Rule[], after: readonly Rule[], egress: boolean): readonly string[] {
  const peers = new Map(
    [...before, ...after].filter(({ cidr }) => isPeer(cidr)).map((rule) => [rule.cidr, rule.range]),
  );
  return traffic.flatMap(({ protocol, port }) =>
    [...peers].flatMap(([cidr, range]) => {
      if (!lets(before, protocol, port, range) || lets(after, protocol, port, range)) return [];
      return [`${egress ? "outbound" : "inbound"} ${protocol}/${port} ${egress ? "to" : "from"} ${cidr}`];
    }),
  );
}

/** A few public addresses may be denied on purpose; tasks need private ranges, or everything. */
function isPeer(cidr: string): boolean {
  return (
    cidr === "0.0.0.0/0" || cidr === "::/0" || /^(?:10\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|100\.|f[cd])/.test(cidr)
  );
}

function lets(rules: readonly Rule[], protocol: string, port: number, range: Range): boolean {
  for (const rule of rules) {
    if (rule.protocol !== "-1" && (rule.protocol !== protocol || port < rule.first || rule.last < port)) continue;
    if (covered(range, [rule.range])) return rule.allows;
    // A part of the range may be denied.
    if (!rule.allows && overlap(rule.range, range) !== "none") return false;
  }
  return false;
}
