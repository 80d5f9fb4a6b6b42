/**
 * What stands between the strings of a plan and whoever reads a report: a name must neither move a terminal's cursor,
 * nor reverse the text around it, nor close a code block, nor call a team.
 */

/** Longer names and details are cut: no real one is. */
const longest = 2000;

/**
 * Control characters, line ends, and whatever is invisible or turns the direction of writing: categories Cc, Cf, Zl, Zp,
 * private use and lone surrogates.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/** One line that is safe to print: `\n`, `\u{1b}` stand for what it had. Cut after 2000 characters, and says so. */
export function printable(text: string): string {
  const cut = text.length > longest;
  const kept = cut ? text.slice(0, longest).replace(/[\ud800-\udbff]$/, "") : text;
  const safe = kept.replace(unprintable, escaped);
  return cut ? `${safe} … (${text.length - kept.length} more characters)` : safe;
}

/** The same of a text with lines that are ours, such as HCL; tabs become blanks. */
export function printableLines(text: string): string[] {
  return text.replaceAll("\t", "  ").split(/\r?\n/).map(printable);
}

function escaped(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  if (character === "\r") return "\\r";
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** JSON in which everything unprintable is escaped too: still the same values to whoever parses it. */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value, undefined, 2);
  return json.replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}

/** Prose in Markdown: nothing in it is markup, a link, a mention, an issue or a cell's end. */
export function markdownText(text: string): string {
  return printable(text).replace(/[&<>\\`*_{}[\]()|~!^$]|[@#:]|www(?=\.)|GH(?=-)|^\s*(?:[-+=]|\d+[.)])/gi, (found) =>
    found.length === 1 && !/[@#:+=-]/.test(found) ? entity(found) : broken(found),
  );
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

/** With something that nobody sees in between, so that GitHub takes it for no mention, link, issue or list. */
function broken(found: string): string {
  return /^\s*(?:[-+=]|\d+[.)])$/.test(found)
    ? `${found.slice(0, -1)}${entity(found[found.length - 1]!)}`
    : `${found}&#8203;`;
}

/** Code in Markdown, whatever backticks it holds; safe in a table too. */
export function markdownCode(text: string): string {
  const safe = printable(text).replaceAll("|", "\\|") || " ";
  const fence = "`".repeat(longestRun(safe) + 1);
  const padding = /^`|`$/.test(safe) ? " " : "";
  return `${fence}${padding}${safe}${padding}${fence}`;
}

/** A fenced block, line by line. */
export function markdownBlock(language: string, text: string): string {
  const lines = printableLines(text);
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
