/** What a network's plan takes away where no mount path is judged; otherwise the proof says what it means for the paths. */
import { graphOfPlans } from "../proof/graph/read";
import { causesIn } from "./cascade";
import { type Change, isOpen, type Plan } from "./plan";
import { covers, grantsOf } from "./policy-grants";
import { type Stop } from "./stop";

const groupRules = [
  "aws_security_group_rule",
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
];

/** DNS, HTTPS of AWS services, NFS of mount targets. */
const ports = [53, 443, 2049];

export function* unjudgedRemovals(plan: Plan): Iterable<Stop> {
  yield* removedRules(plan);
  yield* narrowedEndpoints(plan);
}

function* removedRules(plan: Plan): Iterable<Stop> {
  const causes = causesIn(plan);
  const created = plan.changes.filter(({ type, action }) => action === "create" && groupRules.includes(type));
  for (const change of plan.changes) {
    const { address, type, action, deposed, before } = change;
    if (action !== "delete" || deposed !== undefined || !groupRules.includes(type)) continue;
    // A rule that goes with its group follows from that; one that is created again has another name only.
    if (causes.has(address) || created.some((one) => isSameRule(change, one))) continue;
    const [from, to] = [Number(before["from_port"] ?? 0), Number(before["to_port"] ?? 65_535)];
    const protocol = String(before["ip_protocol"] ?? before["protocol"] ?? "-1");
    const isAll = protocol === "-1" || protocol === "all";
    if (!isAll && !ports.some((port) => from <= port && port <= to)) continue;
    const traffic = isAll ? "all traffic" : `${protocol}/${from === to ? from : `${from}-${to}`}`;
    yield {
      kind: "outage",
      stack: plan.name,
      resource: address,
      what: `is destroyed: its security group no longer allows ${traffic} that this rule allowed`,
      todo: "check that no task, mount target, endpoint or resolver endpoint needs it; review the workloads' plans, too",
    };
  }
}

function isSameRule({ before }: Change, { after }: Change): boolean {
  return ["security_group_id", "from_port", "to_port"].every((key) => before[key] === after[key]);
}

/** An endpoint without a policy allows everything. */
const everything = JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] });

function* narrowedEndpoints({ name, changes }: Plan): Iterable<Stop> {
  const graph = graphOfPlans({});
  for (const { address, type, action, before, after, unknown, isSensitive } of changes) {
    if (type !== "aws_vpc_endpoint" || action !== "update" || isOpen(unknown["policy"])) continue;
    const [was, is] = [before, after].map((of) => grantsOf(graph, of["policy"] || everything));
    if (!was || !is) continue;
    const missing = was.filter((one) => one.effect === "Allow" && !is.some((other) => covers(graph, other, one)));
    const denied = is.filter((one) => one.effect === "Deny" && !was.some((other) => covers(graph, other, one)));
    if (missing.length + denied.length === 0) continue;
    const actions = [...new Set([...missing, ...denied].map((one) => one.action))].slice(0, 4).join(", ");
    yield {
      kind: "outage",
      rule: "EP-04",
      stack: name,
      resource: address,
      what: isSensitive("policy") ? "allows less than before" : `allows less than before: ${actions}`,
      todo: "check that the policy still allows what tasks need of the service; review the workloads' plans, too",
    };
  }
}
