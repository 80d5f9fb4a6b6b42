const js = require("@eslint/js");
const prettier = require("eslint-config-prettier");
const importSort = require("eslint-plugin-simple-import-sort");
const tseslint = require("typescript-eslint");

const imports = require("./lint/imports");

/** Imports go in one direction: the folders that each part may not import. */
const layers = {
  terraform: ["config", "modules", "stacks", "proof", "review", "map", "adopt", "commands"],
  config: ["stacks", "modules", "proof", "review", "map", "adopt", "commands"],
  modules: ["config", "stacks", "proof", "review", "map", "adopt", "commands"],
  stacks: ["proof", "review", "map", "adopt", "commands"],
  proof: ["config", "stacks", "modules", "review", "map", "adopt", "commands"],
  review: ["map", "adopt", "commands"],
  map: ["stacks", "modules", "review", "adopt", "commands"],
  adopt: ["stacks", "modules", "review", "map", "commands"],
};

/** The folders and files of proof/: each imports only those before it, types included. */
const proofLayers = [
  ...["text", "partitions", "rules", "verdict", "resource-types", "graph", "facts", "assumptions"],
  ...["dns", "user-data", "aws", "kubernetes", "hop-answer", "workloads"],
  ...["hcl", "fixes", "service-access", "task-start", "hops", "findings", "fix-trial", "prove", "report", "why"],
];

const providerBarrel = {
  name: "@cdktf/provider-aws",
  message: "import @cdktf/provider-aws/lib/<resource>: the barrel takes seconds to load",
};

module.exports = tseslint.config(
  { ignores: ["node_modules", ".build", "cdktf.out", "**/fixtures/**"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-restricted-imports": ["error", { paths: [providerBarrel] }],
    },
  },
  ...Object.entries(layers).map(([folder, banned]) => ({
    files: [`${folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: [providerBarrel],
          patterns: banned.map((name) => ({
            regex: `^(\\.\\./)+${name}(/|$)`,
            message: `${folder} must not import ${name}: data flows in one direction`,
          })),
        },
      ],
    },
  })),
  { plugins: { imports } },
  {
    files: ["{adopt,commands,config,map,modules,proof,review,stacks}/**/*.ts"],
    rules: { "imports/no-import-cycle": "error" },
  },
  { files: ["proof/**/*.ts"], rules: { "imports/proof-layers": ["error", proofLayers] } },
  {
    files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
    languageOptions: {
      globals: {
        module: "writable",
        require: "readonly",
        process: "readonly",
        console: "readonly",
        __dirname: "readonly",
        URL: "readonly",
      },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    plugins: { "simple-import-sort": importSort },
    rules: {
      "no-duplicate-imports": "error",
      "simple-import-sort/imports": "error",
      "simple-import-sort/exports": "error",
    },
  },
  prettier,
);
