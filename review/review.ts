/** The review of a pull request's plans: the changes, their effect on mount paths, and what needs attention. */
import { outputReads } from "../proof/graph/configuration/output-reads";
import { type StackSource } from "../proof/graph/configuration/stack-source";
import { type JsonObject, property } from "../proof/graph/json/json-syntax";
import { graphOfPlans } from "../proof/graph/read";
import { prove } from "../proof/prove";
import { type Finding, type Report } from "../proof/verdict";
import { expiredImages } from "./dangers/expired-images";
import { planStops } from "./dangers/leaving";
import { lostResources, reasonOf, untaint } from "./dangers/lost";
import { openedResources } from "./dangers/opened";
import { changedOutputs } from "./dangers/outputs";
import { renamedResources } from "./dangers/renamed";
import { withdrawnResources } from "./dangers/withdrawn";
import { type Change, type Plan, planOf } from "./input/plan";
import { type SarifFinding } from "./input/sarif";
import { SourceBlocks } from "./input/source-blocks";
import { isJudgedByPlan, readersOf, type StackInput, type StackReview, stackReviews } from "./input/stacks";
import { unjudgedRemovals } from "./network/unjudged";
import { type PathChange, pathChanges } from "./paths/path-changes";
import { lostMounts, pathStops, withCauses } from "./paths/path-stops";
import { widenedPolicies } from "./policies/policies";
import { type OtherFinding, otherFindings } from "./report/other-tools";
import { type AcknowledgedStop, type Acknowledgements, sorted, type Unused } from "./stops/acknowledged";
import { folded } from "./stops/cascade";
import { withoutSensitive } from "./stops/sensitive";
import { type Stop, stopKinds } from "./stops/stop";

export interface LeftStack {
  readonly name: string;
  /** `still deployed: terraform.vpc-old.tfstate has 12 resources`. */
  readonly deployed: string;
}

export interface Review {
  /** What someone must check before apply, gravest first. */
  readonly stops: readonly Stop[];
  /** The stops that someone has checked. */
  readonly acknowledged: readonly AcknowledgedStop[];
  readonly unusedAcknowledgements: readonly Unused[];
  readonly plans: readonly Plan[];
  readonly paths: readonly PathChange[];
  /** Every stack that was synthesized with those of the plans; empty if they are not known. */
  readonly stacks: readonly StackReview[];
  /** Stacks that left the file at the last synth and are, or may be, still deployed. */
  readonly left: readonly LeftStack[];
  /** Findings of other tools. */
  readonly others: readonly OtherFinding[];
  /** The proof of the planned state. */
  readonly proof: Report;
}

/**
 * @param plans parsed `terraform show -json` of plans, by path or stack; judged together
 * @param sources the configurations that they were made from, by the same path
 * @param inputs every stack that was synthesized with them; those without a plan are judged from their configuration
 * @param acknowledgements stops that someone has decided to pass
 * @param findings findings of other tools
 * @param leftStacks stacks that left the file
 */
export function reviewOf(
  plans: Readonly<Record<string, JsonObject>>,
  sources: Readonly<Record<string, StackSource>> = {},
  inputs: readonly StackInput[] = [],
  acknowledgements: Acknowledgements = { entries: [], today: "" },
  findings: readonly SarifFinding[] = [],
  leftStacks: readonly LeftStack[] = [],
): Review {
  const changes = Object.entries(plans).map(([name, json]) => planOf(name, json));
  const configured = inputs.filter((input) => !isJudgedByPlan(input, changes));
  const left = new Set(configured.flatMap(({ plan }) => plan ?? []));
  const judged = Object.fromEntries(Object.entries(plans).filter(([name]) => !left.has(name)));
  const synthesized = inputs.map(({ source, plan }) => ({ source, ...(plan === undefined ? {} : { planned: plan }) }));
  const graph = graphOfPlans(judged, [], sources, synthesized);
  const proof = prove(graph);
  const unplanned = new Set(configured.map(({ name }) => name));
  const paths = pathChanges(plans, changes, proof, synthesized, unplanned);
  const reads = outputReads(inputs.map(({ source }) => source));
  const stacks = stackReviews(inputs, reads, plans, changes);
  const readers = inputs.length === 0 ? undefined : readersOf(reads);
  const changedBy = new Map([...changes].reverse().flatMap((plan) => plan.changes.map((one) => [one.address, plan])));
  const isJudged = judgedVpcs(paths, changes);
  const stackOf = (address: string) => graph.resource(address)?.document.name;
  const stops = [
    ...proof.findings.flatMap((finding) => [
      ...findingStops(finding, changes, changedBy.get(finding.resource), stackOf),
    ]),
    ...changes.filter(({ name }) => left.has(name)).flatMap((plan) => [...lostFileSystems(plan)]),
    ...changes.flatMap((plan) => [
      ...renamedOrLost(plan),
      ...withdrawnResources(plan),
      ...changedOutputs(plan, readers),
      ...openedResources(plan),
      ...expiredImages(plan),
      ...widenedPolicies(plan, graph),
      ...unjudgedRemovals(plan, isJudged),
      ...planStops(plan),
    ]),
  ];
  const all = withCauses(
    [...pathStops(paths), ...lostMounts(paths, changes)],
    folded(withStacks(stops, stacks, changes), changes),
  );
  const { stops: open, acknowledged, unused } = sorted(byKind(all), acknowledgements);
  const review = {
    ...{ stops: open, acknowledged, unusedAcknowledgements: unused },
    ...{
      plans: changes,
      paths,
      stacks,
      proof,
      left: leftStacks,
      others: otherFindings(findings, changes, new SourceBlocks()),
    },
  };
  return withoutSensitive(review, Object.values(plans));
}

