import { entries } from "../draft";
import { type Path, quote } from "../errors";
import { ecsServices, ecsTasks } from "../workload-parts";
import { type Check, type Report } from "./check";

/**
 * Schedule expressions are valid in AWS: six cron fields, a `?` in one of the two day fields, and a unit that matches
 * the number.
 */
export const checkSchedules: Check = (draft, report) => {
  for (const { path, task } of ecsTasks(draft)) {
    if ("schedule" in task && task.schedule !== undefined)
      checkExpression([...path, "schedule"], task.schedule, report);
  }
  for (const { path, task } of ecsServices(draft)) {
    for (const [name, { at, timeZone }] of entries(task.scaling?.schedules)) {
      const place = [...path, "scaling", "schedules", name];
      if (at !== undefined) checkExpression([...place, "at"], at, report);
      if (timeZone === undefined || isTimeZone(timeZone)) continue;
      report.error(
        [...place, "timeZone"],
        `should be a time zone of the IANA database, such as Europe/Berlin, got ${quote(timeZone)}`,
      );
    }
  }
};

function checkExpression(path: Path, expression: string, report: Report): void {
  const [, kind, inner = ""] = /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
  const problem = { cron: cronProblem, rate: rateProblem, at: timeProblem }[kind as "cron" | "rate" | "at"]?.(inner);
  if (problem !== undefined) report.error(path, `${problem}, got ${quote(expression)}`);
}

function rateProblem(inner: string): string | undefined {
  const [value = "", unit = ""] = inner.split(" ");
  const singular = unit.replace(/s$/, "");
  if (Number(value) < 1) return `should be 1 ${singular} or more`;
  const right = Number(value) === 1 ? singular : `${singular}s`;
  return unit === right ? undefined : `should be rate(${Number(value)} ${right})`;
}

function timeProblem(inner: string): string | undefined {
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(inner) && !Number.isNaN(Date.parse(`${inner}Z`));
  return isTime ? undefined : "should be a time, such as at(2030-01-31T07:00:00)";
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Names for the numbers from `from` up. @default none */
  readonly words?: readonly string[];
  /** Other values that the field may have besides numbers, ranges, steps and lists. @default none */
  readonly special?: RegExp;
}

const fields: readonly Field[] = [
  { name: "minutes", from: 0, to: 59 },
  { name: "hours", from: 0, to: 23 },
  { name: "day of the month", from: 1, to: 31, special: /^(\?|L|LW|([1-9]|[12][0-9]|3[01])W)$/ },
  { name: "month", from: 1, to: 12, words: months },
  { name: "day of the week", from: 1, to: 7, words: days, special: /^(\?|L|([1-7]|[A-Z]{3})(L|#[1-5]))$/ },
  { name: "year", from: 1970, to: 2199 },
];

function cronProblem(inner: string): string | undefined {
  const written = inner.trim().split(/\s+/);
  if (written.length !== fields.length) {
    return `should have six fields (minutes, hours, day of the month, month, day of the week, year), has ${written.length}`;
  }
  const wrong = fields.findIndex((field, index) => !fits(field, written[index] ?? ""));
  const field = fields[wrong];
  if (field !== undefined) {
    const range = field.words
      ? `${field.from} to ${field.to} or ${field.words[0]} to ${field.words.at(-1)}`
      : `${field.from} to ${field.to}`;
    return `should have ${range}, * or a cron list, range or step of these as its ${field.name}, not '${written[wrong]}'`;
  }
  const marks = [written[2], written[4]].filter((day) => day === "?").length;
  return marks === 1 ? undefined : "should have ? in exactly one of day of the month and day of the week";
}

function fits(field: Field, written: string): boolean {
  return field.special?.test(written) === true || written.split(",").every((part) => isRange(field, part));
}

/** `*`, `5`, `1-5` or `MON-FRI`, with an optional step: `0/15`. */
function isRange({ from, to, words = [] }: Field, part: string): boolean {
  const [, range = "", step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
  if (step !== undefined && Number(step) < 1) return false;
  if (range === "*") return true;
  const ends = range.split("-");
  return ends.length <= 2 && ends.every((end) => words.includes(end.toUpperCase()) || isNumber(end, from, to));
}

function isNumber(text: string, from: number, to: number): boolean {
  return /^\d{1,4}$/.test(text) && Number(text) >= from && Number(text) <= to;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
