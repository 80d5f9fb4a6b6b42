/** Kubernetes objects with the changes of a fix, in the output that contains them or as resources. */
import { type Change, type Graph } from "../graph/graph";
import { list, literal, type ObjectValue, type Value } from "../graph/model";
import { type Manifests } from "./manifest-source";
import { type KubernetesObject } from "./object";

export type Edit =
  /** An object with another body. */
  | { readonly kind: "body"; readonly object: KubernetesObject; readonly body: Value }
  /** A new object before another, or before all. */
  | { readonly kind: "move"; readonly object: KubernetesObject; readonly ahead?: KubernetesObject }
  /** An additional object before another, or before all. */
  | { readonly kind: "new"; readonly body: ObjectValue; readonly ahead?: KubernetesObject };

/** An edit with its text for the report. */
export interface ManifestFix {
  /** `mount fs-…::fsap-… in PersistentVolume/pages`. */
  readonly description: string;
  /** Lines of the manifest. */
  readonly lines: readonly string[];
  readonly edit: Edit;
}

/** One property of an object: `setIn(graph, claim, ["spec", "storageClassName"], literal("efs-sc"))`. */
export function setIn(graph: Graph, object: KubernetesObject, path: readonly string[], value: Value): ManifestFix {
  const name = path
    .map((step) => (/[./]/.test(step) ? `["${step}"]` : `.${step}`))
    .join("")
    .slice(1);
  return {
    description: `set ${name} of ${object.address} to ${said(graph, value)}`,
    lines: [`${name}: ${said(graph, value)}`],
    edit: { kind: "body", object, body: bodyWith(graph, object.body, path, value) },
  };
}

/** The new object's position: before another object, or before all. */
export function applyAhead(object: KubernetesObject, ahead?: KubernetesObject): ManifestFix {
  const place = ahead ? `before ${ahead.address}` : "first";
  const description = `apply ${object.address} ${place}`;
  return { description, lines: [`${object.address} ${place}`], edit: { kind: "move", object, ahead } };
}

/** Whether YAML would read an unquoted text as another type. */
function isMistakable(text: string, value: unknown): boolean {
  if (typeof value !== "string") return false;
  return /^(?:true|false|yes|no|on|off|y|n|null|~)?$/i.test(text) || !Number.isNaN(Number(text));
}

/** A value as YAML on one line, with a text unquoted. */
function said(graph: Graph, value: Value): string {
  const text = graph.text(value);
  if (text !== undefined)
    return value.kind === "literal" && isMistakable(text, value.value) ? JSON.stringify(text) : text;
  if (value.kind === "object") {
    return `{ ${[...value.entries].map(([name, entry]) => `${name}: ${said(graph, entry)}`).join(", ")} }`;
  }
  const at = graph.follow(value);
  if (at.kind === "list") return `[${at.items.map((item) => said(graph, item)).join(", ")}]`;
  return graph.describe(at).replace(/^"(.*)"$/, "$1");
}

/** Undefined if the objects are not all known, or are not in an output or a `kubernetes_manifest`. */
export function changeOf({ objects, others }: Manifests, edit: Edit): Change | undefined {
  if (others) return undefined;
  const output = edit.kind === "new" ? objects.find((one) => one.output)?.output : edit.object.output;
  if (output) {
    const own = objects.filter((one) => one.output === output);
    return { kind: "output", output, value: list(edited(own, edit)) };
  }
  if (edit.kind !== "body" || !edit.object.resource || !edit.object.isManifest) return undefined;
  return { kind: "set", resource: edit.object.resource, attribute: "manifest", value: edit.body };
}

function edited(objects: readonly KubernetesObject[], edit: Edit): Value[] {
  if (edit.kind === "body") return objects.map((one) => (one === edit.object ? edit.body : one.body));
  const [own, others] =
    edit.kind === "new"
      ? [edit.body, objects]
      : [edit.object.body, objects.filter(({ address }) => address !== edit.object.address)];
  const at = edit.ahead ? others.indexOf(edit.ahead) : 0;
  const bodies = others.map(({ body }) => body);
  return [...bodies.slice(0, at), own, ...bodies.slice(at)];
}

/** A body with one property set at any depth; a value that was not a mapping becomes one. */
function bodyWith(graph: Graph, body: Value, path: readonly string[], value: Value): ObjectValue {
  const [name, ...inner] = path;
  const at = graph.follow(body);
  const entries = new Map(at.kind === "object" ? at.entries : []);
  const before = entries.get(name!) ?? literal(null);
  entries.set(name!, inner.length > 0 ? bodyWith(graph, before, inner, value) : value);
  return { kind: "object", entries, unknownRest: at.kind === "object" ? at.unknownRest : undefined };
}
