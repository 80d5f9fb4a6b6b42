import { literal } from "../literal";

/** Shell as it runs, without what is said to shellcheck alone. */
export function withoutDirectives(script: string): string {
  return script.replace(/^# shellcheck .*\n/gm, "").trimEnd();
}

/** One word of shell, whatever is in it. */
export function shellQuoted(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}

export interface UserData {
  /** Shell variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Shell variables that hold a Terraform reference each. @default none */
  readonly references?: Readonly<Record<string, string>>;
  /** Bash. */
  readonly script: string;
}

/**
 * What an EC2 instance runs when it starts, as a Terraform expression: it becomes base64 when planned, so reviewers
 * read the script itself in the JSON.
 */
export function userData({ variables, references = {}, script }: UserData): string {
  const assigned = Object.entries(variables).map(([name, value]) => `${name}=${shellQuoted(value)}`);
  const referring = Object.entries(references).map(
    ([name, reference]) => `format(${JSON.stringify(`${name}='%s'`)}, ${reference})`,
  );
  const rest = [...assigned, script, ""].join("\n");
  if (referring.length === 0) return `\${base64encode(${quoted(`#!/bin/bash\n${rest}`)})}`;
  // References go first: after a brace in a text, cdktf would take them for outside of the expression.
  return `\${base64encode(join("\\n", [${[quoted("#!/bin/bash"), ...referring, quoted(rest)].join(", ")}]))}`;
}

/** As a string of Terraform's language. */
function quoted(text: string): string {
  return JSON.stringify(literal(text));
}
