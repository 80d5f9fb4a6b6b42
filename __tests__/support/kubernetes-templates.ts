/** The paths of pod templates in Kubernetes' published schemas, read from the types of kubernetes-models. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = dirname(require.resolve("kubernetes-models/package.json"));

export interface TemplatePlace {
  readonly apiVersion: string;
  readonly kind: string;
  /** The path of the object with `spec.containers`; `0` is a list's first item. */
  readonly path: readonly string[];
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly isList: boolean;
}

/** The fields of the only interface in a file. */
function fieldsOf(text: string): Field[] {
  const body = /export interface I\w+[^{]*\{([^]*?)\n\}/.exec(text)?.[1] ?? "";
  return [...body.matchAll(/^ {4}"([\w$]+)"\??: (Array<)?(I\w+)/gm)].map(([, name, list, type]) => ({
    name: name!,
    type: type!,
    isList: list !== undefined || new RegExp(`"${name}"\\??: ${type}\\[\\]`).test(body),
  }));
}

/** The file by the name with which others import its interface. */
function importsOf(file: string, text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, names, from] of text.matchAll(/^import \{ (.*?) \} from "(\.[^"]*?)(?:\.js)?";$/gm))
    for (const name of names!.split(", ")) found.set(name, join(dirname(file), `${from}.d.ts`));
  return found;
}

function* placesIn(file: string, path: readonly string[]): Iterable<readonly string[]> {
  if (path.length > 8) return;
  const text = readFileSync(file, "utf8");
  const imports = importsOf(file, text);
  for (const { name, type, isList } of fieldsOf(text)) {
    const inner = [...path, name, ...(isList ? ["0"] : [])];
    if (type === "IIoK8sApiCoreV1PodSpec") yield path;
    else if (type !== "IIoK8sApiCoreV1PodStatus" && imports.has(type)) yield* placesIn(imports.get(type)!, inner);
  }
}

export function templatePlaces(): TemplatePlace[] {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".d.ts"));
  return files.flatMap((name) => {
    const text = readFileSync(join(root, name), "utf8");
    const [apiVersion, kind] = ["apiVersion", "kind"].map(
      (field) => new RegExp(`"${field}": "(.*?)";`).exec(text)?.[1],
    );
    if (apiVersion === undefined || kind === undefined) return [];
    return [...placesIn(join(root, name), [])].map((path) => ({ apiVersion, kind, path }));
  });
}
