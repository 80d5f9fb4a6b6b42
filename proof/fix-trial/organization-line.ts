/** A line of `organization.yaml` to change: the property, its new value and its place. */
import { type Places } from "../graph/model";

/** From the root of the file. */
export type Property = readonly [string, ...string[]];

/** A property of the file and its new value. */
export interface Line {
  readonly property: Property;
  /** The items of a list: all of them, or with `more` the items to add. */
  readonly value: string | readonly string[];
  readonly more?: true;
  readonly comment?: string;
}

/** The lines as text; items of the same list share one line. */
export function linesText(lines: readonly Line[], places: Places | undefined): string {
  return joined(lines)
    .map((line) => text(line, places))
    .join("\n");
}

function joined(lines: readonly Line[]): Line[] {
  const found = new Map<string, Line>();
  for (const line of lines) {
    const name = propertyText(line.property);
    const before = found.get(name);
    const both = typeof line.value === "object" && typeof before?.value === "object";
    found.set(name, both ? { ...line, value: [...new Set([...before.value, ...line.value])] } : line);
  }
  return [...found.values()];
}

function text({ property, value, more, comment }: Line, places: Places | undefined): string {
  const said = typeof value === "string" ? value : `[${value.join(", ")}]`;
  const notes = [placeText(property, places), more ? "and its existing entries" : comment].filter((note) => note);
  return `${propertyText(property)}:${said && ` ${said}`}${notes.length > 0 ? ` # ${notes.join("; ")}` : ""}`;
}

function placeText(property: Property, places: Places | undefined): string | undefined {
  const place = places?.at(property);
  return place && `${place.exists ? "" : "new, in "}${place.file}:${place.line}`;
}

/** `workloads.web.services.nginx.mounts["/srv"].readOnly` */
function propertyText(property: Property): string {
  return property
    .map((segment, at) =>
      !/^[A-Za-z_][\w-]*$/.test(segment) ? `[${JSON.stringify(segment)}]` : at ? `.${segment}` : segment,
    )
    .join("");
}

/** Text for YAML, in quotes if YAML requires it. */
export function yaml(value: string): string {
  return /^[A-Za-z0-9][\w./:@-]*$/.test(value) ? value : JSON.stringify(value);
}
