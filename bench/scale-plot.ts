import { type ScaleRow, type Variant } from "./scale";

/** The colors of one appearance of the page. */
interface Palette {
  readonly text: string;
  readonly grid: string;
  readonly lines: Readonly<Record<PlottedVariant, string>>;
}

type PlottedVariant = Extract<Variant, "floor" | "synth" | "synth and prove" | "plain cdktf">;

export const palettes: Readonly<Record<"light" | "dark", Palette>> = {
  light: {
    text: "#1f2328",
    grid: "#d1d9e0",
    lines: { floor: "#59636e", synth: "#0969da", "synth and prove": "#8250df", "plain cdktf": "#bc4c00" },
  },
  dark: {
    text: "#f0f6fc",
    grid: "#3d444d",
    lines: { floor: "#9198a1", synth: "#4493f8", "synth and prove": "#ab7df8", "plain cdktf": "#f0883e" },
  },
};

const [width, height, left, right, top, bottom] = [720, 400, 60, 150, 20, 45];

/**
 * Plots wall time over the number of stacks, both on logarithmic axes: what costs the same per stack rises by 45°.
 *
 * @param rows of one version of Node
 * @returns an SVG document
 */
export function scalePlot(rows: readonly ScaleRow[], { text, grid, lines }: Palette): string {
  const sorted = rows.filter(({ vpcs }) => vpcs > 0).sort((one, other) => one.vpcs - other.vpcs);
  const x = scale(decades(sorted.map(({ stacks }) => stacks)), left, width - right);
  const names = Object.keys(lines) as PlottedVariant[];
  const times = sorted.flatMap(({ runs }) => names.map((name) => runs[name].wall));
  const y = scale(decades(times), height - bottom, top);
  const parts = [
    ...y.ticks.flatMap((tick) => [
      line(left, y.at(tick), width - right, y.at(tick), grid),
      label(left - 8, y.at(tick) + 4, `${tick / 1000} s`, text, "end"),
    ]),
    ...x.ticks.flatMap((tick) => [
      line(x.at(tick), top, x.at(tick), height - bottom, grid),
      label(x.at(tick), height - bottom + 18, tick.toLocaleString("en-US"), text, "middle"),
    ]),
    label((left + width - right) / 2, height - 8, "stacks", text, "middle"),
    ...names.flatMap((name) => curve(name, sorted, lines[name], x.at, y.at)),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>Wall time over the number of stacks</title>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

function curve(name: PlottedVariant, rows: readonly ScaleRow[], color: string, x: Axis["at"], y: Axis["at"]): string[] {
  const points = rows.map(({ stacks, runs }) => [x(stacks), y(runs[name].wall)] as const);
  const [endX, endY] = points.at(-1) ?? [0, 0];
  const path = points.map((point) => point.map((value) => value.toFixed(1)).join(",")).join(" ");
  return [
    `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"/>`,
    ...points.map(([cx, cy]) => `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="3" fill="${color}"/>`),
    label(endX + 8, endY + 4, name, color, "start"),
  ];
}

interface Axis {
  readonly ticks: readonly number[];
  readonly at: (value: number) => number;
}

/** The powers of ten around the values. */
function decades(values: readonly number[]): number[] {
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.ceil(Math.log10(Math.max(...values)));
  return Array.from({ length: last - first + 1 }, (_, at) => 10 ** (first + at));
}

function scale(ticks: readonly number[], from: number, to: number): Axis {
  const [first, last] = [Math.log10(ticks[0] ?? 1), Math.log10(ticks.at(-1) ?? 10)];
  return { ticks, at: (value) => from + ((Math.log10(value) - first) / (last - first)) * (to - from) };
}

function line(x1: number, y1: number, x2: number, y2: number, color: string): string {
  return `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${color}"/>`;
}

function label(x: number, y: number, text: string, color: string, anchor: "start" | "middle" | "end"): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${color}" text-anchor="${anchor}">${text}</text>`;
}
