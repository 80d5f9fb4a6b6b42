/** The script and the style of the page, from `map/page/`. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { buildSync } from "esbuild";

import { type PageParts } from "./page-html";

/** Bundles the page's script: only a map needs it, so it is not part of every start of a command. */
export function pageParts(): PageParts {
  const folder = pageFolder();
  const { outputFiles } = buildSync({
    entryPoints: [join(folder, "main.ts")],
    bundle: true,
    write: false,
    minify: true,
    platform: "browser",
    target: "es2022",
    format: "iife",
    charset: "ascii",
    logLevel: "error",
  });
  return { script: outputFiles[0]!.text, style: styleOf(join(folder, "style")) };
}

/** Later files override earlier ones. */
function styleOf(folder: string): string {
  const files = readdirSync(folder).filter((file) => file.endsWith(".css"));
  return files
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("");
}

/** The bundle of the command is in another folder than this file. */
function pageFolder(): string {
  for (let at = __dirname; at !== dirname(at); at = dirname(at)) {
    const folder = join(at, "map", "page");
    if (existsSync(join(folder, "main.ts"))) return folder;
  }
  throw new Error("the folder map/page is missing");
}
