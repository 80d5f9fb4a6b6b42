/** The lines that Terraform prints with -json, one event each: the parts that a deployment reads. */

/** An error or a warning of Terraform. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** The resource's address, and the place in the configuration, if Terraform names them. */
  readonly address: string | undefined;
  readonly place: string | undefined;
}

/** A planned change of an object in the state. */
export interface PlannedChange {
  readonly address: string;
  /** `create`, `update`, `replace`, `delete`, `forget` … */
  readonly action: string;
}

export interface ChangeCounts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

export interface OutputValue {
  readonly sensitive: boolean;
  /** Undefined in a plan, and if it is sensitive. */
  readonly value: unknown;
}

export type TerraformEvent =
  | { readonly type: "diagnostic"; readonly diagnostic: Diagnostic }
  | { readonly type: "planned"; readonly change: PlannedChange }
  | { readonly type: "counts"; readonly counts: ChangeCounts }
  | { readonly type: "started" | "completed" | "errored"; readonly address: string }
  | { readonly type: "outputs"; readonly outputs: ReadonlyMap<string, OutputValue> }
  /** Not an event: text of a wrapper, of a provider, or of a crash. */
  | { readonly type: "text"; readonly text: string };

type Data = Readonly<Record<string, unknown>>;

/** The event of a line; undefined if it is of a kind that a deployment does not read. */
export function eventOf(line: string): TerraformEvent | undefined {
  const event = parsed(line);
  if (event === undefined) return line.trim() === "" ? undefined : { type: "text", text: line };
  switch (event["type"]) {
    case "diagnostic":
      return { type: "diagnostic", diagnostic: diagnosticOf(data(event["diagnostic"])) };
    case "planned_change": {
      const change = data(event["change"]);
      return { type: "planned", change: { address: addressOf(change), action: text(change["action"]) } };
    }
    case "change_summary": {
      const { add, change, remove } = data(event["changes"]);
      return { type: "counts", counts: { add: count(add), change: count(change), remove: count(remove) } };
    }
    case "apply_start":
      return { type: "started", address: addressOf(data(event["hook"])) };
    case "apply_complete":
      return { type: "completed", address: addressOf(data(event["hook"])) };
    case "apply_errored":
      return { type: "errored", address: addressOf(data(event["hook"])) };
    case "outputs":
      return { type: "outputs", outputs: outputsOf(data(event["outputs"])) };
    default:
      return undefined;
  }
}

function parsed(line: string): Data | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "@level" in value ? (value as Data) : undefined;
  } catch {
    return undefined;
  }
}

function diagnosticOf(diagnostic: Data): Diagnostic {
  const { filename, start } = data(diagnostic["range"]);
  const place = typeof filename === "string" ? `${filename} line ${count(data(start)["line"])}` : undefined;
  return {
    severity: diagnostic["severity"] === "warning" ? "warning" : "error",
    summary: text(diagnostic["summary"]),
    detail: text(diagnostic["detail"]),
    address: typeof diagnostic["address"] === "string" ? diagnostic["address"] : undefined,
    place,
  };
}

function outputsOf(outputs: Data): Map<string, OutputValue> {
  return new Map(
    Object.entries(outputs).map(([name, output]) => {
      const { sensitive, value } = data(output);
      return [name, { sensitive: sensitive !== false, value: sensitive === false ? value : undefined }];
    }),
  );
}

function addressOf(container: Data): string {
  return text(data(container["resource"])["addr"]);
}

function data(value: unknown): Data {
  return typeof value === "object" && value !== null ? (value as Data) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function count(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
