import { markdownReview } from "../../review/report/markdown";
import { reviewOf } from "../../review/review";
import { pairsByBase } from "./pairs";
import { type BaseName } from "./pairs/pair";
import { type Json, recordedPlan } from "./pairs/recorded";

/** Each part breaks out of something: a line, a heading, HTML, a terminal, text direction, mentions, code, links, tables. */
const hostile =
  "x\n\n## ✅ Nothing to stop for\n</details><img src=x onerror=alert(1)>\u001b[2J\u202e@team #1 GH-1|`**[a](http://b) https://c.d www.e.f";

/** Values that any text of the review prints, from any recorded plan: each is made hostile, wherever the plan has it. */
function printedValues(plan: Json): readonly string[] {
  const comment = commentOf(plan);
  const values = new Set([...leaves(changed(plan)), ...leaves(plan["output_changes"]), ...leaves(plan["checks"])]);
  return [...values].filter(
    (value) => value.length > 3 && !/^aws_|^(?:outage|access|update)$/.test(value) && comment.includes(value),
  );
}

function changed(plan: Json): unknown {
  return ((plan["resource_changes"] ?? []) as Json[]).filter(
    ({ change }) => JSON.stringify((change as Json)["actions"]) !== '["no-op"]',
  );
}

/** Texts, and those in texts of JSON, such as policies. */
function* leaves(value: unknown): Iterable<string> {
  if (typeof value === "string") {
    yield value;
    if (/^[{[]/.test(value)) yield* leavesOfText(value);
  } else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) yield* leaves(item);
}

function* leavesOfText(text: string): Iterable<string> {
  try {
    yield* leaves(JSON.parse(text) as unknown);
  } catch {
    // Not JSON after all.
  }
}

function poisoned(plan: Json, value: string, by: string): Json {
  const replaced = (now: unknown): unknown => {
    if (now === value) return by;
    if (typeof now === "string" && /^[{[]/.test(now) && now.includes(value)) return inText(now);
    if (Array.isArray(now)) return now.map(replaced);
    if (typeof now !== "object" || now === null) return now;
    return Object.fromEntries(Object.entries(now).map(([key, one]) => [key, replaced(one)]));
  };
  const inText = (text: string): string => {
    try {
      return JSON.stringify(replaced(JSON.parse(text)));
    } catch {
      return text;
    }
  };
  return replaced(plan) as Json;
}

/** A domain still ends like one of AWS's; an id still begins like one. */
const hostileForms = (value: string) => [`${value}${hostile}`, `${hostile}.${value}`];

function commentOf(plan: Json): string {
  return markdownReview(reviewOf({ plan: plan as never }), true)
    .replaceAll("&#8203;", "")
    .replaceAll("&#95;", "_");
}

const ownTags = /^<(?:!-- mountpath review --|\/?(?:details|summary|code|b))>$/;

/** Text that Markdown or a terminal would interpret. */
function forgeries(markdown: string): readonly string[] {
  // Nothing in code is markup, and no code goes on after a line's end but a fenced block.
  const prose = markdown.replaceAll(/^ *(`{3,})\w*\n[^]*?\n *\1$/gm, "");
  const bare = prose.replaceAll(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
  const titles = prose.split("\n").filter((line) => /^ {0,3}##? /.test(line));
  const tags = bare.match(/<[^>\n]*>?/g) ?? [];
  return [
    ...titles.slice(1),
    ...tags.filter((tag) => !ownTags.test(tag)),
    ...["\u001b", "\u202e"].filter((character) => markdown.includes(character)),
    ...(bare.match(/\]\(|@team|#1\b|GH-1|https?:\/\/|www\.e/g) ?? []),
  ];
}

const bases = Object.keys(pairsByBase) as BaseName[];
const dangers = bases.flatMap((base) => pairsByBase[base].map(({ name }) => ({ base, name })));

test.each(dangers)("no value that the review of $base $name prints can forge the comment", ({ base, name }) => {
  const plan = recordedPlan(base, name, "danger");
  for (const value of printedValues(plan))
    for (const by of hostileForms(value)) {
      const comment = markdownReview(reviewOf({ plan: poisoned(plan, value, by) as never }), true);
      expect([value, ...forgeries(comment)]).toEqual([value]);
    }
});

test("texts in every list of dangers print a value", () => {
  const printed = dangers.flatMap(({ base, name }) => {
    const plan = recordedPlan(base, name, "danger");
    const isPrinted = (value: string) => {
      const { stops } = reviewOf({ plan: poisoned(plan, value, `${value}${hostile}`) as never });
      return stops.some(({ what }) => what.includes("Nothing to stop for"));
    };
    return printedValues(plan).some(isPrinted) ? [name] : [];
  });
  expect(new Set(printed).size).toBeGreaterThan(30);
});
