import { parse, stringify } from "yaml";

import { type Json } from "./mutants";

/** A text with structured contents: JSON, a Kubernetes manifest, or a script in user data. */
export interface Form {
  /** The step of a path that enters the text. */
  readonly step: `#${string}`;
  /** Undefined for a text of another format. */
  read(text: string): Json | undefined;
  write(value: Json): string;
}

const json: Form = {
  step: "#json",
  read: (text) => {
    if (!/^\s*[[{]/.test(text)) return undefined;
    try {
      return JSON.parse(text) as Json;
    } catch {
      return undefined;
    }
  },
  write: (value) => JSON.stringify(value),
};

const manifest: Form = {
  step: "#yaml",
  read: (text) => (text.startsWith("---\n") ? (parse(text) as Json) : undefined),
  write: (value) => `---\n${stringify(value, { lineWidth: 0 })}`,
};

const encoded = /^\$\{base64encode\((".*")\)\}$/s;

/** A list of lines. In these scripts, Terraform's string escapes are those of JSON. */
const script: Form = {
  step: "#lines",
  read: (text) => {
    const [, quoted] = encoded.exec(text) ?? [];
    return quoted === undefined ? undefined : (JSON.parse(quoted) as string).split("\n");
  },
  write: (value) => `\${base64encode(${JSON.stringify((value as string[]).join("\n"))})}`,
};

const forms: readonly Form[] = [json, manifest, script];

/** The format of a text, with its contents. */
export function embedded(text: string): { readonly form: Form; readonly value: Json } | undefined {
  for (const form of forms) {
    const value = form.read(text);
    if (value !== undefined) return { form, value };
  }
  return undefined;
}

export function formOf(step: string): Form | undefined {
  return forms.find((form) => form.step === step);
}
