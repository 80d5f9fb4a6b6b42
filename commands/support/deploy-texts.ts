/** The texts of a deployment. Every name, id and message comes from a file or from AWS, so it is escaped. */
import { printable, printableLines } from "../../proof/text";
import { matchesOf } from "../../proof/why/match";
import { type StackPlan, type StackResult } from "../../terraform/deploy-stack";
import { type Outcome } from "../../terraform/in-order";
import { type ChangeCounts, type Diagnostic, type OutputValue } from "../../terraform/terraform-events";
import { duration } from "./deploy-screen";

export type Outcomes = ReadonlyMap<string, Outcome<StackResult>>;

/** At most so many addresses of a plan are listed; a longer plan is shown on demand. */
const mostListed = 30;
/** At most so many lines of other output, the last ones. */
const mostText = 60;

export function countsText({ add, change, remove }: ChangeCounts): string {
  return add + change + remove === 0
    ? "outputs or names only"
    : `${add} to add, ${change} to change, ${remove} to destroy`;
}

/** A plan before its approval: what is destroyed or replaced by address, the rest by number. */
export function planLines({ stack, counts, changes }: StackPlan): string[] {
  const lost = changes.filter(({ action }) => ["delete", "replace", "forget", "remove"].includes(action));
  const signs: Readonly<Record<string, string>> = { delete: "- destroy", replace: "! replace" };
  return [
    `${stack.name}: ${countsText(counts)}`,
    ...lost
      .slice(0, mostListed)
      .map(({ address, action }) => `  ${signs[action] ?? `- ${action} (stays in AWS)`} ${printable(address)}`),
    ...(lost.length > mostListed ? [`  … and ${lost.length - mostListed} more`] : []),
  ];
}

/** One line about a stack that has ended. */
export function resultLine(result: StackResult, dependsOn: readonly string[]): string {
  switch (result.status) {
    case "done": {
      const { add, change, remove } = result.counts;
      return `done: ${add} added, ${change} changed, ${remove} destroyed`;
    }
    case "no changes":
      return "no changes";
    case "waits":
      return `waits: reads outputs of ${dependsOn.join(" and ")} that are not applied yet`;
    case "declined":
      return "not approved";
    case "failed":
      return result.during === "apply"
        ? `failed after ${result.completed} of ${result.total} changes`
        : `failed in terraform ${result.during}; nothing was changed`;
  }
}

/** Terraform's errors with the rules that explain them, or its other output if it printed none. */
export function errorLines(stack: string, result: StackResult): string[] {
  if (result.status !== "failed") return [];
  const { errors, text } = result;
  return [
    ...errors.flatMap((error) => diagnosticLines(stack, error)),
    // A crash, or the error of a wrapper or of init, is not a diagnostic.
    ...(errors.length > 0 ? [] : text.length > 0 ? text.slice(-mostText) : ["Terraform printed no error"]).flatMap(
      (line) => printableLines(`  ${line}`),
    ),
    ...(errors.length === 0 ? explained(text.join("\n")) : []),
  ];
}

export function diagnosticLines(stack: string, { severity, summary, detail, address, place }: Diagnostic): string[] {
  const where = [address && `with ${address}`, place && `at ${place}`].filter(Boolean).join(", ");
  return [
    `${severity === "error" ? "Error" : "Warning"} in ${stack}: ${printable(summary)}`,
    ...(where === "" ? [] : [printable(`  ${where}`)]),
    ...(detail === "" ? [] : printableLines(detail).map((line) => `  ${line}`)),
    ...(severity === "error" ? explained(`${summary}: ${detail}`) : []),
  ];
}

/** The rule that a known message of AWS or Terraform belongs to. */
function explained(message: string): string[] {
  const [known] = matchesOf(message).exact;
  const rule = known?.rules[0];
  return rule === undefined ? [] : [`  see ${rule}: docs/rules/${rule}.md`];
}

/** The outputs of a stack, one line each: sensitive values are masked, manifests and long values folded. */
export function outputLines(stack: string, outputs: ReadonlyMap<string, OutputValue>): string[] {
  const shown = [...outputs].filter(([, { sensitive, value }]) => sensitive || !isEmpty(value));
  if (shown.length === 0) return [];
  const width = Math.max(...shown.map(([name]) => name.length));
  return [
    `outputs of ${stack}:`,
    ...shown.map(([name, output]) => `  ${name.padEnd(width)}  ${folded(stack, name, output)}`),
  ];
}

const longestOutput = 160;

function folded(stack: string, name: string, { sensitive, value }: OutputValue): string {
  if (sensitive) return "(sensitive)";
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : undefined;
  if (name === "kubernetes_manifests" && entries) {
    return `${entries.length} manifests; to apply them: docs/eks.md`;
  }
  const text = entries
    ? entries.map(([key, each]) => (Array.isArray(value) ? valueText(each) : `${key} = ${valueText(each)}`)).join(", ")
    : valueText(value);
  if (text.length <= longestOutput) return printable(text);
  const size = entries ? `${entries.length} entries` : `${text.length} characters`;
  return `${size}; to see them: terraform -chdir=cdktf.out/stacks/${stack} output ${name}`;
}

function valueText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isEmpty(value: unknown): boolean {
  return value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}

/** The summary: how many stacks are done, what failed, what was not started and why, and what to do. */
export function summaryLines(outcomes: Outcomes, milliseconds: number, again: (stacks: readonly string[]) => string) {
  const all = [...outcomes];
  const withStatus = (...statuses: readonly string[]) =>
    all.filter(([, outcome]) => outcome.started && statuses.includes(outcome.result.status)).map(([name]) => name);
  const failed = withStatus("failed");
  const waiting = withStatus("waits");
  const declined = withStatus("declined");
  const notStarted = all.flatMap(([name, outcome]) => (outcome.started ? [] : [[name, outcome.because] as const]));
  const left = [...failed, ...waiting, ...declined, ...notStarted.map(([name]) => name)];
  const numbers = [
    `${withStatus("done", "no changes").length} of ${all.length} stacks done in ${duration(milliseconds)}`,
    ...(failed.length > 0 ? [`failed: ${failed.join(", ")}`] : []),
    ...(waiting.length > 0 ? [`waiting: ${waiting.join(", ")}`] : []),
    ...(declined.length > 0 ? [`not approved: ${declined.join(", ")}`] : []),
  ];
  return [
    "",
    numbers.join("; "),
    ...notStarted.map(([name, because]) =>
      because.length > 0 ? `${name} was not started: it reads ${because.join(" and ")}` : `${name} was not started`,
    ),
    ...failed.flatMap((name) => firstErrors(name, outcomes)),
    ...(left.length > 0
      ? [`${failed.length > 0 ? "correct the errors above, then continue with" : "to continue"}: ${again(left)}`]
      : []),
  ];
}

function firstErrors(name: string, outcomes: Outcomes): string[] {
  const outcome = outcomes.get(name);
  if (!outcome?.started || outcome.result.status !== "failed") return [];
  const { errors, text } = outcome.result;
  const first = errors.length > 0 ? errors.map(({ summary }) => summary) : text.slice(0, 1);
  return [...new Set(first)].map((summary) => `${name}: ${printable(summary.trim())}`);
}
