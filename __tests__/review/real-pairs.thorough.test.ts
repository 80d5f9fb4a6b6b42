import { markdownReview } from "../../review/report/markdown";
import { reviewOf } from "../../review/review";
import { pairsByBase } from "./pairs";
import { type BaseName } from "./pairs/pair";
import { recordedPlan, type Side } from "./pairs/recorded";

const bases = Object.keys(pairsByBase) as BaseName[];

function reviewed(base: BaseName, name: string, side: Side) {
  const review = reviewOf({ plan: recordedPlan(base, name, side) as never });
  return { stops: review.stops.map(({ kind, resource }) => `${kind} ${resource}`), review };
}

/** Markdown as it is shown. */
function shownText(markdown: string): string {
  return markdown
    .replaceAll("&#8203;", "")
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll(/\\([^\n])/g, "$1")
    .replaceAll("`", "")
    .replaceAll("**", "");
}

describe.each(bases)("changes of the base %s that the real provider planned", (base) => {
  test.each(pairsByBase[base])("fails for the danger $name", ({ name, stops, says = [] }) => {
    const { stops: found, review } = reviewed(base, name, "danger");
    expect(found).toEqual(stops);
    const text = shownText(markdownReview(review));
    for (const part of says) expect(text).toContain(part);
  });

  test.each(pairsByBase[base])("the harmless twin of $name needs no attention", ({ name }) => {
    expect(reviewed(base, name, "harmless").stops).toEqual([]);
  });
});

test("there are at least 40 pairs", () => {
  expect(bases.flatMap((base) => pairsByBase[base]).length).toBeGreaterThanOrEqual(40);
});
