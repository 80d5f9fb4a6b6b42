/** NFS volumes whose server may be an EFS file system. */
import { type Graph } from "../graph/graph";
import { type Value } from "../graph/model";

/** By the file system's name, or an address that may be a mount target's; any other name is not EFS. */
export function mayBeEfs(graph: Graph, server: Value): boolean {
  const host = graph.text(server)?.replace(/\.$/, "");
  if (host === undefined) return true;
  return /(?:^|\.)fs-[0-9a-f]+\.efs\./.test(host) || /^[\d.]+$/.test(host) || host.includes(":");
}

export function fileSystemOf(graph: Graph, server: Value): Value | undefined {
  const at = graph.follow(server);
  const [first] = at.kind === "template" ? at.parts : [at];
  if (first?.kind === "reference" && graph.at(first.to)?.type === "aws_efs_file_system")
    return { ...first, attribute: "id" };
  const id = /\bfs-[0-9a-f]+(?=\.efs\.)/.exec(graph.text(server) ?? "")?.[0];
  return id === undefined ? undefined : { kind: "literal", value: id };
}
