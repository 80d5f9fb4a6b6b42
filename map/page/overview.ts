/** The first view: what prevents paths from mounting, and the accounts. */
import { type MapCause } from "../data";
import { element, inSteps } from "./dom";
import { decidedBy, remedy } from "./hop-list";
import { verdictPill } from "./verdict";
import { nodeList, type Page } from "./views";

export function overview(page: Page): HTMLElement[] {
  const { data } = page.model;
  const { summary, findingSummary, causes, roots, findings } = data;
  const list = element("ul", { class: "causes" });
  inSteps(causes, 10, (cause) => causeItem(page, cause), list);
  return [
    element("h1", { id: "title" }, "Overview"),
    element("p", { class: "lead" }, [summary, findingSummary].filter(Boolean).join("; ")),
    ...(causes.length > 0
      ? [element("section", {}, element("h2", {}, "What prevents paths from mounting"), list)]
      : [element("p", {}, data.paths.length > 0 ? "Every path mounts." : "No workload mounts a file system.")]),
    ...(findings === undefined
      ? []
      : [element("section", {}, element("h2", {}, "Findings"), nodeList(page, page.model.node(findings).children))]),
    element("section", {}, element("h2", {}, "Accounts"), nodeList(page, roots)),
  ];
}

function causeItem(page: Page, { verdict, hop, workloads, paths }: MapCause): HTMLElement {
  const result = page.model.hop(hop);
  return element(
    "li",
    { class: `hop-item ${verdict}` },
    element(
      "h3",
      {},
      result.hop,
      " ",
      verdictPill(verdict),
      element("span", { class: "note" }, `${paths} path${paths === 1 ? "" : "s"}`),
    ),
    element("p", { class: "detail" }, result.detail),
    ...remedy(result),
    decidedBy(page.model, result),
    element("p", { class: "note" }, "Workloads:"),
    nodeList(page, workloads),
  );
}
