import { type RuleId, ruleTitles } from "../rules";
import { printable } from "../text";
import { type HopResult, type PathResult } from "../verdict";
import { type KnownMessage } from "./known-messages";
import { type Matches } from "./match";

/** At most so many explanations of one message, and paths of one explanation. */
const mostExplanations = 3;
const mostPaths = 10;

/**
 * The meaning of a message, as lines.
 *
 * @param paths verdicts of the input, if there is one
 */
export function explain(message: string, { exact, near }: Matches, paths: readonly PathResult[] | undefined): string[] {
  const shown = message.length > 300 ? `…${message.slice(-299)}` : message;
  const known = (exact.length > 0 ? exact : near).slice(0, mostExplanations);
  return [
    printable(shown.trim()),
    ...(exact.length > 0
      ? []
      : [
          near.length > 0 ? "  this message is not known; near ones:" : "  this message is not known, and none is near",
        ]),
    ...known.flatMap((one) => explanation(one, paths)),
  ];
}

function explanation({ text, rules, hop }: KnownMessage, paths: readonly PathResult[] | undefined): string[] {
  const [first = "", ...others] = rules;
  return [
    `  ${text}`,
    `    ${hop ? `hop ${hop}` : "before a task starts"}: ${titled(first)}`,
    `    docs/rules/${first}.md`,
    ...(others.length > 0 ? [`    also: ${others.map(titled).join("; ")}`] : []),
    ...(paths ? verdicts(rules, hop, paths) : []),
  ];
}

function titled(rule: string): string {
  const title = ruleTitles[rule as RuleId] as string | undefined;
  return title === undefined ? rule : `${rule} (${title})`;
}

/** The paths' verdicts: of the hops that the rules are about, or of all that do not pass. */
function verdicts(rules: readonly string[], hop: string | undefined, paths: readonly PathResult[]): string[] {
  const about = (result: HopResult) => result.hop === hop || rules.includes(result.rule);
  const rows = paths.map((path) => {
    const place = `${path.workload} (${path.stack}) ${path.mountPath} in ${path.availabilityZone}`;
    // Of hops with the same verdict, the one that the message is about.
    const own = path.hops
      .filter(about)
      .sort((one, other) => rank(one) - rank(other) || Number(other.hop === hop) - Number(one.hop === hop))[0];
    const worst =
      path.hops.find(({ verdict }) => verdict === "fails") ?? path.hops.find(({ verdict }) => verdict !== "passes");
    const shown = own && own.verdict !== "passes" ? own : (worst ?? own);
    return { place, shown, order: shown ? rank(shown) : 3 };
  });
  return [
    ...rows
      .sort((one, other) => one.order - other.order)
      .slice(0, mostPaths)
      .map(({ place, shown }) => printable(`    ${place}: ${shown ? verdictOf(shown) : "not judged"}`)),
    ...(rows.length > mostPaths ? [`    … and ${rows.length - mostPaths} more paths`] : []),
    ...(rows.length === 0 ? ["    the input has no mount path"] : []),
  ];
}

function rank({ verdict }: HopResult): number {
  return ["fails", "unknown", "passes"].indexOf(verdict);
}

function verdictOf({ hop, verdict, rule, resource, detail, fix, organization }: HopResult): string {
  if (verdict === "passes") return `${hop} passes in this input; the deployed resources may differ from it`;
  const change = organization ?? fix;
  return `${hop} ${verdict === "fails" ? "fails" : "is unknown"} at ${resource} (${rule}): ${detail}${change ? `; fix: ${change}` : ""}`;
}
