/** A place in the file, as a list of keys and indices: `["workloadVpcs", "apps", "cidr"]`. */
export type Path = readonly (string | number)[];

/** A problem in the file, or a warning. */
export interface Problem {
  /** The file as the user named it. */
  readonly file: string;
  /** Counted from 1; missing if the file could not be read. */
  readonly line?: number;
  readonly column?: number;
  readonly path: Path;
  /** What is wrong, the value, what to do; with control characters escaped. */
  readonly message: string;
}

/** The maximum number of problems printed, since a file of another kind would fill the screen. */
const printed = 100;

/** All problems of the file. The message is ready to print. */
export class ConfigError extends Error {
  constructor(
    readonly file: string,
    readonly problems: readonly Problem[],
  ) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const more = problems.length > printed ? [`… and ${problems.length - printed} more`] : [];
    const lines = [...problems.slice(0, printed).map(formatProblem), ...more].map((line) => `  ${line}`);
    super([`${escapeControls(file)} has ${count}`, ...lines].join("\n"));
    this.name = "ConfigError";
  }
}

/** `organization.yaml:12:7 workloadVpcs.apps.cidr: …` */
export function formatProblem({ file, line, column, path, message }: Problem): string {
  const place = [escapeControls(file), line, column].filter((part) => part !== undefined).join(":");
  return path.length === 0 ? `${place}: ${message}` : `${place} ${formatPath(path)}: ${message}`;
}

/** `workloads.web.services.nginx.mounts["/srv"].readOnly`, `dns.forward[0]` */
export function formatPath(path: Path): string {
  const printed = path.map((segment, index) => {
    if (typeof segment === "number") return `[${segment}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(segment)) return `["${shorten(escapeControls(segment))}"]`;
    return index === 0 ? segment : `.${segment}`;
  });
  return printed.join("");
}

/** User text for a message: quoted, shortened, and safe for a terminal. */
export function quote(text: string): string {
  return `'${shorten(escapeControls(text))}'`;
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/** Characters that control a terminal or change the text direction, and unpaired surrogates. */
const controls = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

export function escapeControls(text: string): string {
  return text.replace(controls, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** The maximum number of places printed for one message. */
const mostPlaces = 3;

/** Warnings as lines. A warning that applies to many places lists the first three, and the number of the others. */
export function formatWarnings(warnings: readonly Problem[]): string[] {
  const counts = new Map<string, number>();
  const lines: string[] = [];
  for (const warning of warnings) {
    const count = (counts.get(warning.message) ?? 0) + 1;
    counts.set(warning.message, count);
    if (count <= mostPlaces) lines.push(formatProblem(warning));
  }
  const others = [...counts].filter(([, count]) => count > mostPlaces);
  return [...lines, ...others.map(([message, count]) => `${count - mostPlaces} more places: ${message}`)];
}
