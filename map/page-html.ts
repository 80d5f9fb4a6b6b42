/**
 * The page as one HTML file. Its policy allows only the one script and the one style that are in it, by their hashes:
 * https://www.w3.org/TR/CSP3/#framework-directive-source-list. Data is in a block that no browser runs
 * (https://html.spec.whatwg.org/multipage/scripting.html#data-block), and the script shows it as text nodes.
 */
import { createHash } from "node:crypto";

import { jsonText } from "../proof/text";
import { type MapData } from "./data";

export interface PageParts {
  /** JavaScript without imports. */
  readonly script: string;
  readonly style: string;
}

export function pageHtml(data: MapData, { script, style }: PageParts): string {
  const [code, css] = [closed(script, "script"), closed(style, "style")];
  const policy = [
    "default-src 'none'",
    `script-src '${hash(code)}'`,
    `style-src '${hash(css)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    "<title>mountpath map</title>",
    '<link rel="icon" href="data:,">',
    `<style>${css}</style>`,
    "</head>",
    "<body>",
    "<noscript>This page needs JavaScript, which it contains. It loads nothing.</noscript>",
    `<script type="application/json" id="data">${dataBlock(data)}</script>`,
    `<script>${code}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/**
 * JSON within a script element: only `<` can end the element or begin a comment in it
 * (https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements).
 */
export function dataBlock(data: unknown): string {
  return jsonText(data, 0).replace(/[<>&]/g, (found) => `\\u00${found.charCodeAt(0).toString(16)}`);
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** @throws if a text would end its own element */
function closed(text: string, element: string): string {
  const inside = text.trim();
  if (new RegExp(`</${element}|<!--`, "i").test(inside)) throw new Error(`the page's ${element} ends its own element`);
  return inside;
}
