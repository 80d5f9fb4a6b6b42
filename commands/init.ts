/**
 * Writes an organization file to start with. Exit code: 0 written · 2 a value is invalid, or a file exists already;
 * nothing was written.
 */
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";

import { Option } from "commander";

import { ConfigError, escapeControls, quote } from "../config/errors";
import { defaultConfig, shellWord } from "../config/file-name";
import { parseOrganizationText } from "../config/load";
import { starterFile, starterIgnore, starterValues } from "../config/starter";
import schema from "../organization.schema.json";
import { devDependencies } from "../package.json";
import { type CommandName } from "./support/catalog";
import { pipelines, type PipelineSystem } from "./support/pipelines";
import { program } from "./support/program";

const call = program("init")
  .option("--config <file>", "the file to write", defaultConfig)
  .option("--name <name>", "the organization's short name; begins names in AWS", "example")
  .option("--region <region>", "the Region of all stacks", "us-east-1")
  .option("--network-account <id>", "the account of the resolver rules", "111111111111")
  .option("--workload-account <id>", "the account of the VPC and the workload", "222222222222")
  .addOption(
    new Option("--platform <platform>", "where the workload runs")
      .choices(["ecs-fargate", "eks-fargate"])
      .default("ecs-fargate"),
  )
  .option("--dns-server <address...>", "DNS servers on-premises that answer names outside AWS", [
    "10.2.0.1",
    "10.2.0.2",
  ])
  .option("--transit-gateway <id>", "the way to the DNS servers", "tgw-0123456789abcdef0")
  .option("--state-bucket <bucket>", "an existing S3 bucket for the states (default: local files)")
  .addOption(
    new Option("--ci <system>", "also write pipelines that review and deploy (docs/ci.md)").choices(
      Object.keys(pipelines),
    ),
  )
  .option("--yes", "do not ask, even on a terminal")
  .parse();

/** The options that are asked for on a terminal. */
const asked = [
  ["name", "name", "Short name of the organization"],
  ["region", "region", "Region"],
  ["network-account", "networkAccount", "Account of the resolver rules"],
  ["workload-account", "workloadAccount", "Account of the workloads"],
  ["platform", "platform", "Platform: ecs-fargate or eks-fargate"],
] as const;

interface Options {
  readonly config: string;
  name: string;
  region: string;
  networkAccount: string;
  workloadAccount: string;
  platform: string;
  readonly dnsServer: readonly string[];
  readonly transitGateway: string;
  readonly stateBucket?: string;
  readonly ci?: PipelineSystem;
  readonly yes?: boolean;
}

/** Invalid options, one line each. */
class InitError extends Error {
  constructor(lines: readonly string[]) {
    super(lines.join("\n"));
  }
}

/** cdktf runs this command to synthesize. */
const cdktfJson = `${JSON.stringify({ language: "typescript", app: "npx mountpath synth", projectId: "mountpath", sendCrashReports: "false" }, null, 2)}\n`;

/** The commands that the documentation and the pipelines start with `npm run`. */
const scripts: readonly CommandName[] = [
  ...(["synth", "prove", "dig", "plan", "map", "why", "review", "deploy"] as const),
  ...(["deploy-plan", "cost", "manifests", "contract", "adopt"] as const),
];

const packageJson = `${JSON.stringify(
  {
    private: true,
    scripts: Object.fromEntries(scripts.map((name) => [name, `mountpath ${name}`])),
    // For `npx cdktf deploy`; `npm run deploy` does without it.
    devDependencies: { "cdktf-cli": devDependencies["cdktf-cli"] },
  },
  null,
  2,
)}\n`;

void main();

