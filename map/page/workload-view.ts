/** A workload: a table of its mounts by subnet, and the chosen path hop by hop. */
import { type MapNode } from "../data";
import { pathDrawing } from "../diagram/path-drawing";
import { drawingElement, element, textButton } from "./dom";
import { hopId, hopList } from "./hop-list";
import { type Model } from "./model";
import { verdictMark } from "./verdict";

export class WorkloadView {
  readonly elements: readonly HTMLElement[];
  private readonly path = element("section", { "aria-labelledby": "path-title" });
  private readonly buttons = new Map<number, HTMLButtonElement>();

  constructor(
    private readonly model: Model,
    { paths = [] }: MapNode,
    private readonly announce: (text: string) => void,
  ) {
    this.elements = [element("section", {}, element("h2", {}, "Mount paths"), this.table(paths)), this.path];
    const [first] = model.worstFirst(paths);
    if (first !== undefined) this.choose(first);
  }

  /** One row for each mount, one column for each subnet. */
  private table(paths: readonly number[]): HTMLElement {
    const of = (at: number) => this.model.data.paths[at]!;
    const columns = [...new Set(paths.map((at) => columnOf(of(at))))];
    const rows = [...new Set(paths.map((at) => rowOf(of(at))))];
    const cell = (row: string, column: string) => {
      const here = paths.filter((at) => rowOf(of(at)) === row && columnOf(of(at)) === column);
      return element("td", {}, ...here.map((at) => this.button(at)));
    };
    return element(
      "div",
      { class: "wide", tabindex: 0, role: "group", "aria-label": "Mount paths by subnet" },
      element(
        "table",
        { class: "paths" },
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            element("th", { scope: "col" }, "Mount"),
            ...columns.map((column) => {
              const [zone, subnet] = JSON.parse(column) as [string, string];
              return element("th", { scope: "col" }, zone, element("span", { class: "note" }, subnet));
            }),
          ),
        ),
        element(
          "tbody",
          {},
          ...rows.map((row) => {
            const [mount, fileSystem] = JSON.parse(row) as [string, string];
            return element(
              "tr",
              {},
              element("th", { scope: "row" }, mount, element("span", { class: "note" }, fileSystem)),
              ...columns.map((column) => cell(row, column)),
            );
          }),
        ),
      ),
    );
  }

  private button(at: number): HTMLButtonElement {
    const { verdict, container, mountPath, availabilityZone } = this.model.data.paths[at]!;
    const button = element(
      "button",
      {
        type: "button",
        class: `choose ${verdict}`,
        "aria-pressed": "false",
        "aria-label": `${verdict}: ${container}:${mountPath} in ${availabilityZone}`,
      },
      verdictMark(verdict),
      verdict,
    );
    button.addEventListener("click", () => {
      this.choose(at);
      this.announce(`${container}:${mountPath} in ${availabilityZone} ${verdict}`);
    });
    this.buttons.set(at, button);
    return button;
  }

  private choose(at: number): void {
    for (const [path, button] of this.buttons) button.setAttribute("aria-pressed", String(path === at));
    const path = this.model.path(at);
    const { container, mountPath, availabilityZone, hops } = path;
    const stops = hops.filter(({ verdict }) => verdict === "fails");
    const waits = stops.length > 0 ? stops : hops.filter(({ verdict }) => verdict === "unknown");
    this.path.replaceChildren(
      element("h2", { id: "path-title" }, `${container}:${mountPath} in ${availabilityZone}`),
      ...waits.map((hop) =>
        element(
          "p",
          { class: `stop ${hop.verdict}` },
          textButton(`${hop.verdict} at ${hop.hop}`, () => jumpTo(hopId(hop))),
          `: ${hop.detail}`,
        ),
      ),
      element(
        "div",
        { class: "wide", tabindex: 0, role: "group", "aria-label": "Drawing of the path" },
        drawingElement(pathDrawing(path)),
      ),
      hopList(this.model, hops),
    );
  }
}

function jumpTo(id: string): void {
  const target = document.getElementById(id);
  target?.setAttribute("tabindex", "-1");
  target?.focus();
  target?.scrollIntoView({ block: "start" });
}

function columnOf({
  availabilityZone,
  subnet,
}: {
  readonly availabilityZone: string;
  readonly subnet: string;
}): string {
  return JSON.stringify([availabilityZone, subnet]);
}

function rowOf(path: { readonly container: string; readonly mountPath: string; readonly fileSystem: string }): string {
  return JSON.stringify([`${path.container}:${path.mountPath}`, path.fileSystem]);
}
