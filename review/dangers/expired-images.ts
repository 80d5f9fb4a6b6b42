/** Images that a lifecycle policy of a repository newly deletes although they have tags. */
import { isRecord, type JsonObject, property } from "../../proof/graph/json/json-syntax";
import { isOpen, type Plan } from "../input/plan";
import { type Stop } from "../stops/stop";
import { isCreated } from "./withdrawn";

export function* expiredImages({ name, changes }: Plan): Iterable<Stop> {
  for (const { address, type, action, before, after, unknown } of changes) {
    if (type !== "aws_ecr_lifecycle_policy" || (action !== "create" && action !== "update" && action !== "replace"))
      continue;
    if (isOpen(unknown["policy"]) || isOpen(unknown["repository"])) continue;
    if (action === "create" && isCreated(after["repository"], changes)) continue;
    const known = expiring(before["policy"]).map(keyOf);
    const more = expiring(after["policy"]).filter((rule) => !known.includes(keyOf(rule)));
    if (more.length === 0) continue;
    yield {
      kind: "data-loss",
      stack: name,
      resource: address,
      what: `deletes images with tags: ${more.map(textOf).join("; ")}`,
      todo: "check that no running or earlier task definition names such an image",
    };
  }
}

function expiring(policy: unknown): readonly JsonObject[] {
  if (typeof policy !== "string") return [];
  let json: unknown;
  try {
    json = JSON.parse(policy);
  } catch {
    return [];
  }
  const rules = property(json, "rules");
  return (Array.isArray(rules) ? (rules as unknown[]) : [])
    .map((rule) => property(rule, "selection"))
    .filter(isRecord)
    .filter(({ tagStatus }) => tagStatus !== "untagged");
}

const keyOf = (selection: JsonObject) => JSON.stringify(Object.entries(selection).sort());

function textOf({ countType, countNumber, countUnit }: JsonObject): string {
  return countType === "imageCountMoreThan"
    ? `all but the newest ${String(countNumber)}`
    : `those older than ${String(countNumber)} ${String(countUnit ?? "days")}`;
}
