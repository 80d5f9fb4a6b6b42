/** A line of `organization.yaml` to change: which property, what it is to say, and where it stands. */
import { type Places } from "../graph/model";

/** From the top of the file. */
export type Property = readonly [string, ...string[]];

/** A property of the file and what it is to say. */
export interface Line {
  readonly property: Property;
  /** A list names its items; all of them, or with `more` those that are to be among them. */
  readonly value: string | readonly string[];
  readonly more?: true;
  readonly comment?: string;
}

/** The lines as text, several items of one list on one line. */
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

/** Text as YAML takes it: in quotes unless it is plain. */
export function yaml(value: string): string {
  return /^[A-Za-z0-9][\w./:@-]*$/.test(value) ? value : JSON.stringify(value);
}
