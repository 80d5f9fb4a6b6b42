/**
 * Escapes strings of a plan for reports: a name must not move a terminal's cursor, reverse the text around it, close a
 * code block, or mention a team.
 */

/** Longer names and details are truncated; real ones are shorter. */
const longest = 2000;

/**
 * Control characters, line ends, and characters that are invisible or change the text direction: categories Cc, Cf, Zl,
 * Zp, private use and lone surrogates.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/**
 * One line that is safe to print: unprintable characters become `\n`, `\u{1b}` and so on. Truncated after 2000
 * characters, visibly.
 */
export function printable(text: string): string {
  const cut = text.length > longest;
  const kept = cut ? text.slice(0, longest).replace(/[\ud800-\udbff]$/, "") : text;
  const safe = kept.replace(unprintable, escaped);
  return cut ? `${safe} … (${text.length - kept.length} more characters)` : safe;
}

/** The same for a text with intended line breaks, such as HCL; tabs become spaces. */
export function printableLines(text: string): string[] {
  return text.replaceAll("\t", "  ").split(/\r?\n/).map(printable);
}

function escaped(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  if (character === "\r") return "\\r";
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** JSON with all unprintable characters escaped: a parser gets the same values. */
export function jsonText(value: unknown, indent = 2): string {
  const json = JSON.stringify(value, undefined, indent);
  return json.replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}

/** Prose in Markdown without any markup, link, mention, issue reference or end of a table cell. */
export function markdownText(text: string): string {
  return printable(text).replace(/[&<>\\`*_{}[\]()|~!^$]|[@#:]|www(?=\.)|GH(?=-)|^\s*(?:[-+=]|\d+[.)])/gi, (found) =>
    found.length === 1 && !/[@#:+=-]/.test(found) ? entity(found) : broken(found),
  );
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

/** Inserts an invisible character, so that GitHub doesn't treat it as a mention, link, issue or list. */
function broken(found: string): string {
  return /^\s*(?:[-+=]|\d+[.)])$/.test(found)
    ? `${found.slice(0, -1)}${entity(found[found.length - 1]!)}`
    : `${found}&#8203;`;
}

/** Code in Markdown with any number of backticks; safe in a table too. */
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
