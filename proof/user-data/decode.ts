/** Decodes EC2 user data: base64, gzip, MIME parts, as cloud-init does (cloud-init's user data formats). */
import { gunzipSync } from "node:zlib";

export type UserDataPart =
  | { readonly kind: "script" | "boothook"; readonly text: string }
  | { readonly kind: "cloud-config"; readonly text: string }
  | { readonly kind: "bottlerocket"; readonly text: string }
  /** Parts that cloud-init would run or download, and that can't be read here. */
  | { readonly kind: "unread"; readonly what: string };

/** EC2's limit is 16 KiB; gzip data may unpack to this size at most. */
const largest = 4 << 20;

export function partsOf(userData: string): readonly UserDataPart[] {
  return partsOfText(decoded(userData));
}

/** The plain text of base64, gzip or both; any other text unchanged. */
export function decoded(text: string): string {
  const compact = text.replaceAll(/\s/g, "");
  if (compact.length < 12 || compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]+=*$/.test(compact)) return text;
  const bytes = Buffer.from(compact, "base64");
  const unpacked = isGzip(bytes) ? unpack(bytes) : bytes;
  const found = unpacked?.toString("utf8");
  return found === undefined || found.includes("\uFFFD") ? text : decoded(found);
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function unpack(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: largest });
  } catch {
    return undefined;
  }
}

function partsOfText(text: string): readonly UserDataPart[] {
  const trimmed = text.trimStart();
  if (trimmed === "") return [];
  if (/^(?:content-type|mime-version):/i.test(trimmed)) return mimeParts(trimmed);
  return [partOf(trimmed)];
}

function partOf(text: string): UserDataPart {
  if (text.startsWith("#cloud-config")) {
    const type = /^#cloud-config-(?:archive|jsonp)/.exec(text)?.[0];
    return type === undefined ? { kind: "cloud-config", text } : { kind: "unread", what: type };
  }
  if (text.startsWith("#cloud-boothook")) return { kind: "boothook", text };
  if (text.startsWith("#include")) return { kind: "unread", what: "an #include file, which is fetched at boot" };
  if (text.startsWith("#part-handler")) return { kind: "unread", what: "a #part-handler" };
  if (/^##\s*template:/.test(text)) return { kind: "unread", what: "a Jinja template" };
  if (/^\s*<(?:powershell|script)>/i.test(text)) return { kind: "unread", what: "a Windows script" };
  const interpreter = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(text);
  if (!interpreter) {
    if (/^\[settings[.\]]/m.test(text)) return { kind: "bottlerocket", text };
    return { kind: "unread", what: "text that is neither a script nor #cloud-config" };
  }
  const program = interpreter[1]!.endsWith("/env")
    ? interpreter[2]
    : interpreter[1]!.slice(interpreter[1]!.lastIndexOf("/") + 1);
  if (program !== undefined && /^(?:ba|da|z|k)?sh$/.test(program)) return { kind: "script", text };
  return { kind: "unread", what: `a script for ${program ?? interpreter[1]}` };
}

/** `multipart/mixed`, the format of Terraform's `cloudinit_config`. */
function mimeParts(text: string): readonly UserDataPart[] {
  const { headers, body } = headersOf(text);
  const type = headers.get("content-type") ?? "";
  const content = bodyOf(headers, body);
  if (/^multipart\//i.test(type)) {
    const boundary = /boundary\s*=\s*"?([^";]+)"?/i.exec(type)?.[1]?.trim();
    if (boundary === undefined) return [{ kind: "unread", what: "a MIME message without a boundary" }];
    const pieces = content.split(
      new RegExp(`(?:^|\\r?\\n)--${boundary.replaceAll(/[^\w]/g, "\\$&")}(?:--)?[ \\t]*(?=\\r?\\n|$)`),
    );
    return pieces.slice(1).flatMap((piece) => {
      const one = piece.replace(/^\r?\n/, "");
      return one.trim() === "" ? [] : mimeParts(one);
    });
  }
  const plain = decoded(content).trimStart();
  if (plain === "") return [];
  if (/x-shellscript/i.test(type) && !plain.startsWith("#!")) return [{ kind: "script", text: plain }];
  if (/cloud-config/i.test(type) && !plain.startsWith("#")) return [{ kind: "cloud-config", text: plain }];
  return partsOfText(plain);
}

function headersOf(text: string): { readonly headers: ReadonlyMap<string, string>; readonly body: string } {
  const end = /\r?\n\r?\n/.exec(text);
  const head = end ? text.slice(0, end.index) : text;
  const headers = new Map<string, string>();
  for (const line of head.replaceAll(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: end ? text.slice(end.index + end[0].length) : "" };
}

function bodyOf(headers: ReadonlyMap<string, string>, body: string): string {
  const encoding = headers.get("content-transfer-encoding")?.toLowerCase();
  if (encoding === "base64") {
    const bytes = Buffer.from(body.replaceAll(/\s/g, ""), "base64");
    return (isGzip(bytes) ? unpack(bytes) : bytes)?.toString("utf8") ?? body;
  }
  if (encoding === "quoted-printable") {
    const joined = body.replaceAll(/=\r?\n/g, "");
    return joined.replaceAll(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  }
  return body;
}
