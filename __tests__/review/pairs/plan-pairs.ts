/** Plans the pairs with the real Terraform and provider over a recorded state. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

import { property } from "../../../proof/graph/json/json-syntax";
import { awsStub } from "../../changes/aws-stub";
import { Emulator } from "../../e2e/emulator/emulator";
import { TerraformFolder } from "../../support/terraform";
import { basesOf } from "./index";
import { type BaseName, type Edit, type StateEdit } from "./pair";
import { type Json, recorded } from "./recorded";

const credentials = { AWS_ACCESS_KEY_ID: "fake", AWS_SECRET_ACCESS_KEY: "fake", AWS_EC2_METADATA_DISABLED: "true" };

export function textOf(base: BaseName): string {
  return basesOf[base].map((file) => readFileSync(join(__dirname, "base", file), "utf8")).join("");
}

function stateFile(base: BaseName): string {
  return join(recorded, `${base}.tfstate.gz`);
}

/** The state of the deployed configuration; without a recorded one, it is deployed to an emulator of AWS. */
export async function deployedState(base: BaseName): Promise<string> {
  if (existsSync(stateFile(base))) return gunzipSync(readFileSync(stateFile(base))).toString();
  const emulator = await Emulator.start();
  const folder = new TerraformFolder();
  try {
    write(folder, textOf(base));
    await folder.init([]);
    const applied = await folder.run(["apply", "-input=false", "-auto-approve"], emulator.environment);
    if (applied.exitCode !== 0) throw new Error(`terraform apply failed: ${applied.stderr}`);
    const state = asInAws(readFileSync(join(folder.path, "terraform.tfstate"), "utf8"));
    mkdirSync(recorded, { recursive: true });
    writeFileSync(stateFile(base), gzipSync(state, { level: 9 }));
    return state;
  } finally {
    emulator.stop();
    folder.dispose();
  }
}

/** Attributes that AWS returns, and the emulator does not. */
function asInAws(state: string): string {
  const json = JSON.parse(state) as State;
  const attributesOf = (address: string) =>
    json.resources.find(({ type, name }) => `${type}.${name}` === address)?.instances[0]?.["attributes"] as
      Record<string, unknown> | undefined;
  const [route, zone] = ["aws_ec2_transit_gateway_route.on_premises", "aws_route53_zone.private"].map(attributesOf);
  if (route)
    Object.assign(route, {
      blackhole: false,
      transit_gateway_attachment_id: attributesOf("aws_ec2_transit_gateway_vpc_attachment.apps")?.["id"],
    });
  if (zone) zone["vpc"] = [{ vpc_id: attributesOf("aws_vpc.apps")?.["id"], vpc_region: "us-east-1" }];
  return JSON.stringify(json);
}

function write(folder: TerraformFolder, hcl: string): void {
  writeFileSync(join(folder.path, "provider.tf"), readFileSync(join(__dirname, "base/provider.tf")));
  writeFileSync(join(folder.path, "main.tf"), hcl);
}

/** An edit with the name of its plan. */
export type Named = readonly [name: string, edit: Edit];

/** Modules are planned together in one run, which takes a fraction of the time; the names of outputs have both names. */
const separator = "--";

/** Plans edits of a deployed configuration, each alone as it seems: with its own resources, outputs and checks. */
export async function plansOf(base: BaseName, edits: readonly Named[]): Promise<ReadonlyMap<string, Json>> {
  const state = await deployedState(base);
  const alone = edits.filter(([, { args = [] }]) => args.length > 0);
  const together = edits.filter((named) => !alone.includes(named));
  const plans = new Map<string, Json>();
  const aws = await awsStub();
  const environment = { ...credentials, AWS_ENDPOINT_URL: aws.url };
  const folder = new TerraformFolder();
  try {
    writeFileSync(join(folder.path, "provider.tf"), readFileSync(join(__dirname, "base/provider.tf")));
    const deployed = JSON.parse(state) as State;
    const outputs = new Map(together.map(([name, edit]) => [name, writeModule(folder, name, textOf(base), edit)]));
    writeFileSync(join(folder.path, "main.tf.json"), JSON.stringify(rootOf(outputs)));
    writeFileSync(join(folder.path, "terraform.tfstate"), JSON.stringify(stateOf(deployed, together)));
    await folder.init([]);
    const whole = await planned(folder, [], environment);
    for (const [name] of together) plans.set(name, ofModule(whole, name));
    rmSync(join(folder.path, "main.tf.json"));
    for (const [name, { hcl = (text: string) => text, args = [], state: edited = [] }] of alone) {
      writeFileSync(join(folder.path, "main.tf"), hcl(textOf(base)));
      writeFileSync(join(folder.path, "terraform.tfstate"), JSON.stringify(withEdits(deployed, edited)));
      plans.set(name, await planned(folder, args, environment));
    }
    return plans;
  } finally {
    aws.close();
    folder.dispose();
  }
}

