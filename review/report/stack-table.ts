/** The stacks of a review in the comment: what each changes, and what was not looked at. */
import { markdownCode, markdownText } from "../../proof/text";
import { type ChangeAction, type Plan } from "../input/plan";
import { type StackReview, type StackStatus } from "../input/stacks";

const actions = ["create", "update", "replace", "delete", "forget"] as const;

/** Plans with the gravest changes first; a stack without a plan comes last. */
export function changeTable(plans: readonly Plan[], stacks: readonly StackReview[]): string[] {
  if (stacks.length > 0) return [stackTable(plans, stacks)];
  const changing = plans.filter(({ changes }) => changes.length > 0);
  if (changing.length === 0) return [];
  const rows = changing.map((plan) => `| ${[markdownCode(plan.name), ...counts(plan)].join(" | ")} |`);
  return [
    [
      "### Changes\n",
      `| stack | ${actions.join(" | ")} |`,
      `| --- |${" --: |".repeat(actions.length)}`,
      ...rows,
      "",
    ].join("\n"),
  ];
}

function stackTable(plans: readonly Plan[], stacks: readonly StackReview[]): string {
  const order = (name: string) => {
    const at = plans.findIndex((plan) => plan.name === name);
    return at === -1 ? plans.length : at;
  };
  const rows = [...stacks]
    .sort((a, b) => order(a.name) - order(b.name))
    .map((stack) => {
      const plan = plans.find(({ name }) => name === stack.name);
      const numbers = plan ? counts(plan, isUnplanned(stack)) : actions.map(() => "");
      const cells = [
        markdownCode(stack.name),
        stack.accounts.map(markdownText).join(", "),
        ...numbers,
        remarks(stack).map(markdownText).join("; "),
      ];
      return `| ${cells.join(" | ")} |`;
    });
  const others = plans.filter(({ name }) => !stacks.some((stack) => stack.name === name));
  const alien = others.map(
    (plan) => `| ${[markdownCode(plan.name), "", ...counts(plan), "no stack of the synthesized folder"].join(" | ")} |`,
  );
  return [
    "### Stacks\n",
    `| stack | account | ${actions.join(" | ")} | |`,
    `| --- | --- |${" --: |".repeat(actions.length)} --- |`,
    ...rows,
    ...alien,
    ...(stacks.some(isUnplanned) ? ["", later] : []),
    "",
  ].join("\n");
}

const later =
  "A stack without a plan is judged from its synthesized JSON, with the outputs that the plans of other stacks give it. What it " +
  "replaces or destroys, and values that AWS assigns, are known only from its own plan: review that plan before it is applied.";

export function isUnplanned({ status }: StackReview): boolean {
  return status === "waits" || status === "failed" || status === "not-given";
}

function remarks({ status, why = "", notes }: StackReview): readonly string[] {
  const first: Readonly<Record<StackStatus, readonly string[]>> = {
    planned: [],
    unchanged: ["no changes"],
    waits: [`not planned yet: ${why}`],
    failed: [`could not be planned: ${why}`],
    "not-given": ["no plan given"],
  };
  return [...first[status], ...notes];
}

/** @param endedEarly whether the plan ended with an error, so that it shows only some of the changes */
function counts({ changes }: Plan, endedEarly = false): readonly string[] {
  const of = (wanted: ChangeAction) => changes.filter(({ action }) => action === wanted).length;
  return actions.map((action) => {
    if (!endedEarly) return String(of(action));
    return of(action) > 0 ? `≥ ${of(action)}` : "";
  });
}

/** `2 of 4 stacks planned, 1 without changes, 1 judged from its synthesized JSON`. */
export function stackSummary(stacks: readonly StackReview[]): string {
  const number = (wanted: StackStatus) => stacks.filter(({ status }) => status === wanted).length;
  const unplanned = stacks.filter(isUnplanned).length;
  const [planned, unchanged] = [number("planned"), number("unchanged")];
  return [
    `${planned + unchanged} of ${stacks.length} stack${stacks.length === 1 ? "" : "s"} planned`,
    ...(unchanged > 0 ? [`${unchanged} without changes`] : []),
    ...(unplanned > 0 ? [`${unplanned} judged from ${unplanned === 1 ? "its" : "their"} synthesized JSON`] : []),
  ].join(", ");
}

/** Names of stacks without a plan. */
export function unplannedNames(stacks: readonly StackReview[]): string | undefined {
  return atMostThree(stacks.filter(isUnplanned).map(({ name }) => name));
}

/** `vpc-a, vpc-b, vpc-c and 4 more`; undefined for none. */
export function atMostThree(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return `${names.slice(0, 3).join(", ")}${more}`;
}
