/** The lines on which resources begin in JSON: configurations in JSON syntax, plans and states. */

/**
 * Lines by `resource.TYPE.NAME` of a configuration, and by address of a plan or state, in one pass over text that was
 * already parsed as JSON.
 */
export function linesOfResources(json: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const keys: string[] = [];
  let line = 1;
  for (const { 0: token, index } of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]\n]/gs)) {
    if (token === "\n") line++;
    else if (token === "{" || token === "[") keys.push("");
    else if (token === "}" || token === "]") keys.pop();
    else if (keys.length <= 5 || keys[keys.length - 1] === "address" || token === '"address"') {
      const text = textOf(token);
      if (/^\s*:/.test(json.slice(index + token.length, index + token.length + 8))) {
        keys[keys.length - 1] = text;
        // Blocks may stand in lists, which have no key.
        const named = keys.filter((key) => key !== "");
        const block = named.join(".");
        if (named.length === 3 && /^(resource|data)$/.test(keys[0]!) && !found.has(block)) found.set(block, line);
      } else if (keys[keys.length - 1] === "address" && !found.has(text)) found.set(text, line);
    } else keys[keys.length - 1] = "";
  }
  return found;
}

function textOf(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}