/** @returns the names of its outputs */
function writeModule(folder: TerraformFolder, name: string, base: string, { hcl }: Edit): readonly string[] {
  const text = hcl ? hcl(base) : base;
  mkdirSync(join(folder.path, name));
  writeFileSync(join(folder.path, name, "main.tf"), text);
  return [...text.matchAll(/^output "([^"]+)"/gm)].map(([, output]) => output!);
}

function rootOf(modules: ReadonlyMap<string, readonly string[]>): object {
  const outputs = [...modules].flatMap(([module, names]) =>
    names.map((name) => [`${module}${separator}${name}`, { value: `\${module.${module}.${name}}` }] as const),
  );
  return {
    module: Object.fromEntries([...modules.keys()].map((name) => [name, { source: `./${name}` }])),
    output: Object.fromEntries(outputs),
  };
}

interface State {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly Record<string, unknown>[];
  }[];
}

function stateOf(deployed: State, edits: readonly Named[]): State {
  const entries = edits.flatMap(([module]) =>
    Object.entries(deployed.outputs).map(([name, value]) => [`${module}${separator}${name}`, value] as const),
  );
  return {
    ...deployed,
    outputs: Object.fromEntries(entries),
    resources: edits.flatMap(([module, { state = [] }]) =>
      withEdits(deployed, state).resources.map((one) => ({
        module: `module.${module}`,
        ...one,
        instances: one.instances.map(({ dependencies, ...rest }) => ({
          ...rest,
          ...(Array.isArray(dependencies) ? { dependencies: dependencies.map((of) => `module.${module}.${of}`) } : {}),
        })),
      })),
    ),
  };
}

function withEdits(state: State, edits: readonly StateEdit[]): State {
  const resources = state.resources.map((one) => {
    const own = edits.filter(({ address }) => address === `${one.type}.${one.name}`);
    const instances = own.reduce<readonly Record<string, unknown>[]>(
      (now, { form }) =>
        form === "tainted"
          ? now.map((instance) => ({ ...instance, status: "tainted" }))
          : [...now, { ...now[0], deposed: "0a1b2c3d" }],
      one.instances,
    );
    return { ...one, instances };
  });
  return { ...state, resources };
}

async function planned(
  folder: TerraformFolder,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Json> {
  const options = ["-input=false", "-refresh=false", "-lock=false", "-out=plan", "-parallelism=20"];
  const { exitCode, stderr } = await folder.run(["plan", ...options, ...args], environment);
  if (exitCode !== 0) throw new Error(`terraform plan failed: ${stderr}`);
  const shown = await folder.run(["show", "-json", "plan"], environment);
  const plan = JSON.parse(shown.stdout) as Record<string, unknown>;
  delete plan["timestamp"];
  return plan;
}

/** The part of a plan that is about one module, as if its configuration were the root module. */
function ofModule(plan: Json, module: string): Json {
  const within = (list: unknown, key: string) =>
    ((list ?? []) as readonly Json[]).filter((one) => String(one[key]).startsWith(`module.${module}.`));
  const own = (outputs: unknown) =>
    Object.fromEntries(
      Object.entries((outputs ?? {}) as Json).flatMap(([name, value]) => {
        const [of, output] = name.split(separator);
        return of === module ? [[output, value]] : [];
      }),
    );
  const values = (state: unknown) => {
    const root = property(state, "root_module");
    const children = (property(root, "child_modules") ?? []) as readonly Json[];
    const child = children.find(({ address }) => address === `module.${module}`);
    return { outputs: own(property(state, "outputs")), root_module: { resources: child?.["resources"] ?? [] } };
  };
  const { configuration, prior_state: prior, planned_values: after, checks, ...rest } = plan;
  const calls = property(property(configuration, "root_module"), "module_calls");
  const part = {
    ...rest,
    planned_values: values(after),
    prior_state: { ...(prior as object), values: values(property(prior, "values")) },
    resource_changes: within(plan["resource_changes"], "address"),
    output_changes: own(plan["output_changes"]),
    relevant_attributes: within(plan["relevant_attributes"], "resource"),
    checks: ((checks ?? []) as readonly Json[]).filter(
      ({ address }) => property(address, "module") === `module.${module}`,
    ),
    configuration: {
      ...(configuration as object),
      root_module: property(property(calls, module), "module"),
    },
  };
  return JSON.parse(JSON.stringify(part).replaceAll(`module.${module}.`, "")) as Json;
}
