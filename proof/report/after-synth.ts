/** The summary after a synth: what fails, and the number of paths. */
import { type Graph } from "../graph/graph";
import { readInputs } from "../graph/read";
import { prove } from "../prove";
import { exitCode, type Finding } from "../verdict";
import { organizationProperty } from "./organization-place";
import { withPlaces } from "./places";
import { textReport } from "./text";

export interface AfterSynth {
  readonly text: string;
  /** Whether a path fails or a finding is an error; `npm run prove` shows what is unknown. */
  readonly fails: boolean;
}

/** A warning of the checks of `organization.yaml`, which the synth has printed. */
interface Printed {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * @param folder a `cdktf.out`
 * @param printed warnings; a finding about the same block and rule is not repeated
 */
export async function afterSynth(
  folder: string,
  color: boolean,
  printed: readonly Printed[] = [],
): Promise<AfterSynth> {
  const graph = await readInputs([folder]);
  const report = withPlaces(prove(graph), graph);
  const open = [...report.paths.map(({ verdict }) => verdict), ...report.findings.map(({ severity }) => severity)];
  const findings = report.findings.filter((finding) => !isPrinted(finding, graph, printed));
  const text = textReport({ ...report, findings }, { color, only: "fails" });
  return {
    text: open.includes("unknown") ? `${text}to see what is unknown and what would settle it: npm run prove\n` : text,
    fails: exitCode(report) === 1,
  };
}

function isPrinted({ rule, severity, resource }: Finding, graph: Graph, printed: readonly Printed[]): boolean {
  if (severity !== "warning") return false;
  const found = graph.resource(resource);
  const property = found && organizationProperty(found.document, found);
  return (
    property !== undefined &&
    printed.some(
      ({ path, message }) =>
        message.includes(`(${rule})`) && property.every((segment, at) => segment === String(path[at])),
    )
  );
}
