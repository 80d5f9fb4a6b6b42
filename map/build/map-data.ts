/** From a graph and its report to the data of the page. */
import { Facts } from "../../proof/facts";
import { type Graph } from "../../proof/graph/graph";
import { causesOf } from "../../proof/report/causes";
import { ruleHelp } from "../../proof/report/rule-help";
import { maskOfGraph } from "../../proof/report/sensitive";
import { findingSummary, summary } from "../../proof/report/summary";
import { ruleTitles } from "../../proof/rules";
import { type Report } from "../../proof/verdict";
import { type MapCause, type MapData } from "../data";
import { FileSystemNodes } from "./file-systems";
import { NodeList } from "./node-list";
import { maskedNode, safeTexts } from "./safe-texts";
import { addSharing } from "./sharing";
import { VpcNodes } from "./vpcs";
import { addWorkloads, type Paths } from "./workloads";

/** @param report the report of this graph, without sensitive values */
export function mapData(graph: Graph, report: Report): MapData {
  const facts = new Facts(graph);
  const nodes = new NodeList();
  const vpcs = new VpcNodes(facts, nodes);
  addSharing(facts, nodes, vpcs);
  const fileSystems = new FileSystemNodes(facts, nodes, vpcs);
  const paths = addWorkloads(facts, report, nodes, vpcs, fileSystems);
  sortByName(nodes);
  const findings = findingNodes(report, nodes);
  dropEmptyGroups(nodes);
  const mask = maskOfGraph(graph);
  return safeTexts<MapData>({
    version: 1,
    summary: summary(report),
    findingSummary: findingSummary(report),
    nodes: mask ? nodes.all.map((node) => maskedNode(node, mask)) : nodes.all,
    roots: nodes.all.flatMap(({ kind }, at) => (kind === "account" ? [at] : [])),
    ...(findings === undefined ? {} : { findings }),
    paths: paths.paths,
    hops: paths.hops,
    causes: causes(report, paths),
    rules: rulesOf(report),
  });
}

function findingNodes({ findings }: Report, nodes: NodeList): number | undefined {
  if (findings.length === 0) return undefined;
  const group = nodes.add({ kind: "group", name: "Findings" });
  for (const finding of findings) {
    nodes.add({ kind: "finding", name: finding.resource, note: finding.rule, finding }, group);
  }
  return group;
}

const byName = new Intl.Collator("en", { numeric: true });

/** `apps-2` comes before `apps-10`. Groups stay in their order. */
function sortByName({ all }: NodeList): void {
  for (const { kind, children } of all) {
    if (kind === "group" || kind === "zone") children.sort((a, b) => byName.compare(all[a]!.name, all[b]!.name));
  }
}

/** Groups were made before it was known whether anything belongs to them. */
function dropEmptyGroups({ all }: NodeList): void {
  for (const { children } of all) {
    const kept = children.filter((id) => all[id]!.kind !== "group" || all[id]!.children.length > 0);
    children.splice(0, children.length, ...kept);
  }
}

function causes(report: Report, { paths, numberOf }: Paths): MapCause[] {
  const places = new Map(report.paths.map((path, at) => [path, at]));
  return causesOf(report.paths).all.map((cause) => {
    const [{ rule, resource, detail }] = cause.statements as [(typeof cause.statements)[number]];
    const hop = cause.paths
      .flatMap(({ hops }) => hops)
      .find((one) => one.rule === rule && one.resource === resource && one.detail === detail)!;
    return {
      verdict: cause.verdict,
      hop: numberOf(hop),
      workloads: [...new Set(cause.paths.map((path) => paths[places.get(path)!]!.workload))],
      paths: cause.paths.length,
    };
  });
}

function rulesOf({ paths, findings }: Report): MapData["rules"] {
  const named = [...paths.flatMap(({ hops }) => hops), ...findings].map(({ rule }) => rule);
  const told = [...new Set(named)].sort().map((rule) => {
    const help = ruleHelp(rule);
    return [rule, { title: ruleTitles[rule], ...(help === undefined ? {} : { help }) }] as const;
  });
  return Object.fromEntries(told);
}
