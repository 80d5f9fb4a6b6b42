/**
 * Rules about imports that no package in use has. `no-import-cycle`: no file imports itself, through however many others,
 * and imports of types count. `proof-layers`: a folder of proof/ imports only folders that stand before it in the list.
 */
const { existsSync, readdirSync, readFileSync } = require("node:fs");
const { dirname, join, relative, sep } = require("node:path");

/** Whatever brings in another file: `import`, `export … from` and `import()`. */
const specifiers = /(?:^(?:import|export)\b[^;"']*?from\s*|^import\s*|\bimport\()["'](\.[^"']*)["']/gm;

/** The file that a relative import names; undefined if it is not TypeScript. */
function fileOf(from, specifier) {
  const path = join(dirname(from), specifier);
  return [`${path}.ts`, path.replace(/\.js$/, ".ts"), join(path, "index.ts")].find(
    (file) => file.endsWith(".ts") && existsSync(file),
  );
}

/** The files that each TypeScript file below a folder imports. */
function importsBelow(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name.endsWith(".ts"),
  );
  return new Map(
    files.map((entry) => {
      const file = join(entry.parentPath ?? entry.path, entry.name);
      const found = [...readFileSync(file, "utf8").matchAll(specifiers)].map(([, specifier]) =>
        fileOf(file, specifier),
      );
      return [file, found.filter((target) => target !== undefined)];
    }),
  );
}

/** The shortest way from one file to another by imports; undefined if there is none. */
function wayBetween(imports, from, to) {
  const before = new Map([[from, undefined]]);
  for (const file of before.keys()) {
    if (file === to) {
      const way = [];
      for (let at = file; at !== undefined; at = before.get(at)) way.unshift(at);
      return way;
    }
    for (const target of imports.get(file) ?? []) if (!before.has(target)) before.set(target, file);
  }
  return undefined;
}

/** Each folder is read once for a run of ESLint. */
const read = new Map();

function importsOf(folder) {
  if (!read.has(folder)) read.set(folder, importsBelow(folder));
  return read.get(folder);
}

/** Calls `check` with each relative import of a file. */
function forImports(check) {
  const visit = (node) => {
    if (node.source && typeof node.source.value === "string" && node.source.value.startsWith(".")) check(node.source);
  };
  return {
    ImportDeclaration: visit,
    ExportNamedDeclaration: visit,
    ExportAllDeclaration: visit,
    ImportExpression: visit,
  };
}

const noImportCycle = {
  meta: { type: "problem", schema: [], messages: { cycle: "import cycle: {{way}}" } },
  create(context) {
    const { filename, cwd } = context;
    const [top] = relative(cwd, filename).split(sep);
    return forImports((source) => {
      const target = fileOf(filename, source.value);
      if (target === undefined || !top) return;
      const way = wayBetween(importsOf(join(cwd, top)), target, filename);
      if (!way) return;
      const names = [filename, ...way].map((file) => relative(cwd, file)).join(" → ");
      context.report({ node: source, messageId: "cycle", data: { way: names } });
    });
  },
};

/** `graph` of `proof/graph/model.ts`, `facts` of `proof/facts.ts`. */
function layerOf(file, root) {
  const parts = relative(root, file).split(sep);
  return parts[0] === ".." ? undefined : parts[0].replace(/\.ts$/, "");
}

const proofLayers = {
  meta: {
    type: "problem",
    schema: [{ type: "array", items: { type: "string" } }],
    messages: {
      back: "proof/{{from}} may not import proof/{{to}}: it stands behind it in the layers of eslint.config.js",
      unlisted: "add proof/{{from}} to the layers of eslint.config.js",
    },
  },
  create(context) {
    const { filename, cwd, options } = context;
    const [layers] = options;
    const root = join(cwd, "proof");
    const from = layerOf(filename, root);
    return forImports((source) => {
      const target = fileOf(filename, source.value);
      const to = target && layerOf(target, root);
      if (to === undefined || to === from) return;
      if (!layers.includes(from)) context.report({ node: source, messageId: "unlisted", data: { from } });
      else if (layers.indexOf(to) < 0 || layers.indexOf(to) > layers.indexOf(from)) {
        context.report({ node: source, messageId: "back", data: { from, to } });
      }
    });
  },
};

module.exports = { rules: { "no-import-cycle": noImportCycle, "proof-layers": proofLayers } };
