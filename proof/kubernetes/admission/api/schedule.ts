/**
 * The schedule of a CronJob: five fields, or `@daily` and the like, without a time zone (kubernetes,
 * pkg/apis/batch/validation, validateScheduleFormat; robfig/cron, ParseStandard).
 */
interface Range {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words?: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const fields: readonly Range[] = [
  { name: "minute", least: 0, most: 59 },
  { name: "hour", least: 0, most: 23 },
  { name: "day of month", least: 1, most: 31 },
  { name: "month", least: 1, most: 12, words: ["", ...months] },
  { name: "day of week", least: 0, most: 6, words: days },
];

const descriptors =
  /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every (?:\d+(?:\.\d+)?(?:h|m|s|ms|us|ns))+)$/;

/** The error in a schedule; undefined if it is valid. */
export function scheduleProblem(schedule: string): string | undefined {
  if (schedule.includes("TZ")) return "which has a time zone: write spec.timeZone instead";
  if (schedule.startsWith("@"))
    return descriptors.test(schedule) ? undefined : "which is not @hourly, @daily and the like";
  const given = schedule.trim().split(/\s+/);
  if (given.length !== fields.length) return `which has ${given.length} fields, not minute, hour, day, month, weekday`;
  const wrong = fields.find((range, index) => !given[index]!.split(",").every((part) => fits(part, range)));
  return wrong && `whose ${wrong.name} is not from ${wrong.least} to ${wrong.most}`;
}

function fits(part: string, range: Range): boolean {
  const [, from, to, step] = /^([^-/]+)(?:-([^-/]+))?(?:\/(\d+))?$/.exec(part) ?? [];
  if (from === undefined || step === "0") return false;
  if (from === "*" || from === "?") return to === undefined;
  const [first, last] = [numberOf(from, range), to === undefined ? undefined : numberOf(to, range)];
  if (first === undefined || (to !== undefined && last === undefined)) return false;
  return first <= (last ?? range.most);
}

function numberOf(text: string, { least, most, words }: Range): number | undefined {
  const word = words?.indexOf(text.toLowerCase()) ?? -1;
  const number = word >= 0 ? word : /^\d+$/.test(text) ? Number(text) : undefined;
  return number !== undefined && number >= least && number <= most ? number : undefined;
}
