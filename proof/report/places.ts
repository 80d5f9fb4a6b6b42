/** Adds the file and line of each block to a report, if the source was read or was synthesized from a file. */
import { type Graph } from "../graph/graph";
import { type Report } from "../verdict";
import { Locator } from "./location";

/** Hops that pass get a line of the source only: for a synthesized resource, nothing in the file has to change. */
export function withPlaces(report: Report, graph: Graph): Report {
  const isSource = [...graph.resources()].some(({ writtenAt }) => writtenAt !== undefined);
  if (!isSource && !graph.documents.some(({ properties }) => properties)) return report;
  const locator = new Locator(graph);
  const placed = <T extends { readonly resource: string }>(one: T, stack?: string): T => {
    const location = locator.block(one.resource, stack);
    return location === undefined ? one : { ...one, location };
  };
  return {
    ...report,
    paths: report.paths.map((path) => ({
      ...path,
      hops: path.hops.map((hop) => (hop.verdict === "passes" && !isSource ? hop : placed(hop, path.stack))),
    })),
    findings: report.findings.map((finding) => placed(finding)),
  };
}