/** A stack that waits for another has an incomplete plan by its nature; any other that has none needs a person. */
function withStacks(stops: readonly Stop[], stacks: readonly StackReview[], changes: readonly Plan[]): readonly Stop[] {
  const unfinished = stacks.filter(({ status }) => status === "waits" || status === "failed");
  const isOfPlan = ({ kind, stack, resource }: Stop) =>
    kind === "plan" && resource === stack && unfinished.some(({ name }) => name === stack);
  return [
    ...stops.filter((stop) => !isOfPlan(stop)),
    ...unfinished.flatMap(({ name, status, why = "" }): Stop[] => {
      if (status === "waits") return [];
      const isPartial = changes.some((plan) => plan.name === name);
      const what = isPartial
        ? `could not be planned: ${why}, so more may change than it shows; its paths are judged from its synthesized JSON`
        : `could not be planned: ${why}; it is judged from its synthesized JSON, which shows no change`;
      return [{ kind: "plan", rule: "TF-08", stack: name, resource: name, what, todo: "plan it, and review it again" }];
    }),
  ];
}

function* findingStops(
  { rule, severity, resource, detail, fix }: Finding,
  plans: readonly Plan[],
  /** The plan that changes the resource. */
  plan: Plan | undefined,
  stackOf: (address: string) => string | undefined,
): Iterable<Stop> {
  // Warnings and unknowns about resources that this plan does not change already existed before.
  if (severity !== "error" && !plan) return;
  const change = plan?.changes.find(({ address, deposed }) => address === resource && deposed === undefined);
  const isLost = rule === "EFS-12" && change !== undefined;
  yield {
    kind: rule === "EFS-12" ? "data-loss" : "outage",
    rule,
    stack: plan?.name ?? stackOf(resource) ?? plans[0]!.name,
    resource,
    what: isLost ? lostFiles(change) : withoutSubject(detail, resource),
    todo: isLost ? keepFiles(change, plan!, fix) : fix,
  };
}

/** The resource is printed before the text. */
function withoutSubject(detail: string, resource: string): string {
  const subject = [`${resource}, `, `${resource} `].find((text) => detail.startsWith(text));
  return subject === undefined ? detail : detail.slice(subject.length);
}

/** File systems that the proof does not report, because it has not read the plan. */
function* lostFileSystems(plan: Plan): Iterable<Stop> {
  for (const change of plan.changes) {
    const { type, action, deposed, address } = change;
    if (type !== "aws_efs_file_system" || deposed !== undefined || (action !== "delete" && action !== "replace"))
      continue;
    yield {
      kind: "data-loss",
      rule: "EFS-12",
      stack: plan.name,
      resource: address,
      what: lostFiles(change),
      todo: keepFiles(change, plan, `revert the change of ${address} that forces replacement, and set prevent_destroy`),
    };
  }
}

function lostFiles(change: Change): string {
  const reason = reasonOf(change);
  const because = reason === undefined ? "" : `, because ${reason}`;
  if (change.action !== "replace") return `is destroyed with all its files${because}`;
  return `is replaced${because}: it is destroyed with all its files, and the new file system is empty`;
}

/** File systems that a plan creates. */
const created = new WeakMap<Plan, readonly Change[]>();

/** Of very many new resources, none is known to be the same as an old one. */
function createdOf(plan: Plan, type: string): readonly Change[] {
  let known = created.get(plan);
  if (!known) created.set(plan, (known = plan.changes.filter((one) => one.type === type && one.action === "create")));
  return known.length > 100 ? [] : known;
}

/** A twin that the same plan creates is most often the same file system under another name. */
function keepFiles(change: Change, plan: Plan, fix: string): string {
  const { address, action, type, before } = change;
  if (action === "replace") return untaint(change) ?? fix;
  const alike = createdOf(plan, type).filter(({ after }) => property(after, "encrypted") === before["encrypted"]);
  const twin =
    alike.length === 1 ? alike[0] : alike.find(({ after }) => after["creation_token"] === before["creation_token"]);
  return twin
    ? `${twin.address} is created alike: if it is the same file system, add moved { from = ${address}, to = ${twin.address} }`
    : `keep ${address} in the configuration, or stop managing it with a removed block (lifecycle { destroy = false })`;
}

/** What AWS refuses to create a second time says more than that the first one is destroyed. */
function renamedOrLost(plan: Plan): readonly Stop[] {
  const renamed = [...renamedResources(plan)];
  const told = new Set(renamed.map(({ resource }) => resource));
  return [
    ...renamed,
    ...[...lostResources(plan)].filter(({ kind, resource }) => kind !== "outage" || !told.has(resource)),
  ];
}

/** Whether the paths of a VPC are judged. A VPC that no plan shows may be theirs. */
function judgedVpcs(paths: readonly PathChange[], plans: readonly Plan[]): (vpc: unknown) => boolean {
  const subnets = new Set(paths.map(({ path }) => path.subnet));
  const of = plans.flatMap(({ resources }) =>
    resources.flatMap(({ type, address, before, after }) =>
      type === "aws_subnet" && subnets.has(address) ? [before["vpc_id"], after["vpc_id"]] : [],
    ),
  );
  const judged = new Set(of.filter((vpc) => typeof vpc === "string"));
  return (vpc) => paths.length > 0 && (typeof vpc !== "string" || judged.size === 0 || judged.has(vpc));
}

function byKind(stops: readonly Stop[]): Stop[] {
  return stopKinds.flatMap((kind) => stops.filter((stop) => stop.kind === kind));
}
