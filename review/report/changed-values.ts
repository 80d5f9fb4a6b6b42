/** Values that a reader of a change looks for: counts, ranges, images and policies. */
import { property } from "../../proof/graph/json/json-syntax";
import { type Change, isOpen } from "../input/plan";
import { shown } from "../stops/stop";
import { changedContainers } from "./changed-containers";
import { changedPolicy } from "./changed-policy";

/** Attributes whose values are no secrets and say what a change means. */
const telling = new Set([
  ...["desired_count", "min_capacity", "max_capacity", "min_size", "max_size", "desired_capacity", "cpu", "memory"],
  ...["cidr_block", "cidr_ipv4", "cidr_ipv6", "from_port", "to_port", "destination_cidr_block", "retention_in_days"],
  ...[
    "engine_version",
    "version",
    "platform_version",
    "instance_type",
    "instance_class",
    "image_id",
    "private_dns_enabled",
  ],
  ...["enable_dns_support", "enable_dns_hostnames", "domain_name_servers", "throughput_mode", "launch_type"],
]);

/** Attributes with a policy as JSON, which is compared by its meaning. */
const policies = new Set(["policy", "assume_role_policy", "access_policy"]);

/** Blocks that are told by their address. */
const addressed = new Set(["target_ip", "ip_address"]);

/** ` (2 → 4)` after the name of an attribute; empty if it is not one of those, sensitive, or known only after apply. */
export function changedValue({ before, after, unknown, isSensitive, action }: Change, key: string): string | undefined {
  if (isOpen(unknown[key]) || isSensitive(key) || (action !== "update" && action !== "replace")) return undefined;
  if (key === "container_definitions") return changedContainers(before[key], after[key]);
  if (policies.has(key)) return changedPolicy(before[key], after[key]);
  if (addressed.has(key)) {
    const [was, is] = [addressesOf(before[key]), addressesOf(after[key])];
    return was === is ? undefined : `${was} → ${is}`;
  }
  return telling.has(key) ? `${shown(before[key] ?? null)} → ${shown(after[key] ?? null)}` : undefined;
}

function addressesOf(blocks: unknown): string {
  const ips = (Array.isArray(blocks) ? (blocks as unknown[]) : []).flatMap((block) => {
    const ip = property(block, "ip");
    return typeof ip === "string" && ip !== "" ? [ip] : [];
  });
  return ips.length === 0 ? "none" : shown([...ips].sort().join(", "));
}
