/** Which resource block a line of a file belongs to. */
import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";

import { linesOfResources } from "../../proof/graph/json/json-lines";

/** Larger files are not read. */
const largest = 32 * 2 ** 20;

interface Block {
  /** `aws_vpc.main`, `data.aws_vpc.main`, or the address in a plan; undefined for other blocks. */
  readonly name?: string;
  readonly first: number;
  /** Infinity: until the next block. */
  readonly last: number;
}

/** Reads each file once; only Terraform files below a folder, whatever a report names. */
export class SourceBlocks {
  private readonly files = new Map<string, readonly Block[]>();

  constructor(private readonly root = process.cwd()) {}

  /** The block's name without its module; undefined if the line is in no resource, or the file is not here. */
  at(file: string, line: number): string | undefined {
    const path = this.inside(file);
    if (path === undefined || line === 0) return undefined;
    let blocks = this.files.get(path);
    if (!blocks) this.files.set(path, (blocks = blocksIn(path)));
    const before = blocks.filter(({ first }) => first <= line);
    const nearest = Math.max(...before.map(({ first }) => first));
    const found = before.filter(({ first }) => first === nearest);
    // A plan on one line has all of its resources there.
    return found.length === 1 && line <= found[0]!.last ? found[0]!.name : undefined;
  }

  private inside(uri: string): string | undefined {
    if (!/\.(?:tf|json)$/.test(uri)) return undefined;
    try {
      const name = decodeURIComponent(uri.replace(/^file:\/\//, ""));
      const path = realpathSync(isAbsolute(name) ? name : join(this.root, name));
      const local = relative(realpathSync(this.root), path);
      const { size } = statSync(path);
      return local.split(sep)[0] === ".." || isAbsolute(local) || size > largest ? undefined : path;
    } catch {
      return undefined;
    }
  }
}

function blocksIn(path: string): readonly Block[] {
  const text = readFileSync(path, "utf8");
  return path.endsWith(".json") ? jsonBlocks(text) : hclBlocks(text);
}

function jsonBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [...linesOfResources(text)].map(([name, first]) => ({
    name: name.replace(/^resource\./, ""),
    first,
    last: Infinity,
  }));
  // In an indented file, each section at the top ends the blocks before it.
  for (const [at, line] of text.split("\n").entries())
    if (/^ {1,2}"(?!resource"|data")[^"]*":/.test(line) || /^\t"(?!resource"|data")[^"]*":/.test(line))
      blocks.push({ first: at + 1, last: Infinity });
  return blocks;
}

/** As `terraform fmt` writes them: blocks begin and end without indentation. */
function hclBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = text.split("\n");
  for (const [at, line] of lines.entries()) {
    const found = /^(resource|data)\s+"?([\w-]+)"?\s+"?([\w-]+)"?\s*\{/.exec(line);
    if (!found) continue;
    const end = /\}\s*$/.test(line) ? at : lines.findIndex((other, index) => index > at && /^\}/.test(other));
    const name = `${found[1] === "data" ? "data." : ""}${found[2]}.${found[3]}`;
    blocks.push({ name, first: at + 1, last: end === -1 ? Infinity : end + 1 });
  }
  return blocks;
}
