/** Adds the file and line of each block to a report, if the source was read. */
import { type Graph } from "../graph/graph";
import { type Report } from "../verdict";
import { Locator } from "./location";

export function withPlaces(report: Report, graph: Graph): Report {
  if (![...graph.resources()].some(({ writtenAt }) => writtenAt !== undefined)) return report;
  const locator = new Locator(graph);
  const placed = <T extends { readonly resource: string }>(one: T, stack?: string): T => {
    const location = locator.block(one.resource, stack);
    return location === undefined ? one : { ...one, location };
  };
  return {
    ...report,
    paths: report.paths.map((path) => ({ ...path, hops: path.hops.map((hop) => placed(hop, path.stack)) })),
    findings: report.findings.map((finding) => placed(finding)),
  };
}
