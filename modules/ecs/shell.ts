import { literal } from "../literal";

/** The script as it runs, without directives for shellcheck. */
export function withoutDirectives(script: string): string {
  return script.replace(/^# shellcheck .*\n/gm, "").trimEnd();
}

/** Quotes any text as one shell word. */
export function shellQuoted(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}

export interface UserData {
  /** Shell variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Shell variables whose values are one Terraform reference each. @default none */
  readonly references?: Readonly<Record<string, string>>;
  /** A Bash script. */
  readonly script: string;
}

/**
 * The user data of an EC2 instance as a Terraform expression: it is encoded in base64 at plan time, so reviewers can
 * read the script itself in the JSON.
 */
export function userData({ variables, references = {}, script }: UserData): string {
  const assigned = Object.entries(variables).map(([name, value]) => `${name}=${shellQuoted(value)}`);
  const referring = Object.entries(references).map(
    ([name, reference]) => `format(${JSON.stringify(`${name}='%s'`)}, ${reference})`,
  );
  const rest = [...assigned, script, ""].join("\n");
  if (referring.length === 0) return `\${base64encode(${quoted(`#!/bin/bash\n${rest}`)})}`;
  // References come first: after a brace in the text, cdktf would treat them as outside the expression.
  return `\${base64encode(join("\\n", [${[quoted("#!/bin/bash"), ...referring, quoted(rest)].join(", ")}]))}`;
}

/** A string literal in Terraform's language. */
function quoted(text: string): string {
  return JSON.stringify(literal(text));
}
