/** A path hop by hop: the verdict, what decides it, and the fix or what would settle it. */
import { type HopResult } from "../../proof/verdict";
import { element } from "./dom";
import { type Model } from "./model";
import { rulePage } from "./rule-page";
import { verdictPill } from "./verdict";

export function hopList(model: Model, hops: readonly HopResult[]): HTMLElement {
  return element("ol", { class: "hops" }, ...hops.map((hop) => hopItem(model, hop)));
}

function hopItem(model: Model, hop: HopResult): HTMLElement {
  const { verdict, detail } = hop;
  return element(
    "li",
    { class: `hop-item ${verdict}`, id: hopId(hop) },
    element("h3", {}, hop.hop, " ", verdictPill(verdict)),
    element("div", {}, element("p", { class: "detail" }, detail), ...remedy(hop), decidedBy(model, hop)),
  );
}

export function hopId({ hop }: HopResult): string {
  return `hop-${hop}`;
}

/** The fix of a hop that fails, or what would settle an unknown one. */
export function remedy({ fix, terraform, organization, settle }: HopResult): HTMLElement[] {
  if (settle !== undefined) {
    return [
      element("div", { class: "remedy settle" }, element("p", {}, element("strong", {}, "To settle it: "), settle)),
    ];
  }
  if (fix === undefined) return [];
  return [
    element(
      "div",
      { class: "remedy fix" },
      element("p", {}, element("strong", {}, "Fix: "), fix),
      ...(terraform === undefined ? [] : [code("Terraform", terraform)]),
      ...(organization === undefined ? [] : [code("In organization.yaml", organization)]),
    ),
  ];
}

function code(title: string, text: string): HTMLElement {
  return element("figure", {}, element("figcaption", {}, title), element("pre", {}, element("code", {}, text)));
}

/** The resource and the rule, whose page opens in place. The title of a rule names the defect, which a hop that passes lacks. */
export function decidedBy(
  model: Model,
  {
    resource,
    location,
    rule,
    verdict,
  }: Pick<HopResult, "resource" | "location" | "rule"> & { readonly verdict?: string },
): HTMLElement {
  const { title, help } = model.data.rules[rule] ?? { title: "" };
  const name = element("span", {}, element("b", {}, rule), verdict === "passes" ? "" : ` ${title}`);
  return element(
    "div",
    { class: "decided" },
    element(
      "p",
      {},
      element("code", {}, resource),
      ...(location === undefined ? [] : [" in ", element("code", {}, location)]),
    ),
    help === undefined
      ? element("p", {}, name)
      : element(
          "details",
          {},
          element("summary", {}, name),
          element("p", { class: "source" }, `docs/rules/${rule}.md${verdict === "passes" ? `: ${title}` : ""}`),
          rulePage(help),
        ),
  );
}
