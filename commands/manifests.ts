/**
 * Writes the Kubernetes manifests of an EKS stack as files, with placeholders for values that only Terraform knows, or
 * with the ids from its outputs. Exit code: 0 written · 2 invalid file, unknown stack, or nothing written
 */
import { join } from "node:path";

import { ConfigError } from "../config/errors";
import { loadOrganization } from "../config/load";
import { orChoose } from "../config/nearest";
import { type EksFargateWorkload, type Organization } from "../config/organization";
import { inRegion, regionOfVpc } from "../config/regions";
import { OutputsError, readManifests, writeManifests } from "../stacks/manifest-files";
import { type Placeholder, placeholderManifests } from "../stacks/manifest-placeholders";
import { configOption, program } from "./support/program";

const call = program("manifests")
  .argument("<stack>", "such as eks-platform")
  .addOption(configOption())
  .option(
    "--outputs <file>",
    "file with the output of terraform output -json of that stack, to fill in ids instead of placeholders",
  )
  .option("--out <folder>", "folder to write to (default: manifests/<stack>)")
  .parse();

const stack = call.processedArgs[0] as string;
const { config, outputs, out } = call.opts<{ config: string; outputs?: string; out?: string }>();
const folder = out ?? join("manifests", stack);
try {
  const organization = loadOrganization(config);
  const workload = workloadOf(organization);
  if (workload === undefined) {
    const stacks = Object.entries(organization.workloads)
      .filter(([, { platform }]) => platform === "eks-fargate")
      .map(([name]) => `eks-${name}`);
    fail(`there is no EKS stack '${stack}' in ${config}${orChoose(stack, stacks)}`);
  } else if (outputs === undefined) {
    const regional = inRegion(organization, regionOfVpc(organization, workload.vpc));
    const { manifests, placeholders } = placeholderManifests(regional, stack.slice(4), workload);
    writeManifests(folder, manifests);
    process.stdout.write(`${written(manifests)}\n\n${render(placeholders)}`);
  } else {
    const manifests = readManifests(outputs);
    writeManifests(folder, manifests);
    process.stdout.write(`${written(manifests)}; apply with: kubectl apply -f ${folder}\n`);
  }
} catch (error) {
  const isWriting = error instanceof Error && "syscall" in error;
  if (!(error instanceof ConfigError || error instanceof OutputsError || isWriting)) throw error;
  fail(isWriting ? `can't write to '${folder}': ${error.message}` : error.message);
}

function workloadOf({ workloads }: Organization): EksFargateWorkload | undefined {
  const workload = stack.startsWith("eks-") ? workloads[stack.slice(4)] : undefined;
  return workload?.platform === "eks-fargate" ? workload : undefined;
}

function written(manifests: Readonly<Record<string, string>>): string {
  const { length } = Object.keys(manifests);
  return `wrote ${length} ${length === 1 ? "manifest" : "manifests"} to ${folder}`;
}

function render(placeholders: readonly Placeholder[]): string {
  const width = Math.max(0, ...placeholders.map(({ placeholder }) => placeholder.length));
  return placeholders.map(({ placeholder, source }) => `${placeholder.padEnd(width)}  ${source}\n`).join("");
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
