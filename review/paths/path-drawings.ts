/** The paths that the plans change, drawn as they are after apply. */
import { causesOf } from "../../proof/report/causes";
import { mermaidOfPaths } from "../../proof/report/mermaid";
import { pathGroups } from "../../proof/report/summary";
import { type PathChange } from "./path-changes";

/** GitHub draws a longer one too small to read. */
const mostPaths = 6;

/** One folded section, or none; of paths that differ only in their subnets, the first is drawn. */
export function pathDrawings(changes: readonly PathChange[]): string[] {
  const changed = changes.filter(({ kind }) => kind === "breaks" || kind === "clouds" || kind === "heals");
  const paths = changed.map(({ path }) => path);
  const groups = pathGroups(paths, causesOf(paths));
  if (groups.length === 0) return [];
  const drawn = groups.slice(0, mostPaths).map(({ first }) => first);
  const note = groups.length > mostPaths ? `\nThe first ${mostPaths} of ${groups.length}.\n` : "";
  return [
    [
      "<details><summary>Paths that change, after apply</summary>\n",
      // Labels hold no backtick, so nothing in them ends the block.
      "```mermaid",
      `${mermaidOfPaths(drawn)}\`\`\``,
      `${note}\n</details>\n`,
    ].join("\n"),
  ];
}
