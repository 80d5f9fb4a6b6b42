/** `sed` on files that a script has written or that every host has, for simple substitutions and deletions. */
import { hole } from "./host-state";
import { type Shell } from "./shell";

export function edit(shell: Shell, args: readonly string[], stdin: string | undefined): undefined {
  const { state } = shell;
  const inPlace = args.some((arg) => /^-\w*i|^--in-place/.test(arg));
  const scripts: string[] = [];
  const files: string[] = [];
  let explicit = false;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === "-e" || arg === "--expression") {
      scripts.push(args[++at] ?? "");
      explicit = true;
    } else if (!arg.startsWith("-") || arg === "-") files.push(arg);
  }
  if (!explicit && files.length > 0) scripts.push(files.shift()!);
  const edited = (text: string) => scripts.reduce((now, script) => apply(script, now), text);
  if (!inPlace) {
    const text = files.length === 0 ? (stdin ?? hole) : files.map((path) => state.read(path).text ?? hole).join("");
    state.output += edited(text);
    return;
  }
  for (const path of files) {
    const { text } = state.read(path);
    // A file of the machine image: the result of sed is not known.
    if (text === null) state.forget(path, "`sed -i` edits it, and what it held is not known");
    else
      state.write(
        path,
        edited(text),
        false,
        `\`sed -i ${scripts.join("; ").replaceAll(hole, "…").slice(0, 40)}\` edits it`,
      );
  }
}

function apply(script: string, text: string): string {
  if (script.includes(hole)) return hole;
  const substitution = /^s([/|#,])((?:\\.|(?!\1)[^\\])*)\1((?:\\.|(?!\1)[^\\])*)\1(g?)$/.exec(script.trim());
  if (substitution) {
    const pattern = regexOf(substitution[2]!, substitution[4] === "g" ? "gm" : "m");
    const plain = !/[\\&]/.test(substitution[3]!);
    if (!pattern || !plain) return hole;
    const one = substitution[4] === "g" ? undefined : new RegExp(pattern.source);
    return text
      .split("\n")
      .map((line) => line.replace(one ?? pattern, () => substitution[3]!))
      .join("\n");
  }
  const deletion = /^\/((?:\\.|[^\\/])*)\/d$/.exec(script.trim());
  const pattern = deletion && regexOf(deletion[1]!, "");
  if (!pattern) return hole;
  return text
    .split("\n")
    .filter((line) => !pattern.test(line))
    .join("\n");
}

/**
 * A basic regular expression without groups has the same meaning in JavaScript, except for characters that it treats
 * literally.
 */
function regexOf(source: string, flags: string): RegExp | undefined {
  if (/\\[^./|#,-]|[{}()+?|]/.test(source)) return undefined;
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}
