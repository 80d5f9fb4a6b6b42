/** Starts the page: a search, the tree on the left, and what was selected on the right. */
import { type PathVerdict } from "../../proof/verdict";
import { type MapData } from "../data";
import { element } from "./dom";
import { kindNames, Model } from "./model";
import { overview } from "./overview";
import { SearchBox } from "./search";
import { Tree } from "./tree";
import { nodeView, type Page } from "./views";

/** More VPCs than this stay closed at the start. */
const fewVpcs = 4;

const data = JSON.parse(document.getElementById("data")!.textContent ?? "") as MapData;
const model = new Model(data);
const status = element("p", { role: "status", "aria-live": "polite", class: "hidden" });
const main = element("main", { id: "main", tabindex: 0, "aria-labelledby": "title" });
const tree = new Tree(model, select);
const search = new SearchBox(model, tree, showTree);
const page: Page = { model, select, announce };
let shown: number | undefined;

document.body.append(
  element("a", { href: "#main", class: "skip" }, "Skip to the selection"),
  element(
    "header",
    {},
    element("p", { class: "brand" }, element("b", {}, "mountpath"), " map"),
    element("p", { class: "summary" }, [data.summary, data.findingSummary].filter(Boolean).join("; ")),
    overviewButton(),
  ),
  element("div", { class: "side", role: "region", "aria-label": "Find" }, search.element, tree.element),
  main,
  status,
);
showTree();
showHash();
window.addEventListener("hashchange", showHash);
document.addEventListener("keydown", (event) => {
  const isTyping = (event.target as Element).matches("input");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  search.focus();
});

function overviewButton(): HTMLElement {
  const button = element("button", { type: "button" }, "Overview");
  button.addEventListener("click", () => {
    history.pushState(null, "", "#");
    showOverview();
    announce("Overview");
  });
  return button;
}

function showTree(): void {
  tree.show(model.roots, false);
  const vpcs = data.nodes.filter(({ kind }) => kind === "vpc").length;
  for (const [id, { kind, name }] of data.nodes.entries()) {
    const isShown = kind === "account" || kind === "region" || (kind === "group" && name === "VPCs");
    const isOpened = vpcs <= fewVpcs && (kind === "vpc" || (kind === "group" && name === "Workloads"));
    if (isShown || isOpened) tree.open(id);
  }
  if (shown !== undefined) tree.select(shown);
}

function select(id: number): void {
  const reference = model.reference(id);
  if (location.hash !== reference) history.pushState(null, "", reference);
  show(id);
  announce(describe(id));
}

function showHash(): void {
  if (location.hash === "#main") return;
  const id = model.referred(location.hash);
  if (id === undefined) showOverview();
  else show(id);
}

function show(id: number): void {
  shown = id;
  tree.select(id);
  main.replaceChildren(...nodeView(page, id));
  main.scrollTop = 0;
  document.title = `${model.node(id).name} · mountpath map`;
}

function showOverview(): void {
  shown = undefined;
  main.replaceChildren(...overview(page));
  main.scrollTop = 0;
  document.title = "mountpath map";
}

function announce(text: string): void {
  status.textContent = text;
}

/** `aws_ecs_service.nginx, workload, fails at resolver, 2 paths` */
function describe(id: number): string {
  const { name, kind, verdict, paths = [] } = model.node(id);
  return [name, kindNames[kind], ...(verdict === undefined ? [] : [verdictText(verdict, paths)])].join(", ");
}

function verdictText(verdict: PathVerdict, paths: readonly number[]): string {
  if (verdict === "mounts") return verdict;
  const wanted = verdict === "fails" ? "fails" : "unknown";
  const hops = paths.flatMap((at) => model.path(at).hops).filter((hop) => hop.verdict === wanted);
  const names = [...new Set(hops.map(({ hop }) => hop))];
  return names.length === 0 ? verdict : `${verdict} at ${names.join(", ")}`;
}
