/** The drawing of one path: what a starting task meets, from left to right, with the verdict of each hop. */
import { type HopName, type HopResult, type HopVerdict, type PathVerdict } from "../../proof/verdict";
import { type Drawing, type Shape, shortened } from "./shapes";

export interface DrawnPath {
  readonly workload: string;
  readonly container: string;
  readonly mountPath: string;
  readonly fileSystem: string;
  readonly subnet: string;
  readonly availabilityZone: string;
  readonly vpc: string;
  readonly verdict: PathVerdict;
  readonly hops: readonly HopResult[];
}

interface Stage {
  readonly title: string;
  readonly name: string;
  readonly detail: string;
  readonly hops: readonly HopResult[];
  /** The resources that lead to it. */
  readonly edge: string;
}

const [cardWidth, gap, margin, top, line] = [216, 68, 2, 2, 22];
export const drawingWidth = 4 * cardWidth + 3 * gap + 2 * margin;

export const marks: Readonly<Record<HopVerdict | PathVerdict, string>> = {
  fails: "✗",
  unknown: "?",
  passes: "✓",
  mounts: "✓",
};

export function pathDrawing(path: DrawnPath): Drawing {
  const stages = stagesOf(path);
  const rows = Math.max(...stages.map(({ hops }) => hops.length));
  const cardHeight = 78 + Math.max(1, rows) * line;
  const shapes = stages.flatMap((stage, at) => [
    ...(at === 0 ? [] : edge(stage, stages[at - 1]!, left(at), cardHeight)),
    ...card(stage, left(at), cardHeight),
  ]);
  return { width: drawingWidth, height: cardHeight + 2 * top, label: labelOf(path), shapes };
}

function left(at: number): number {
  return margin + at * (cardWidth + gap);
}

function stagesOf(path: DrawnPath): readonly Stage[] {
  const of = (...names: HopName[]) => path.hops.filter(({ hop }) => names.includes(hop));
  return [
    {
      title: "Workload",
      name: path.workload,
      detail: `${path.container}:${path.mountPath}`,
      hops: of("platform", "fargate-profile", "image", "logs"),
      edge: "",
    },
    {
      title: "VPC and its DNS",
      name: path.vpc,
      detail: path.subnet,
      hops: of("vpc", "vpc-dns", "dhcp-options", "host-dns", "resolver"),
      edge: "resolves",
    },
    {
      title: "Mount target",
      name: path.availabilityZone,
      detail: "tcp/2049",
      hops: of("mount-target", "network"),
      edge: "connects",
    },
    { title: "File system", name: path.fileSystem, detail: "EFS", hops: of("volume", "iam"), edge: "mounts" },
  ];
}

/** `passes` for a stage without hops, which nothing stops. */
function worst(hops: readonly HopResult[]): HopVerdict {
  if (hops.some(({ verdict }) => verdict === "fails")) return "fails";
  return hops.some(({ verdict }) => verdict === "unknown") ? "unknown" : "passes";
}

function edge(stage: Stage, before: Stage, x: number, height: number): Shape[] {
  const verdict = worst([...before.hops, ...stage.hops]);
  const y = top + height / 2;
  const [from, to] = [x - gap + 6, x - 6];
  const line = `M${from} ${y}H${to}M${to - 6} ${y - 5}L${to} ${y}L${to - 6} ${y + 5}`;
  return [
    { name: "path", class: `edge ${verdict}`, attributes: { d: line } },
    text(stage.edge, "edge-label", (from + to) / 2, y - 10, "middle"),
  ];
}

function card({ title, name, detail, hops }: Stage, x: number, height: number): Shape[] {
  return [
    {
      name: "rect",
      class: `card ${worst(hops)}`,
      attributes: { x, y: top, width: cardWidth, height, rx: 8 },
    },
    text(title, "stage", x + 14, top + 21),
    ...shortText(name, "name", x + 14, top + 42, 22),
    ...shortText(detail, "note", x + 14, top + 59, 26),
    ...hops.flatMap(({ hop, verdict }, at) => hopRow(hop, verdict, x + 14, top + 82 + at * line)),
  ];
}

function hopRow(hop: string, verdict: HopVerdict, x: number, y: number): Shape[] {
  return [
    { name: "circle", class: `mark ${verdict}`, attributes: { cx: x + 7, cy: y - 1, r: 7 } },
    text(marks[verdict], "mark-text", x + 7, y + 3, "middle"),
    text(hop, `hop ${verdict}`, x + 22, y + 3),
  ];
}

function text(content: string, className: string, x: number, y: number, anchor?: string): Shape {
  return {
    name: "text",
    class: className,
    attributes: { x, y, ...(anchor === undefined ? {} : { "text-anchor": anchor }) },
    text: content,
  };
}

function shortText(content: string, className: string, x: number, y: number, longest: number): Shape[] {
  const short = shortened(content, longest);
  return [{ ...text(short, className, x, y), ...(short === content ? {} : { title: content }) }];
}

function labelOf({ workload, container, mountPath, fileSystem, verdict, hops }: DrawnPath): string {
  const of = (wanted: HopVerdict) => hops.filter((hop) => hop.verdict === wanted).map(({ hop }) => hop);
  const told = [
    ...(of("fails").length > 0 ? [`fails at ${of("fails").join(", ")}`] : []),
    ...(of("unknown").length > 0 ? [`unknown at ${of("unknown").join(", ")}`] : []),
    ...(verdict === "mounts" ? ["mounts"] : []),
  ];
  return `${workload}, ${container}:${mountPath} on ${fileSystem}: ${told.join("; ")}`;
}
