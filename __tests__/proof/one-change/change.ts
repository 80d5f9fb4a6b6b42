/** What a case changes: properties by path, objects, user data. */
import { gzipSync } from "node:zlib";

import { type Body, type Json } from "./bases";

/** `spec/template/spec/hostNetwork`; `~1` is a slash within a name, as in a JSON pointer. */
export function set(body: Body, pointer: string, value: Json): void {
  const steps = pointer.split("/").map((step) => step.replaceAll("~1", "/"));
  let at: Body | Json[] = body;
  for (const [index, step] of steps.entries()) {
    const key = Array.isArray(at) ? (step === "-" ? at.length : Number(step)) : step;
    const place = at as Record<string | number, Json>;
    if (index === steps.length - 1) {
      if (value !== null) place[key] = value;
      else if (Array.isArray(at)) at.splice(Number(key), 1);
      else Reflect.deleteProperty(at, key);
      return;
    }
    place[key] ??= /^\d+$|^-$/.test(steps[index + 1]!) ? [] : {};
    at = place[key] as Body | Json[];
  }
}

/** Mappings are merged, everything else takes the place of what was there; null takes out. */
export function merge(into: Body, changes: Body): void {
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) Reflect.deleteProperty(into, key);
    else if (isBody(value) && isBody(into[key])) merge(into[key], value);
    else into[key] = value;
  }
}

export function isBody(value: Json | undefined): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export const userDataForms = {
  base64: (text: string) => Buffer.from(text).toString("base64"),
  gzip: (text: string) => gzipSync(text).toString("base64"),
  mime: (text: string) =>
    Buffer.from(
      [
        'Content-Type: multipart/mixed; boundary="==BOUNDARY=="',
        ...["MIME-Version: 1.0", "", "--==BOUNDARY=="],
        ...[
          `Content-Type: text/${text.startsWith("#cloud-config") ? "cloud-config" : "x-shellscript"}; charset="utf-8"`,
        ],
        ...["Content-Transfer-Encoding: base64", "", Buffer.from(text).toString("base64"), "--==BOUNDARY==--", ""],
      ].join("\r\n"),
    ).toString("base64"),
} as const;
