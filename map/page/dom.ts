/** Elements of the page. Texts become text nodes; nothing is ever parsed as HTML. */
import { type Drawing } from "../diagram/shapes";

export type Child = Node | string | undefined;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with attributes (`true` sets an empty one, `false` and `undefined` none) and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A button in the text, such as the name of a node. */
export function textButton(text: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const button = element("button", { type: "button", class: "link", ...attributes }, text);
  button.addEventListener("click", onClick);
  return button;
}

const svgNamespace = "http://www.w3.org/2000/svg";

export function drawingElement({ width, height, label, shapes }: Drawing): SVGSVGElement {
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.setAttribute("class", "drawing");
  for (const { name, class: className, attributes, text, title } of shapes) {
    const shape = document.createElementNS(svgNamespace, name);
    shape.setAttribute("class", className);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, String(value));
    if (text !== undefined) shape.append(text);
    if (title !== undefined) {
      const told = document.createElementNS(svgNamespace, "title");
      told.append(title);
      shape.append(told);
    }
    svg.append(shape);
  }
  return svg;
}

/** The children of a long list in steps: the first ones at once, others when asked for. */
export function inSteps<T>(items: readonly T[], step: number, row: (item: T) => HTMLElement, into: HTMLElement): void {
  into.append(...items.slice(0, step).map(row));
  const rest = items.slice(step);
  if (rest.length === 0) return;
  const more = element("li", { class: "more" });
  more.append(
    textButton(`${rest.length} more`, () => {
      more.remove();
      const before = into.children.length;
      inSteps(rest, step, row, into);
      into.children[before]?.querySelector("button")?.focus();
    }),
  );
  into.append(more);
}