async function main(): Promise<void> {
  const options = call.opts<Options>();
  try {
    if (existsSync(options.config)) {
      throw new InitError([
        `${escapeControls(options.config)} exists already and was not changed: check it with mountpath synth, or write another file with --config FILE`,
      ]);
    }
    if (process.stdin.isTTY && process.stdout.isTTY && !options.yes) await ask(options);
    write(options);
  } catch (error) {
    const isWriting = error instanceof Error && "syscall" in error;
    if (!(error instanceof InitError || error instanceof ConfigError || isWriting)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

/** Asks for the options that the command line doesn't have. */
async function ask(options: Options): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Lines that were pasted before their question was printed are answers too.
  const lines = terminal[Symbol.asyncIterator]();
  try {
    for (const [, key, question] of asked) {
      if (call.getOptionValueSource(key) !== "default") continue;
      process.stdout.write(`${question} [${options[key]}]: `);
      const { value, done } = await lines.next();
      if (done) throw new InitError(["stopped before the last answer; nothing was written"]);
      const answer = value.trim();
      if (answer !== "") options[key] = answer;
    }
  } finally {
    terminal.close();
  }
}

function write(options: Options): void {
  const { config, networkAccount, workloadAccount, platform, dnsServer, transitGateway, stateBucket } = options;
  const values: [keyof typeof starterValues, string | undefined][] = [
    ["name", options.name],
    ["region", options.region],
    ["network-account", networkAccount],
    ["workload-account", workloadAccount],
    ...dnsServer.map((address): [keyof typeof starterValues, string] => ["dns-server", address]),
    ["transit-gateway", transitGateway],
    ["state-bucket", stateBucket],
  ];
  const wrong = values.flatMap(([option, value]) => {
    if (value === undefined) return [];
    const { error } = starterValues[option].safeParse(value);
    return error ? [`--${option}: ${error.issues[0]?.message ?? "invalid"}, got ${quote(value)}`] : [];
  });
  if (platform !== "ecs-fargate" && platform !== "eks-fargate") {
    throw new InitError([...wrong, `--platform: should be ecs-fargate or eks-fargate, got ${quote(platform)}`]);
  }
  if (wrong.length > 0) throw new InitError(wrong);
  const { name, region } = options;
  const text = starterFile({
    ...{ name, region, networkAccount, workloadAccount, platform },
    ...{ dnsServers: dnsServer, transitGateway, stateBucket },
  });
  // The file's own checks run before anything is written: they reject a public CIDR of a DNS server, for example.
  parseOrganizationText(config, text);
  writeFileSync(config, text, { flag: "wx" });
  const folder = dirname(config);
  const beside = [
    writeBeside(join(folder, ".gitignore"), starterIgnore),
    writeBeside(join(folder, "cdktf.json"), cdktfJson),
    writeBeside(join(folder, "package.json"), packageJson),
    writeBeside(join(folder, "organization.schema.json"), `${JSON.stringify(schema, undefined, 2)}\n`),
    ...Object.entries(options.ci === undefined ? {} : pipelines[options.ci]).map(([file, text]) =>
      writeBeside(join(folder, file), text),
    ),
  ];
  const written = [config, ...beside.flatMap(({ file, isNew }) => (isNew ? [file] : []))];
  const kept = beside.flatMap(({ file, isNew }) => (isNew ? [] : [file]));
  process.stdout.write(
    [
      `wrote ${written.map(escapeControls).join(", ")}${kept.length > 0 ? `; kept ${kept.join(", ")}` : ""}`,
      ...missingScripts(join(folder, "package.json")),
      ...missingPackage(folder),
      `next: replace what is not yours, then check it with: npx mountpath synth${config === defaultConfig ? "" : ` --config ${escapeControls(config)}`}`,
      "",
    ].join("\n"),
  );
}

/** The line that adds the scripts which a package.json of the user's own lacks. */
function missingScripts(file: string): string[] {
  let present: Readonly<Record<string, unknown>>;
  try {
    present = (JSON.parse(readFileSync(file, "utf8")) as { scripts?: Record<string, unknown> }).scripts ?? {};
  } catch {
    return [`to start commands with npm run, correct ${escapeControls(file)}, which is not JSON`];
  }
  const missing = scripts.filter((name) => !Object.hasOwn(present, name));
  if (missing.length === 0) return [];
  const values = missing.map((name) => `scripts.${name}="mountpath ${name}"`);
  return [`to start commands with npm run, as the documentation does: npm pkg set ${values.join(" ")}`];
}

/** The line that installs mountpath in a folder where npx would look for it in the registry. */
function missingPackage(folder: string): string[] {
  const root = dirname(dirname(realpathSync(process.argv[1]!)));
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (at === root || existsSync(join(at, "node_modules/.bin/mountpath"))) return [];
    if (dirname(at) === at) break;
  }
  return [`to install mountpath in this folder: npm install --save-dev ${shellWord(root)}`];
}

function writeBeside(file: string, text: string): { file: string; isNew: boolean } {
  const isNew = !existsSync(file);
  if (isNew) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return { file, isNew };
}
