/** Resources that a plan destroys or replaces although they contain data, or others depend on them. */
import { factsOf } from "../proof/resource-types";
import { type Change, type Plan } from "./plan";
import { type Stop } from "./stop";

/** The proof reports lost file systems (EFS-12). */
export function* lostResources({ name, changes }: Plan): Iterable<Stop> {
  for (const change of changes) {
    const { address, type, action } = change;
    const { destruction } = factsOf(type);
    if (!destruction || (action !== "delete" && action !== "replace")) continue;
    if (action === "replace" && destruction.onlyDeleted) continue;
    const { means, rule } = destruction;
    yield {
      ...(rule ? { rule } : {}),
      stack: name,
      resource: address,
      what: `${wordOf(change)}: ${means}`,
      todo: todoOf(change),
    };
  }
}

function wordOf({ action, causes, createFirst }: Change): string {
  if (action === "delete") return "is destroyed";
  const order = createFirst ? "is replaced (created before the old one is destroyed)" : "is replaced";
  return causes.length === 0 ? order : `${order}, because ${causes.join(", ")} can't be changed`;
}

function todoOf({ action, address }: Change): string {
  return action === "delete"
    ? `check that nothing needs it; if it was only renamed, add a moved block from ${address}`
    : "check that everything that depends on it can do without it in the meantime, or revert the change";
}
