import { createHash } from "node:crypto";

import { pageParts } from "../../map/assets";
import { dataBlock, pageHtml } from "../../map/page-html";
import { hostileMap, hostileTexts } from "./hostile-map";

const parts = { script: "show()", style: "body { margin: 0 }" };
const between = (html: string, from: string, to: string) => html.split(from)[1]!.split(to)[0]!;
const hash = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

test("the policy allows only the page's own script and style, by their hashes", () => {
  const { script, style } = pageParts();
  const html = pageHtml(hostileMap("x"), { script, style });
  expect(html).toContain(`<script>${script.trim()}</script>`);
  expect(between(html, 'Content-Security-Policy" content="', '"').split("; ")).toEqual([
    "default-src 'none'",
    `script-src '${hash(script.trim())}'`,
    `style-src '${hash(style.trim())}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
});

test("the page's script parses no HTML, and evaluates and requests nothing", () => {
  const { script, style } = pageParts();
  const parsing =
    /\.(?:inner|outer)HTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function|\bon[a-z]+=["']/;
  expect(script).not.toMatch(parsing);
  expect(script).not.toMatch(/\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|\bimport\(/);
  expect(script.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:/);
  expect(style).not.toMatch(/url\(|@import/);
});

test.each(hostileTexts)("data with %j has no markup, and is the same when it is read", (text) => {
  const data = hostileMap(text);
  const html = pageHtml(data, parts);
  const block = between(html, '<script type="application/json" id="data">', "</script>");
  expect(block).toBe(dataBlock(data));
  expect(block).not.toMatch(/[<>&]/);
  // eslint-disable-next-line no-control-regex
  expect(block).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200e-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/);
  expect(JSON.parse(block)).toEqual(data);
  // Without the data, all pages are the same.
  expect(html.replace(block, "")).toBe(pageHtml(hostileMap(""), parts).replace(dataBlock(hostileMap("")), ""));
});

test.each([
  ["script", { ...parts, script: "'</ScRiPt>'" }],
  ["script", { ...parts, script: "'<!--'" }],
  ["style", { ...parts, style: "</style>" }],
])("fails if the %s would end its element: %j", (name, own) => {
  expect(() => pageHtml(hostileMap(""), own)).toThrow(`the page's ${name} ends its own element`);
});
