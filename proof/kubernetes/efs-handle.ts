/** The handle of an EFS volume: `fs-…::fsap-…`, `fs-…:/path`, `fs-…`; parts may be known only after apply. */
import { type Graph } from "../graph/graph";
import { isNull, literal, NULL, type Unknown, type Value } from "../graph/model";
import { at, type KubernetesObject } from "./object";

export interface Handle {
  readonly fileSystem: Value;
  readonly accessPoint: Value;
  /** The path between the two, if it is not `/`. */
  readonly path?: string;
  /** `efs` or `s3files`, which drivers from 3.0 on write before the file system (EKS-14, -15). */
  readonly prefix?: string;
  /** Whether an access point is in the position of the path. */
  readonly isMisplaced?: boolean;
  /** As written, if it has more than three parts or they are not ids. */
  readonly malformed?: string;
}

/** Parsed like aws-efs-csi-driver: pkg/driver/node.go, parseVolumeId (2.1). */
export function handleOf(graph: Graph, volume: KubernetesObject): Handle {
  const written = graph.follow(at(graph, volume.body, "spec", "csi", "volumeHandle"));
  if (written.kind === "unknown") return { fileSystem: fileSystemIn(graph, written) ?? written, accessPoint: written };
  const split = partsOf(written.kind === "template" ? written.parts : [written]);
  const [first] = split;
  const prefix =
    split.length > 1 && first?.kind === "literal" ? /^(?:efs|s3files)$/.exec(String(first.value))?.[0] : undefined;
  const parts = prefix === undefined ? split : split.slice(1);
  const [fileSystem, between, accessPoint] = parts;
  const path = between === undefined || isNull(between) ? undefined : (graph.text(between) ?? graph.describe(between));
  const isMisplaced = parts.length === 2 && between !== undefined && isAccessPoint(graph, between);
  const fits = parts.length <= 3 && isId(graph, fileSystem, "fs-") && isId(graph, accessPoint, "fsap-");
  return {
    fileSystem: fileSystem ?? NULL,
    accessPoint: (isMisplaced ? between : accessPoint) ?? NULL,
    path: path === "/" || isMisplaced ? undefined : path,
    prefix,
    isMisplaced,
    malformed: fits ? undefined : graph.describe(written),
  };
}

/** The parts between colons. */
function partsOf(pieces: readonly Value[]): Value[] {
  const parts: Value[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind !== "literal") {
      parts[parts.length - 1]?.push(piece);
      continue;
    }
    for (const [index, text] of String(piece.value ?? "")
      .split(":")
      .entries()) {
      if (index > 0) parts.push([]);
      if (text !== "") parts[parts.length - 1]?.push(literal(text));
    }
  }
  return parts.map((part) => (part.length > 1 ? { kind: "template", parts: part } : (part[0] ?? NULL)));
}

function isId(graph: Graph, value: Value | undefined, prefix: string): boolean {
  const text = value === undefined || isNull(value) ? undefined : graph.text(value);
  return text === undefined || text.startsWith(prefix);
}

function isAccessPoint(graph: Graph, value: Value): boolean {
  return graph.text(value)?.startsWith("fsap-") ?? graph.target(value, "aws_efs_access_point") !== undefined;
}

/** The handle begins with the file system's id: the only one in the expression, if the expression is complete. */
function fileSystemIn(graph: Graph, { expression, candidates }: Unknown): Value | undefined {
  const isWhole = candidates.length === expression.split(", ").length && !/(?:^|, )(?:local|each)\./.test(expression);
  const named = candidates.filter(({ to }) => graph.at(to)?.type === "aws_efs_file_system");
  const [only] = named;
  return isWhole && named.length === 1 ? { ...only!, attribute: "id" } : undefined;
}

/** The handle that a volume should have: with its access point, or for the whole file system. */
export function handleFrom({ fileSystem, accessPoint }: Handle): Value {
  if (isNull(accessPoint)) return fileSystem;
  return { kind: "template", parts: [fileSystem, literal("::"), accessPoint] };
}
