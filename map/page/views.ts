/** The details of a node in the main part of the page, by kind. */
import { type MapNode } from "../data";
import { element, inSteps, textButton } from "./dom";
import { decidedBy } from "./hop-list";
import { kindNames, type Model } from "./model";
import { verdictMark, verdictPill } from "./verdict";
import { WorkloadView } from "./workload-view";

export interface Page {
  readonly model: Model;
  select(id: number): void;
  announce(text: string): void;
}

export function nodeView(page: Page, id: number): HTMLElement[] {
  const node = page.model.node(id);
  const { name, verdict, kind, finding } = node;
  const pill = verdict === undefined ? undefined : verdictPill(verdict);
  return [
    breadcrumb(page, id),
    element("h1", { id: "title" }, element("span", {}, name), " ", pill),
    ...(finding ? findingView(page, finding) : []),
    ...(node.facts.length > 0 ? [factList(node)] : []),
    ...(kind === "workload" ? new WorkloadView(page.model, node, (text) => page.announce(text)).elements : []),
    ...node.links.map(([label, ids]) => section(label, nodeList(page, ids))),
    ...(kind === "vpc" ? vpcView(page, node) : childView(page, node)),
  ];
}

function breadcrumb({ model, select }: Page, id: number): HTMLElement {
  const above = model.above(id).filter((at) => model.node(at).kind !== "group");
  const kind = kindNames[model.node(id).kind];
  return element(
    "nav",
    { class: "breadcrumb", "aria-label": "Where it is" },
    ...above.flatMap((at) => [textButton(model.node(at).name, () => select(at)), " › "]),
    kind,
  );
}

function factList({ facts }: MapNode): HTMLElement {
  return element(
    "dl",
    { class: "facts" },
    ...facts.map(([label, value]) => element("div", {}, element("dt", {}, label), element("dd", {}, value))),
  );
}

function section(title: string, ...children: readonly HTMLElement[]): HTMLElement {
  const heading = `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`;
  return element("section", {}, element("h2", {}, heading), ...children);
}

export function nodeList(page: Page, ids: readonly number[]): HTMLElement {
  const list = element("ul", { class: "nodes" });
  inSteps(ids, 60, (id) => nodeItem(page, id), list);
  return list;
}

function nodeItem({ model, select }: Page, id: number): HTMLElement {
  const { name, note, verdict } = model.node(id);
  return element(
    "li",
    {},
    verdict === undefined ? undefined : verdictMark(verdict),
    textButton(name, () => select(id)),
    verdict === undefined ? undefined : element("span", { class: "hidden" }, ` ${verdict}`),
    note === undefined || note === "" ? undefined : element("span", { class: "note" }, note),
  );
}

/** Groups as sections with their members, others as one list. */
function childView(page: Page, { children }: MapNode): HTMLElement[] {
  const { model } = page;
  const groups = children.filter((id) => model.node(id).kind === "group");
  const others = children.filter((id) => model.node(id).kind !== "group");
  return [
    ...(others.length > 0 ? [section("contains", nodeList(page, others))] : []),
    ...groups.map((id) => section(model.node(id).name, nodeList(page, model.node(id).children))),
  ];
}

/** Zones side by side with their subnets and mount targets, as in a drawing; then the other groups. */
function vpcView(page: Page, { children, names = [] }: MapNode): HTMLElement[] {
  const { model } = page;
  const groups = children.map((id) => {
    const { name, children: members } = model.node(id);
    if (name !== "Subnets") return section(name, nodeList(page, members));
    const zones = members.map((zone) =>
      element(
        "li",
        { class: "zone" },
        element("h3", {}, model.node(zone).name),
        ...model.node(zone).children.map((subnet) => subnetCard(page, subnet)),
      ),
    );
    return section("Availability Zones", element("ul", { class: "zones" }, ...zones));
  });
  return [...groups, ...(names.length > 0 ? [section("How names are answered", ...names.map(nameView))] : [])];
}

/** Neither good nor bad by itself: names of on-premises servers are theirs to answer. */
function nameView({ name, by, answer }: NonNullable<MapNode["names"]>[number]): HTMLElement {
  return element(
    "details",
    { class: "answered" },
    element("summary", {}, element("code", {}, name), element("span", { class: "note" }, ` ${by}`)),
    element("pre", {}, answer),
  );
}

function subnetCard(page: Page, id: number): HTMLElement {
  const { model, select } = page;
  const { name, note, links } = model.node(id);
  return element(
    "div",
    { class: "subnet" },
    element(
      "p",
      {},
      textButton(name, () => select(id)),
      element("span", { class: "note" }, note),
    ),
    ...links.map(([label, ids]) => element("div", {}, element("p", { class: "note" }, label), nodeList(page, ids))),
  );
}

function findingView({ model }: Page, finding: NonNullable<MapNode["finding"]>): HTMLElement[] {
  const { severity, detail, fix } = finding;
  const verdict = severity === "error" ? "fails" : "unknown";
  return [
    element(
      "div",
      { class: `hop-item finding ${verdict}` },
      element("p", { class: "detail" }, element("strong", {}, `${severity}: `), detail),
      element(
        "div",
        { class: `remedy ${verdict === "fails" ? "fix" : "settle"}` },
        element("p", {}, element("strong", {}, severity === "unknown" ? "To settle it: " : "Fix: "), fix),
      ),
      decidedBy(model, finding),
    ),
  ];
}
