import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { type ESLint, Linter } from "eslint";
import { parser } from "typescript-eslint";

const imports = createRequire(__filename)("../../lint/imports.js") as ESLint.Plugin;

let folder: string;
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), "imports-")))));
afterEach(() => rmSync(folder, { recursive: true }));

/** What a rule reports of the first of these files. */
function reported(rule: string, files: Readonly<Record<string, string>>, ...options: unknown[]): string[] {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const [[name, text] = ["", ""]] = Object.entries(files);
  const config: Linter.Config = {
    files: ["**/*.ts"],
    languageOptions: { parser },
    plugins: { imports },
    rules: { [`imports/${rule}`]: ["error", ...options] },
  };
  return new Linter({ cwd: folder }).verify(text, [config], join(folder, name)).map(({ message }) => message);
}

describe("no-import-cycle", () => {
  test("fails if two files import each other", () => {
    const files = { "proof/a.ts": 'import { b } from "./b";', "proof/b.ts": 'import { a } from "./a";' };
    expect(reported("no-import-cycle", files)).toEqual(["import cycle: proof/a.ts → proof/b.ts → proof/a.ts"]);
  });

  test("fails if a type comes back through other files", () => {
    const files = {
      "proof/a.ts": 'import { b } from "./b";',
      "proof/b.ts": 'export * from "./c";',
      "proof/c/index.ts": 'import {\n  type A,\n} from "../a";',
    };
    expect(reported("no-import-cycle", files)).toEqual([
      "import cycle: proof/a.ts → proof/b.ts → proof/c/index.ts → proof/a.ts",
    ]);
  });

  test("passes where files only share a third one", () => {
    const files = {
      "proof/a.ts": 'import { b } from "./b";\nimport { c } from "./c";',
      "proof/b.ts": 'import { c } from "./c";',
      "proof/c.ts": "export const c = 1;",
    };
    expect(reported("no-import-cycle", files)).toEqual([]);
  });
});

describe("proof-layers", () => {
  const layers = ["graph", "facts", "aws"];
  const target = { "proof/aws/vpc.ts": "", "proof/facts.ts": "", "proof/graph/model.ts": "" };

  test("fails if a lower layer imports a higher one", () => {
    const files = { "proof/graph/graph.ts": 'import { type Vpc } from "../aws/vpc";', ...target };
    expect(reported("proof-layers", files, layers)).toEqual([
      "proof/graph may not import proof/aws: it stands behind it in the layers of eslint.config.js",
    ]);
  });

  test("fails if a folder is not in the list", () => {
    const files = { "proof/dns/name.ts": 'import { model } from "../graph/model";', ...target };
    expect(reported("proof-layers", files, layers)).toEqual(["add proof/dns to the layers of eslint.config.js"]);
  });

  test("passes downwards and within a layer", () => {
    const text = 'import { model } from "../graph/model";\nimport { f } from "../facts";\nimport { vpc } from "./vpc";';
    expect(reported("proof-layers", { "proof/aws/subnet.ts": text, ...target }, layers)).toEqual([]);
  });
});
