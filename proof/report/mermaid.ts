/** Paths as Mermaid flowcharts, which GitHub and GitLab draw in comments. */
import { printable } from "../text";
import { type HopResult, type HopVerdict, type PathResult } from "../verdict";

/** Fills that are readable on a light and a dark background. */
const classes: Readonly<Record<HopVerdict, string>> = {
  fails: "fill:#b42318,stroke:#7a1b12,color:#ffffff",
  unknown: "fill:#5d6673,stroke:#3c434c,color:#ffffff,stroke-dasharray:5 4",
  passes: "fill:#1a7046,stroke:#0f4a2d,color:#ffffff",
};

const marks: Readonly<Record<HopVerdict, string>> = { fails: "✗", unknown: "?", passes: "✓" };

/** A longer label makes the drawing hard to read. */
const longest = 160;

/** One row for each path: the workload, its hops in order, and the file system. Hops that pass in a row are one node. */
export function mermaidOfPaths(paths: readonly PathResult[]): string {
  const lines = paths.flatMap((path, at) => pathLines(path, `p${at}`));
  const used = (["fails", "unknown", "passes"] as const).filter((verdict) =>
    paths.some(({ hops }) => hops.some((hop) => hop.verdict === verdict)),
  );
  const styles = used.map((verdict) => `  classDef ${verdict} ${classes[verdict]}`);
  return ["flowchart LR", ...lines, ...styles, ""].join("\n");
}

function pathLines(path: PathResult, id: string): string[] {
  const { workload, container, mountPath, availabilityZone, fileSystem, hops } = path;
  const steps = stepsOf(hops);
  const nodes = [
    `  ${id}w[${label([workload, `${container}:${mountPath}`, availabilityZone])}]`,
    ...steps.map((step, at) => `  ${id}h${at}(${stepLabel(step)}):::${step[0]!.verdict}`),
    `  ${id}f[(${label([fileSystem])})]`,
  ];
  const names = [`${id}w`, ...steps.map((_, at) => `${id}h${at}`), `${id}f`];
  return [...nodes, `  ${names.join(" --> ")}`];
}

/** Each hop that does not pass alone, and those between them together. */
function stepsOf(hops: readonly HopResult[]): HopResult[][] {
  const steps: HopResult[][] = [];
  for (const hop of hops) {
    const last = steps.at(-1);
    if (hop.verdict === "passes" && last?.[0]!.verdict === "passes") last.push(hop);
    else steps.push([hop]);
  }
  return steps;
}

function stepLabel(step: readonly HopResult[]): string {
  const [{ hop, verdict, rule, detail }] = step as readonly [HopResult];
  if (verdict === "passes") return label([step.map((one) => one.hop).join(", ")], marks[verdict]);
  return label([`${hop} (${rule})`, detail], marks[verdict]);
}

/** Lines of a label after a mark. Mermaid reads `#60;` as the character with that number. */
function label(lines: readonly string[], mark?: string): string {
  const texts = lines.map((line) => escaped(cut(printable(line)))).join("<br>");
  return mark === undefined ? `"${texts}"` : `"${mark} ${texts}"`;
}

/**
 * Mermaid reads `\n` as a line break and `$$…$$` as a formula even if they are escaped, so they are written in another
 * way: https://mermaid.js.org/syntax/flowchart.html, https://mermaid.js.org/config/math.html.
 */
function escaped(text: string): string {
  const plain = text.replaceAll("\\", "\uff3c").replace(/\$(?=\$)/g, "$ ");
  return plain.replace(/[^\p{L}\p{N} .,/_:()-]/gu, (found) => `#${found.codePointAt(0)};`);
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : text;
}
