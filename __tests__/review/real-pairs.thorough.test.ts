import { markdownReview } from "../../review/report/markdown";
import { reviewOf } from "../../review/review";
import { pairsByBase } from "./pairs";
import { type BaseName } from "./pairs/pair";
import { recordedPlan, type Side } from "./pairs/recorded";
import { shownText } from "./shown-text";

const bases = Object.keys(pairsByBase) as BaseName[];

function reviewed(base: BaseName, name: string, side: Side) {
  const review = reviewOf({ plan: recordedPlan(base, name, side) as never });
  return { stops: review.stops.map(({ kind, resource }) => `${kind} ${resource}`), review };
}

describe.each(bases)("changes of the base %s that the real provider planned", (base) => {
  test.each(pairsByBase[base])("fails for the danger $name", ({ name, stops, says = [], saysNot = [] }) => {
    const { stops: found, review } = reviewed(base, name, "danger");
    expect(found).toEqual(stops);
    const text = shownText(markdownReview(review));
    for (const part of says) expect(text).toContain(part);
    for (const part of saysNot) expect(text).not.toContain(part);
  });

  test.each(pairsByBase[base])("the harmless twin of $name needs no attention", ({ name }) => {
    expect(reviewed(base, name, "harmless").stops).toEqual([]);
  });
});

test("there are at least 130 pairs", () => {
  expect(bases.flatMap((base) => pairsByBase[base]).length).toBeGreaterThanOrEqual(130);
});
