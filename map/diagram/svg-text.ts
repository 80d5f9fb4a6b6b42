/** Drawings as an SVG file, with colors for light and dark. */
import { printable } from "../../proof/text";
import { type HopResult } from "../../proof/verdict";
import { drawingWidth, type DrawnPath, marks, pathDrawing } from "./path-drawing";
import { type Drawing, moved, type Shape } from "./shapes";

/** The colors of map/page/style/. */
const style = `
text{font:13px system-ui,-apple-system,"Segoe UI","Noto Sans",sans-serif;fill:#1f2328}
.back{fill:#f6f8fa}
.title{font-size:16px;font-weight:600}
.card{fill:#fff;stroke:#1a7046;stroke-width:1.5}
.card.fails{fill:#fef1f0;stroke:#b42318;stroke-width:2.5}
.card.unknown{stroke:#5d6673;stroke-dasharray:5 4}
.edge{fill:none;stroke:#1a7046;stroke-width:2}
.edge.fails{stroke:#b42318}
.edge.unknown{stroke:#5d6673}
.mark{fill:#1a7046}
.mark.fails{fill:#b42318}
.mark.unknown{fill:#5d6673}
.mark-text{font-size:10px;font-weight:700;fill:#fff}
.stage,.note,.edge-label{font-size:12px;fill:#57606a}
.name{font-weight:600}
.hop.fails,.told.fails{font-weight:700;fill:#b42318}
.told.unknown{font-weight:700;fill:#5d6673}
@media (prefers-color-scheme:dark){
text{fill:#e6eaf0}
.back{fill:#0f141b}
.card{fill:#161c25;stroke:#6fd39b}
.card.fails{fill:#331a1a;stroke:#ff8a80}
.card.unknown{stroke:#b1bac6}
.edge{stroke:#6fd39b}
.edge.fails{stroke:#ff8a80}
.edge.unknown{stroke:#b1bac6}
.mark{fill:#6fd39b}
.mark.fails{fill:#ff8a80}
.mark.unknown{fill:#b1bac6}
.mark-text{fill:#161c25}
.stage,.note,.edge-label{fill:#a3adba}
.hop.fails,.told.fails{fill:#ff8a80}
.told.unknown{fill:#b1bac6}
}`;

const [padding, line, columns] = [20, 19, 140];

/** Paths below each other, each with what stops it. */
export function svgOfPaths(paths: readonly { readonly title: string; readonly path: DrawnPath }[]): string {
  const shapes: Shape[] = [];
  let down = padding;
  for (const { title, path } of paths) {
    const drawing = pathDrawing(path);
    shapes.push({ name: "text", class: "title", attributes: { x: 2, y: down + 14 }, text: title });
    shapes.push(...moved(drawing.shapes, down + 28));
    down += 28 + drawing.height + 12;
    for (const told of toldOf(path.hops)) {
      down += line;
      shapes.push({ name: "text", class: told.class, attributes: { x: told.indent, y: down }, text: told.text });
    }
    down += padding;
  }
  const label = paths.map(({ path }) => pathDrawing(path).label).join(". ");
  return svgText({ width: drawingWidth, height: down, label, shapes });
}

interface Told {
  readonly class: string;
  readonly indent: number;
  readonly text: string;
}

/** The message of each hop that does not pass, with its fix or with the fact that would resolve it. */
function toldOf(hops: readonly HopResult[]): Told[] {
  return hops
    .filter(({ verdict }) => verdict !== "passes")
    .flatMap(({ hop, verdict, rule, detail, fix, settle }) => [
      { class: `told ${verdict}`, indent: 2, text: `${marks[verdict]} ${hop} ${verdict} (${rule})` },
      ...wrapped(detail).map((text) => ({ class: "detail", indent: 18, text })),
      ...wrapped(fix === undefined ? "" : `fix: ${fix}`).map((text) => ({ class: "detail", indent: 18, text })),
      ...wrapped(settle === undefined ? "" : `to settle it: ${settle}`).map((text) => ({
        class: "note",
        indent: 18,
        text,
      })),
    ]);
}

/** Lines of about the width of the drawing; a word that is longer is cut. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word.slice(0, columns));
  }
  return lines;
}

export function svgText({ width, height, label, shapes }: Drawing): string {
  const [outerWidth, outerHeight] = [width + 2 * padding, height];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-padding} 0 ${outerWidth} ${outerHeight}" width="${outerWidth}" height="${outerHeight}" role="img" aria-label="${xml(label)}">`,
    `<style>${style}\n</style>`,
    `<rect class="back" x="${-padding}" width="${outerWidth}" height="${outerHeight}" rx="10"/>`,
    ...shapes.map(shapeText),
    "</svg>",
    "",
  ].join("\n");
}

function shapeText({ name, class: className, attributes, text, title }: Shape): string {
  const given = Object.entries({ class: className, ...attributes }).map(
    ([key, value]) => ` ${key}="${xml(String(value))}"`,
  );
  const inside = `${text === undefined ? "" : xml(text)}${title === undefined ? "" : `<title>${xml(title)}</title>`}`;
  return inside === "" ? `<${name}${given.join("")}/>` : `<${name}${given.join("")}>${inside}</${name}>`;
}

/** Text and attribute values in XML. */
function xml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);
}
