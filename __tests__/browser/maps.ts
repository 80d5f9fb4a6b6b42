/** Maps of synthesized organizations in which one VPC has lost the resolver rule for AWS names. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { runCommand } from "../support/command";

/** @returns the map's file in the folder */
export function mapWithBrokenVpc(folder: string, organization: string, stack: string): string {
  writeFileSync(join(folder, "organization.yaml"), organization);
  const synth = runCommand("synth", ["--no-prove"], folder);
  if (synth.status !== 0) throw new Error(synth.stderr);
  const file = join(folder, "cdktf.out/stacks", stack, "cdk.tf.json");
  const json = JSON.parse(readFileSync(file, "utf8")) as { resource: Record<string, Record<string, unknown>> };
  delete json.resource["aws_route53_resolver_rule_association"]!["amazonaws_com"];
  writeFileSync(file, JSON.stringify(json));
  const { status, stderr } = runCommand("map", [], folder);
  if (status !== 0) throw new Error(stderr);
  return join(folder, "map.html");
}
