/** Findings of other tools under the resources of the plans. */
import { markdownCode, markdownText } from "../../proof/text";
import { type Plan } from "../input/plan";
import { type SarifFinding } from "../input/sarif";
import { type SourceBlocks } from "../input/source-blocks";

export interface OtherFinding extends Omit<SarifFinding, "names"> {
  /** The address; undefined if the finding is about no resource of the plans. */
  readonly resource?: string;
  readonly stack?: string;
  /** How often the tools report it for this resource, or this line. */
  readonly count: number;
}

/** Each rule once for a resource, with the number of its findings. The gravest come first. */
export function otherFindings(
  findings: readonly SarifFinding[],
  plans: readonly Plan[],
  blocks: SourceBlocks,
): readonly OtherFinding[] {
  const resources = plans.flatMap((plan) => plan.resources.map(({ address }) => ({ address, stack: plan.name })));
  const byName = new Map<string, typeof resources>();
  for (const resource of findings.length === 0 ? [] : resources)
    for (const name of new Set([resource.address, blockOf(resource.address)])) {
      const known = byName.get(name);
      if (known) known.push(resource);
      else byName.set(name, [resource]);
    }
  const found = new Map<string, OtherFinding>();
  for (const { names, ...finding } of findings) {
    const block = blocks.at(finding.file, finding.line);
    const candidates = [...names, ...(block === undefined ? [] : [block])].map((name) => byName.get(name) ?? []);
    const matching = candidates.find((some) => some.length > 0) ?? [];
    const owners = onePerStack(inStack(matching, finding.file));
    for (const owner of owners.length > 0 ? owners : [undefined]) {
      const at = owner ? `${owner.stack}\0${owner.address}` : `${finding.file}\0${finding.line}`;
      const key = `${finding.tool}\0${ruleOf(finding)}\0${at}`;
      const known = found.get(key);
      const of = owner ? { resource: owner.address, stack: owner.stack } : {};
      found.set(key, known ? { ...known, count: known.count + 1 } : { ...finding, ...of, count: 1 });
    }
  }
  const order = { error: 0, warning: 1, note: 2 };
  return [...found.values()].sort((a, b) => order[a.level] - order[b.level]);
}

/** Trivy has renamed its rules: AVD-AWS-0124 is AWS-0124 now. */
function ruleOf({ rule }: Pick<SarifFinding, "rule">): string {
  return rule.replace(/^AVD-/, "");
}

/** `module.a["x"].aws_vpc.main[0]` is declared by the block `aws_vpc.main`. */
function blockOf(address: string): string {
  const bare = address.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, "");
  return bare.replace(/^(?:module\.[^.]+\.)+/, "");
}

/** `cdktf.out/stacks/vpc-apps/cdk.tf.json` belongs to vpc-apps. */
function inStack<T extends { readonly stack: string; readonly address: string }>(
  matching: readonly T[],
  file: string,
): readonly T[] {
  const steps = file.split(/[\\/]/);
  const own = matching.filter(({ stack }) => steps.includes(stack));
  return own.length > 0 ? own : matching;
}

/** Instances of one block share its findings; another stack that calls the same module has them, too. */
function onePerStack<T extends { readonly stack: string }>(resources: readonly T[]): readonly T[] {
  return [...new Map([...resources].reverse().map((one) => [one.stack, one])).values()].reverse();
}

/** Of one resource, for its line in the comment. */
export function findingText({ tool, rule, level, message, count }: OtherFinding): string {
  const times = count > 1 ? ` (${count} times)` : "";
  return `${markdownText(`${tool} ${rule}`)} (${level}): ${markdownText(shorten(message))}${times}`;
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

const most = 20;

/** Findings about resources that change, one by one, and the number of all others. */
export function otherSections(
  findings: readonly OtherFinding[],
  plans: readonly Plan[],
  isShown: (finding: OtherFinding) => boolean,
): string[] {
  const changed = new Set(plans.flatMap(({ name, changes }) => changes.map(({ address }) => `${name}\0${address}`)));
  const left = findings.filter((finding) => !isShown(finding));
  const own = left.filter(({ stack, resource }) => changed.has(`${stack}\0${resource}`));
  const others = left.filter((finding) => !own.includes(finding));
  if (left.length === 0) return [];
  const items = [...new Set(own.map(({ stack, resource }) => `${stack}\0${resource}`))].map((key) => {
    const of = own.filter(({ stack, resource }) => `${stack}\0${resource}` === key);
    const place = plans.length > 1 ? ` of ${markdownCode(of[0]!.stack!)}` : "";
    return `- ${markdownCode(of[0]!.resource!)}${place}: ${of.map(findingText).join("; ")}`;
  });
  const more = items.length > most ? [`- and ${items.length - most} more resources`] : [];
  const rest = others.length === 0 ? [] : [othersText(others, own.length > 0)];
  const lines = [...items.slice(0, most), ...more, ...(items.length > 0 && rest.length > 0 ? [""] : []), ...rest];
  return [["### Other tools\n", ...lines, ""].join("\n")];
}

function othersText(findings: readonly OtherFinding[], besides: boolean): string {
  const tools = new Map<string, number>();
  for (const { tool, count } of findings) tools.set(tool, (tools.get(tool) ?? 0) + count);
  const told = [...tools].map(([tool, number]) => `${number} by ${markdownText(tool)}`).join(", ");
  return `${besides ? "Other findings" : "Findings"} about what these plans do not change: ${told}`;
}
