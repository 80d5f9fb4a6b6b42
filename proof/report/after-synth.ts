/** The summary after a synth: what fails, and the number of paths. */
import { readGraph } from "../graph/read";
import { prove } from "../prove";
import { exitCode } from "../verdict";
import { textReport } from "./text";

export interface AfterSynth {
  readonly text: string;
  /** Whether a path fails or a finding is an error; `npm run prove` shows what is unknown. */
  readonly fails: boolean;
}

/** @param folder a `cdktf.out` */
export function afterSynth(folder: string, color: boolean): AfterSynth {
  const report = prove(readGraph([folder]));
  const open = [...report.paths.map(({ verdict }) => verdict), ...report.findings.map(({ severity }) => severity)];
  const text = textReport(report, { color, only: "fails" });
  return {
    text: open.includes("unknown") ? `${text}to see what is unknown and what would settle it: npm run prove\n` : text,
    fails: exitCode(report) === 1,
  };
}
