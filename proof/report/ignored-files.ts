/** The files that git ignores: a code host can't show results in them, because no commit contains them. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export class IgnoredFiles {
  private readonly found = new Map<string, string>();

  /**
   * The file itself, or the nearest file above an ignored one that is maintained by hand: `organization.yaml`, a `.tf`
   * file.
   */
  tracked(file: string): string {
    let found = this.found.get(file);
    if (found === undefined) this.found.set(file, (found = isIgnored(file) ? (sourceAbove(file) ?? file) : file));
    return found;
  }
}

/** False without git or a repository. */
function isIgnored(file: string): boolean {
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) return false;
  return spawnSync("git", ["check-ignore", "--quiet", "--", resolve(file)], { cwd: folder }).status === 0;
}

/** Up to the current folder. */
function sourceAbove(file: string): string | undefined {
  const end = process.cwd();
  for (let at = dirname(resolve(file)); at.startsWith(end); at = dirname(at)) {
    const names = readdirSync(at).sort();
    const sources = names.filter((one) => /\.tf(?:\.json)?$/.test(one));
    const name = ["organization.yaml", "main.tf", ...sources, "cdktf.json"].find((one) => names.includes(one));
    if (name !== undefined && !isIgnored(join(at, name))) return join(at, name);
    if (at === end) break;
  }
  return undefined;
}
