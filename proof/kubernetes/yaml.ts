/** Manifests written as text. */
import { parseAllDocuments } from "yaml";

import { type Graph } from "../graph/graph";
import { structured } from "../graph/json/json-text";
import { isNull, type Value } from "../graph/model";

/**
 * The bodies in a text, which may contain several documents; undefined if it can't be parsed. kubectl reads YAML 1.1.
 */
export function bodiesOf(graph: Graph, text: Value): readonly Value[] | undefined {
  const at = graph.follow(text);
  if (at.kind === "json") return [at.of];
  if (at.kind === "object") return [at];
  if (at.kind !== "template" && (at.kind !== "literal" || typeof at.value !== "string")) return undefined;
  const read = structured(at, (source) => {
    const documents = parseAllDocuments(source, { version: "1.1", logLevel: "silent" });
    const [wrong] = [...documents].flatMap(({ errors }) => errors);
    if (wrong) throw wrong;
    return [...documents].map((document) => document.toJS() as unknown);
  });
  return read?.kind === "list" ? read.items.filter((item) => !isNull(item)) : undefined;
}
