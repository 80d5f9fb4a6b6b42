/**
 * A principal that can access no object of a bucket because of several Deny statements (TF-13): each one with
 * NotResource denies everything except its own list, so only objects on all lists are left. In a bucket of Terraform
 * states, no state can then be locked or written. Only completely known statements without conditions are checked. IAM
 * user guide, reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay: an explicit deny overrides every
 * allow.
 */
import { notDeleted } from "../../aws/attributes/block";
import { type Patterns, policyDocument, type Statement } from "../../aws/iam/policy-document";
import { anyCharacter, anyText, type PolicyText, policyText } from "../../aws/iam/policy-text";
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { type Resource } from "../../graph/model";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const contradictingDenies: FindingCheck = {
  name: "contradicting-denies",
  rules: ["TF-13"],
  *find({ graph }: Facts): Iterable<Finding> {
    for (const policy of notDeleted(graph.all("aws_s3_bucket_policy"))) yield* contradictions(graph, policy);
  },
};

/** A Deny statement that exempts some objects. */
interface Exception {
  readonly sid: string;
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly left: readonly PolicyText[];
}

function* contradictions(graph: Graph, policy: Resource): Iterable<Finding> {
  const exceptions = policyDocument(graph, policy.get("policy")).statements.flatMap((one) => exceptionOf(graph, one));
  for (const principal of new Set(exceptions.flatMap(({ principals }) => principals))) {
    const binding = exceptions.filter(({ principals }) => principals.includes(principal));
    const action = [...new Set(binding.flatMap(({ actions }) => actions))].find(
      (each) => !isLeft(binding.filter(({ actions }) => actions.includes(each))),
    );
    if (action === undefined) continue;
    const sids = binding.filter(({ actions }) => actions.includes(action)).map(({ sid }) => sid);
    yield {
      rule: "TF-13",
      severity: "warning",
      resource: policy.address,
      detail: `denies ${action} on every object to ${principal}: the NotResource lists of ${sids.join(" and ")} have no object in common, and a Terraform state in this bucket cannot be used with that role`,
      fix: `write one Deny statement for ${principal} whose NotResource lists all objects that it uses`,
    };
  }
}

function exceptionOf(graph: Graph, statement: Statement): Exception[] {
  const { effect, actions, resources, principals, conditions, unknownRest, sid } = statement;
  if (effect !== "Deny" || unknownRest || conditions.length > 0 || !resources?.negated) return [];
  if (!isKnown(resources) || !isKnown(actions) || actions.negated || !principals || principals.negated) return [];
  const texts = (values: Patterns) => values.items.flatMap((value) => graph.text(value) ?? []);
  return [
    {
      sid: sid ?? "a statement without Sid",
      principals: principals.items.flatMap(({ type, value }) => (type === "AWS" ? (graph.text(value) ?? []) : [])),
      actions: texts(actions),
      left: resources.items.map((value) => policyText(graph, value, true)),
    },
  ];
}

function isKnown(patterns: Patterns | undefined): patterns is Patterns {
  return patterns !== undefined && patterns.unknownRest === undefined;
}

/** Whether an object may be on all lists. */
function isLeft([first, ...others]: readonly Exception[]): boolean {
  return (first?.left ?? []).some((one) => others.every(({ left }) => left.some((other) => mayMeet(one, other))));
}

/** Whether a text may match both patterns: not if they differ before the first wildcard or unknown part. */
function mayMeet(one: PolicyText, other: PolicyText): boolean {
  const [mine, theirs] = [plainStart(one), plainStart(other)];
  const length = Math.min(mine.text.length, theirs.text.length);
  if (mine.text.slice(0, length) !== theirs.text.slice(0, length)) return false;
  const [shorter, longer] = mine.text.length <= theirs.text.length ? [mine, theirs] : [theirs, mine];
  return !shorter.isWhole || shorter.text.length === longer.text.length;
}

/** The text before the first wildcard; an unknown part, such as the ARN of a bucket, equals itself. */
function plainStart(text: PolicyText): { readonly text: string; readonly isWhole: boolean } {
  let start = "";
  for (const piece of text) {
    if (piece === anyText || piece === anyCharacter) return { text: start, isWhole: false };
    if (typeof piece === "string") start += piece;
    else if (typeof piece === "object") start += `\0${String(piece.name)}\0`;
  }
  return { text: start, isWhole: true };
}
