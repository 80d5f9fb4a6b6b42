import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ProviderProcess } from "../support/provider-process";
import { TerraformFolder } from "../support/terraform";
import { awsStub } from "./aws-stub";
import { type Configuration } from "./configuration";

/** A resource in a state. */
export interface Deployed {
  readonly type: string;
  readonly name: string;
  readonly schemaVersion: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A module to plan, with its prior state. */
export interface Planning {
  readonly configuration: Configuration;
  readonly deployed: readonly Deployed[];
}

export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly afterUnknown: Readonly<Record<string, unknown>>;
  readonly replacePaths: readonly unknown[];
  readonly schemaVersion: number;
}

/** The plans by module, and Terraform's errors for the modules that it refused. */
export interface Planned {
  readonly changes: ReadonlyMap<string, readonly PlannedChange[]>;
  readonly refused: ReadonlyMap<string, string>;
}

export const requiredProviders = { required_providers: { aws: { source: "hashicorp/aws" } } };

const credentials = {
  AWS_ACCESS_KEY_ID: "fake",
  AWS_SECRET_ACCESS_KEY: "fake",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_MAX_ATTEMPTS: "1",
};

/** Plans with one process of the real provider and one stub of AWS: every plan configures the provider alike. */
export class Planner {
  private constructor(
    private readonly aws: Awaited<ReturnType<typeof awsStub>>,
    readonly provider: ProviderProcess,
  ) {}

  static async start(): Promise<Planner> {
    const aws = await awsStub();
    return new Planner(aws, await ProviderProcess.start({ ...credentials, AWS_ENDPOINT_URL: aws.url }));
  }

  async stop(): Promise<void> {
    await this.provider.stop();
    this.aws.close();
  }

  /** Plans modules in one run; modules that the provider refuses are removed, and the others are planned again. */
  async planned(modules: ReadonlyMap<string, Planning>): Promise<Planned> {
    const refused = new Map<string, string>();
    const folder = new TerraformFolder();
    const { environment } = this.provider;
    try {
      for (const [name, { configuration }] of modules) {
        mkdirSync(join(folder.path, name));
        writeFileSync(join(folder.path, name, "cdk.tf.json"), JSON.stringify(withoutEmpty(configuration)));
      }
      for (;;) {
        const left = [...modules].filter(([name]) => !refused.has(name));
        if (left.length === 0) return { changes: new Map(), refused };
        writeFileSync(join(folder.path, "main.tf.json"), JSON.stringify(rootOf(left.map(([name]) => name))));
        writeFileSync(join(folder.path, "terraform.tfstate"), JSON.stringify(stateOf(left)));
        // Only `terraform init` installs modules.
        await folder.init([]);
        const options = ["-input=false", "-refresh=false", "-lock=false", "-json", "-out=plan", "-parallelism=20"];
        const { exitCode, stdout, stderr } = await folder.run(["plan", ...options], environment);
        if (exitCode === 0) return { changes: changesOf(await shown(folder, environment)), refused };
        const before = refused.size;
        for (const [name, message] of diagnosticsOf(stdout)) refused.set(name, message);
        if (refused.size === before) throw new Error(`terraform plan failed: ${stderr}${stdout}`);
      }
    } finally {
      folder.dispose();
    }
  }
}

/** Terraform refuses empty blocks. */
function withoutEmpty(configuration: Configuration): object {
  return Object.fromEntries(
    Object.entries(configuration).filter(([, blocks]) => Object.keys(blocks as object).length > 0),
  );
}

function rootOf(modules: readonly string[]): object {
  return {
    terraform: requiredProviders,
    provider: {
      aws: {
        region: "us-east-1",
        skip_credentials_validation: true,
        skip_requesting_account_id: true,
        skip_metadata_api_check: true,
        skip_region_validation: true,
      },
    },
    module: Object.fromEntries(modules.map((name) => [name, { source: `./${name}` }])),
  };
}

function stateOf(modules: readonly (readonly [string, Planning])[]): object {
  return {
    version: 4,
    terraform_version: "1.10.0",
    serial: 1,
    lineage: "0",
    outputs: {},
    resources: modules.flatMap(([module, { deployed }]) =>
      deployed.map(({ type, name, schemaVersion, attributes }) => ({
        module: `module.${module}`,
        mode: "managed",
        type,
        name,
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [{ schema_version: schemaVersion, attributes, sensitive_attributes: [] }],
      })),
    ),
  };
}

interface PlanJson {
  readonly planned_values: { readonly root_module: ModuleJson };
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly module_address: string;
    readonly type: string;
    readonly name: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: Record<string, unknown> | null;
      readonly after: Record<string, unknown> | null;
      readonly after_unknown: Record<string, unknown>;
      readonly replace_paths?: readonly unknown[];
    };
  }[];
}

interface ModuleJson {
  readonly child_modules?: readonly ModuleJson[];
  readonly resources?: readonly { readonly address: string; readonly schema_version: number }[];
}

async function shown(folder: TerraformFolder, environment: Readonly<Record<string, string>>): Promise<PlanJson> {
  const file = join(folder.path, "plan.json");
  const { exitCode, stdout, stderr } = await folder.run(["show", "-json", "plan"], environment);
  if (exitCode !== 0) throw new Error(`terraform show failed: ${stderr}`);
  writeFileSync(file, stdout);
  return JSON.parse(readFileSync(file, "utf8")) as PlanJson;
}

function changesOf({ resource_changes: changes = [], planned_values: values }: PlanJson): Map<string, PlannedChange[]> {
  const versions = new Map(
    (values.root_module.child_modules ?? [])
      .flatMap(({ resources = [] }) => resources)
      .map(({ address, schema_version: version }) => [address, version]),
  );
  const byModule = new Map<string, PlannedChange[]>();
  for (const { address, module_address: module, type, name, change } of changes) {
    const key = module.replace(/^module\./, "");
    byModule.set(key, [
      ...(byModule.get(key) ?? []),
      {
        address: address.slice(module.length + 1),
        type,
        name,
        actions: change.actions,
        before: change.before,
        after: change.after,
        afterUnknown: change.after_unknown,
        replacePaths: change.replace_paths ?? [],
        schemaVersion: versions.get(address) ?? 0,
      },
    ]);
  }
  return byModule;
}

interface Line {
  readonly type: string;
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
    readonly address?: string;
    readonly range?: { readonly filename: string };
  };
}

/** The errors, by module. */
function diagnosticsOf(stdout: string): Map<string, string> {
  const messages = new Map<string, string>();
  for (const line of stdout.split("\n").filter((each) => each.startsWith("{"))) {
    const { diagnostic } = JSON.parse(line) as Line;
    if (diagnostic?.severity !== "error") continue;
    const { address = "", range, summary, detail } = diagnostic;
    const module = /^module\.([^.]+)\./.exec(address)?.[1] ?? range?.filename.split("/")[0];
    if (module !== undefined) messages.set(module, `${address}: ${summary}: ${detail}`.trim());
  }
  return messages;
}
