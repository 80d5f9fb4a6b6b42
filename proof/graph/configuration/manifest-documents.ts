/** The result of `kubectl_file_documents` for a known text: its YAML documents, as a list and by key. */
import { list, literal, type Resource, type Value } from "../model";

export function knownOfDocuments(resource: Resource, name: string, follow: (value: Value) => Value): Value | undefined {
  if (resource.mode !== "data" || resource.type !== "kubectl_file_documents") return undefined;
  if (name !== "documents" && name !== "manifests") return undefined;
  const documents = documentsOf(follow(resource.get("content")));
  if (!documents) return undefined;
  if (name === "documents") return list(documents);
  // The provider's own keys are API paths; no other resource uses them.
  return { kind: "object", entries: new Map(documents.map((document, at) => [`document-${at}`, document])) };
}

const separator = /^---[ \t]*(?:#.*)?(?:\r?\n|$)/m;

/** Undefined if the text as a whole is not known; references in it are kept. */
function documentsOf(text: Value): readonly Value[] | undefined {
  const parts = text.kind === "template" ? text.parts : [text];
  if (parts.some((part) => part.kind === "unknown" || (part.kind === "literal" && typeof part.value !== "string"))) {
    return undefined;
  }
  if (text.kind !== "template" && text.kind !== "literal") return undefined;
  const documents: Value[][] = [[]];
  for (const part of parts) {
    if (part.kind !== "literal") {
      documents.at(-1)!.push(part);
      continue;
    }
    for (const [at, piece] of String(part.value).split(separator).entries()) {
      if (at > 0) documents.push([]);
      documents.at(-1)!.push(literal(piece));
    }
  }
  return documents
    .filter(isWritten)
    .map((pieces) => (pieces.length > 1 ? { kind: "template", parts: pieces } : pieces[0]!));
}

/** Neither empty nor only comments. */
function isWritten(pieces: readonly Value[]): boolean {
  return pieces.some((piece) => piece.kind !== "literal" || /^(?!\s*#)\s*\S/m.test(String(piece.value)));
}
