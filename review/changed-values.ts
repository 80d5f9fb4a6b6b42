/** Values that a reader of a change looks for: counts, ranges and images. */
import { property } from "../proof/graph/json/json-syntax";
import { type Change, isOpen } from "./plan";
import { shown } from "./stop";

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

/** ` (2 → 4)` after the name of an attribute; empty if it is not one of those, sensitive, or known only after apply. */
export function changedValue({ before, after, unknown, isSensitive, action }: Change, key: string): string | undefined {
  if (isOpen(unknown[key]) || isSensitive(key) || (action !== "update" && action !== "replace")) return undefined;
  if (key === "container_definitions") return changedImages(before[key], after[key]);
  return telling.has(key) ? `${shown(before[key] ?? null)} → ${shown(after[key] ?? null)}` : undefined;
}

/** `image of web nginx:1.27 → nginx:1.28`. */
function changedImages(before: unknown, after: unknown): string | undefined {
  const [was, is] = [imagesIn(before), imagesIn(after)];
  const told = [...is].flatMap(([name, image]) => {
    const old = was.get(name);
    return old === undefined || old === image ? [] : [`image of ${name} ${shown(old)} → ${shown(image)}`];
  });
  return told.length === 0 ? undefined : told.join(", ");
}

function imagesIn(text: unknown): ReadonlyMap<string, string> {
  if (typeof text !== "string") return new Map();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return new Map();
  }
  const containers = Array.isArray(json) ? (json as unknown[]) : [];
  return new Map(
    containers.flatMap((one) => {
      const [name, image] = [property(one, "name"), property(one, "image")];
      return typeof name === "string" && typeof image === "string" ? [[name, image] as const] : [];
    }),
  );
}
