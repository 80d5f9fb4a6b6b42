/** Resources that a plan destroys or replaces although they contain data, or others depend on them. */
import { factsOf } from "../../proof/resource-types";
import { type Destruction } from "../../proof/resource-types/resource-type";
import { type Change, type Plan } from "../input/plan";
import { shown, type Stop } from "../stops/stop";

/** The proof reports lost file systems (EFS-12), but not deposed ones, which no graph contains. */
export function* lostResources({ name, changes, resources }: Plan): Iterable<Stop> {
  for (const change of changes) {
    const { address, type, action, deposed } = change;
    if (action !== "delete" && action !== "replace") continue;
    const destruction: Destruction | undefined =
      deposed !== undefined && type === "aws_efs_file_system"
        ? { means: "all its files are deleted", rule: "EFS-12", data: true }
        : factsOf(type).destruction;
    if (!destruction || isHarmless(change)) continue;
    if (destruction.onlyReplacedInUse && !isReplacedInUse(change, resources)) continue;
    const { means, rule, shows = [] } = destruction;
    const values = shows.flatMap((attribute) => {
      const value = change.before[attribute];
      return typeof value !== "string" || value === "" ? [] : [change.isSensitive(attribute) ? "(sensitive)" : value];
    });
    const which = values.length === 0 ? "" : ` (${values.map(shown).join(" ")})`;
    yield {
      kind: destruction.data ? "data-loss" : destruction.access ? "access" : "outage",
      ...(rule ? { rule } : {}),
      stack: name,
      resource: address,
      what:
        deposed === undefined
          ? `${wordOf(change)}: ${means}${which}`
          : `has an old (deposed) object that is destroyed: ${means}`,
      todo:
        deposed === undefined ? todoOf(change) : "check that nothing uses the old object, and copy what it holds first",
    };
  }
}

function isHarmless({ type, action, deposed, before }: Change): boolean {
  const { destruction } = factsOf(type);
  // Nothing depends on a deposed object any more, but it may hold data.
  if (deposed !== undefined) return type !== "aws_efs_file_system" && !destruction?.data;
  if (action === "replace" && destruction?.onlyDeleted) return true;
  const { skippedBy, isHarmless: hasNoConsequence } = destruction ?? {};
  return (skippedBy !== undefined && before[skippedBy] === true) || hasNoConsequence?.(before) === true;
}

const used = new WeakMap<readonly Change[], ReadonlySet<string>>();

function isReplacedInUse({ action, createFirst, before }: Change, resources: readonly Change[]): boolean {
  if (action !== "replace" || createFirst) return false;
  let ids = used.get(resources);
  // Rules that name a group use no network interface.
  const users = () => resources.filter(({ type }) => !type.includes("security_group"));
  if (!ids) used.set(resources, (ids = new Set(users().flatMap((one) => [...groupIds(one.before)]))));
  return ids.has(String(before["id"]));
}

function* groupIds(value: unknown): Iterable<string> {
  if (typeof value === "string" && value.startsWith("sg-")) yield value;
  else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) yield* groupIds(item);
}

/**
 * Terraform's `action_reason`, which is left out where the source shows it anyway: the block was removed, or an attribute
 * forces the replacement. https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
const reasons: ReadonlyMap<string, string> = new Map([
  ["replace_because_tainted", "it is tainted"],
  ["replace_by_request", "-replace asks for it"],
  ["replace_by_triggers", "replace_triggered_by refers to something that changes"],
  ["delete_because_no_module", "its module was removed"],
  ["delete_because_wrong_repetition", "its block has count or for_each now, or no longer has it"],
  ["delete_because_count_index", "count is smaller"],
  ["delete_because_each_key", "for_each no longer has its key"],
  ["delete_because_no_move_target", "it was moved to an address that the configuration does not have"],
]);

/** The cause of a replacement or destruction as Terraform gives it. */
export function reasonOf({ reason, causes, before, after, isSensitive }: Change): string | undefined {
  const told = reasons.get(reason ?? "");
  if (told !== undefined) return told;
  if (causes.length === 0) return undefined;
  const attributes = causes.map((cause) => {
    const [was, is] = [before[cause], after[cause]];
    if (typeof was !== "string" || typeof is !== "string" || was === is || isSensitive(cause)) return cause;
    return `${cause} (${shown(was)} → ${shown(is)})`;
  });
  return `${attributes.join(", ")} can't be changed`;
}

function wordOf(change: Change): string {
  const reason = reasonOf(change);
  const replaced = change.createFirst ? "is replaced (created before the old one is destroyed)" : "is replaced";
  const order = change.action === "delete" ? "is destroyed" : replaced;
  return reason === undefined ? order : `${order}, because ${reason}`;
}

/** What keeps a resource that is replaced although nothing of it changes. */
export function untaint({ reason, address }: Change): string | undefined {
  if (reason === "replace_because_tainted") return `run terraform untaint '${address}' to keep it, and plan again`;
  if (reason === "replace_by_request") return `plan again without -replace=${address} to keep it`;
  return undefined;
}

function todoOf(change: Change): string {
  if (change.reason === "delete_because_wrong_repetition")
    return `add a moved block from ${change.address} to its new address, if it is to stay`;
  if (change.action === "delete")
    return `check that nothing needs it; if it was only renamed, add a moved block from ${change.address}`;
  return (
    untaint(change) ??
    "check that everything that depends on it can do without it in the meantime, or revert the change"
  );
}
