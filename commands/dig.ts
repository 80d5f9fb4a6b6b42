import colors from "picocolors";

import { findVpc, VpcNotFound, whereIs } from "../proof/aws/dns/find-vpc";
import { answerIn } from "../proof/aws/dns/resolvers";
import { missingMountTarget } from "../proof/aws/efs/missing-mount-target";
import { nameProblem } from "../proof/dns/name";
import { renderAnswer, type Style } from "../proof/dns/render";
import { Facts } from "../proof/facts";
import { InputError } from "../proof/graph/input-error";
import { readInputs } from "../proof/graph/read";
import { maskOfGraph } from "../proof/report/sensitive";
import { printable } from "../proof/text";
import { program } from "./support/program";

class UsageError extends Error {}

const call = program("dig")
  .argument("<name>", "the name to resolve")
  .argument("[paths...]", "cdktf.out folders, or plans from terraform show -json, read together", ["cdktf.out"])
  .requiredOption("--vpc <vpc>", "address, name, id or stack of the VPC to resolve in: aws_vpc.apps, apps, vpc-apps")
  .parse();

const [name, paths] = call.processedArgs as [string, string[]];
const { vpc: wanted } = call.opts<{ vpc: string }>();
const exitCodes = { yes: 0, no: 1, unknown: 3 } as const;

void main();

async function main(): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof InputError || error instanceof VpcNotFound || error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message.split("\n").map(printable).join("\n")}\n`);
    process.exitCode = 2;
  }
}

async function ask(): Promise<void> {
  const problem = nameProblem(name);
  if (problem !== undefined) throw new UsageError(problem);
  const facts = new Facts(await readInputs(paths, { options: [], environment: process.env }));
  const mask = maskOfGraph(facts.graph) ?? ((text: string) => text);
  const vpc = findVpc(facts, wanted);
  const answer = answerIn(facts, vpc, name);
  process.stdout.write(mask(renderAnswer(answer, vpc, whereIs(vpc), terminalStyle())));
  const missing = missingMountTarget(facts, vpc, answer);
  if (missing !== undefined) process.stdout.write(`  note: ${printable(mask(missing))}\n`);
  process.exitCode = exitCodes[answer.verdict];
}

function terminalStyle(): Style | undefined {
  if (!process.stdout.isTTY || !colors.isColorSupported) return undefined;
  return { bold: colors.bold, dim: colors.dim, good: colors.green, bad: colors.red, open: colors.yellow };
}
