/** The difference between two values of an attribute, as edits of a configuration. */
import { asItem } from "../aws/attributes/attribute-blocks";
import { type Graph } from "../graph/graph";
import { isNull, list, literal, NULL, type ObjectValue, type Resource, type Value } from "../graph/model";
import { blocksIn } from "./hcl";

export interface Edit {
  /** The blocks and properties that contain the edit, from the resource inwards: `volume "objects"`. */
  readonly place: readonly string[];
  readonly name: string;
  readonly value: Value;
  /**
   * `attribute` and `block` belong to a block; `property` and `item` to an object in a JSON document; `text` is
   * appended; `remove` deletes.
   */
  readonly form: "attribute" | "block" | "property" | "item" | "text" | "remove";
}

/** @param resource the owner of the attribute */
export function editsBetween(graph: Graph, resource: Resource, name: string, before: Value, after: Value): Edit[] {
  return [...edits(graph, { place: [], inJson: false, resource }, name, before, after)];
}

interface Where {
  readonly place: readonly string[];
  readonly inJson: boolean;
  readonly resource: Resource;
}

function* edits(graph: Graph, where: Where, name: string, before: Value, after: Value): Iterable<Edit> {
  if (isSame(graph, before, after)) return;
  const { place, inJson, resource } = where;
  const form = inJson ? "property" : "attribute";
  const was = after.kind === "json" || inJson ? graph.json(before) : graph.follow(before);
  if (after.kind === "json" && (was.kind === "object" || was.kind === "list")) {
    yield* edits(graph, { place, inJson: true, resource }, name, was, after.of);
  } else if (after.kind === "object" && objectIn(was)) {
    yield* entryEdits(graph, { ...where, place: [...place, name] }, objectIn(was)!, after);
  } else if (after.kind === "object" && !inJson) {
    yield { place, name, value: after, form: "block" };
  } else if (after.kind === "list" && (inJson || blocksIn(after)) && hasObjects(graph, after.items)) {
    yield* itemEdits(graph, where, name, listIn(was), after.items);
  } else if (after.kind === "literal" && /^user_data(?:_base64)?$/.test(name)) {
    const added = literal(addedText(graph.text(was) ?? "", String(after.value)));
    yield { place: [...place, `at the end of ${name}`], name, value: added, form: "text" };
  } else {
    yield { place, name, value: after, form };
  }
}

function* entryEdits(graph: Graph, where: Where, before: ObjectValue, after: ObjectValue): Iterable<Edit> {
  for (const [name, value] of after.entries) {
    yield* edits(graph, where, name, before.entries.get(name) ?? NULL, value);
  }
  const { place } = where;
  for (const name of before.entries.keys()) {
    if (!after.entries.has(name)) yield { place, name, value: NULL, form: "remove" };
  }
}

/** Items are appended, changed in place, or removed. */
function* itemEdits(
  graph: Graph,
  where: Where,
  name: string,
  before: readonly Value[],
  after: readonly Value[],
): Iterable<Edit> {
  const { place, inJson, resource } = where;
  const isItem = place.length === 0 && resource.asAttribute?.(name);
  if (after.length < before.length) {
    for (const [at, item] of before.entries()) {
      const removed = label(graph, name, item, at, before.length);
      if (!after.some((kept) => isSame(graph, item, kept))) yield { place, name: removed, value: NULL, form: "remove" };
    }
    return;
  }
  for (const [at, item] of after.entries()) {
    const was = before[at];
    if (was !== undefined && isSame(graph, was, item)) continue;
    const [now, then] = [graph.follow(item), was === undefined ? NULL : graph.follow(was)];
    if (now.kind === "object" && then.kind === "object") {
      const inner = [...place, label(graph, name, then, at, before.length)];
      yield* entryEdits(graph, { ...where, place: inner }, then, now);
    } else if (inJson) {
      yield { place: [...place, `one more ${name}`], name, value: now, form: "item" };
    } else if (isItem && now.kind === "object") {
      yield { place: [`one more ${name}`], name, value: asItem(resource, now), form: "item" };
    } else {
      yield { place, name, value: now, form: "block" };
    }
  }
}

/** `volume "objects"`, `mountPoints at "/srv"`, `Statement 2`; a single block needs no number. */
function label(graph: Graph, name: string, item: Value, at: number, length: number): string {
  const object = graph.follow(item);
  const text = (key: string) => (object.kind === "object" ? graph.text(object.entries.get(key) ?? NULL) : undefined);
  const [own, path] = [text("name"), text("containerPath")];
  if (own !== undefined) return `${name} ${JSON.stringify(own)}`;
  if (path !== undefined) return `${name} at ${JSON.stringify(path)}`;
  return length === 1 ? name : `${name} ${at + 1}`;
}

function isSame(graph: Graph, a: Value, b: Value): boolean {
  if (a === b) return true;
  const [before, after] = [graph.describe(a), graph.describe(b)];
  return before === after && a.kind !== "unknown" && (isNull(a) || a.kind === b.kind);
}

/** The text that is appended to user data, in Base64 or as plain text. */
function addedText(before: string, after: string): string {
  const was = [before, Buffer.from(before, "base64").toString()].find((text) => after.startsWith(text));
  return after.slice(was?.length ?? 0);
}

function objectIn(value: Value): ObjectValue | undefined {
  if (value.kind === "object") return value;
  const blocks = value.kind === "list" && value.items.length === 1 ? blocksIn(value) : undefined;
  return blocks?.[0];
}

function listIn(value: Value): readonly Value[] {
  if (value.kind === "list") return value.items;
  return value.kind === "object" ? list([value]).items : [];
}

function hasObjects(graph: Graph, items: readonly Value[]): boolean {
  return items.length > 0 && items.every((item) => graph.follow(item).kind === "object");
}
