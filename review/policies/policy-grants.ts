/** Policies as single grants, so that two documents are compared by what they mean, not by how they are written. */
import { policyDocument, type Statement } from "../../proof/aws/iam/policy-document";
import { matches } from "../../proof/aws/iam/policy-match";
import { policyText } from "../../proof/aws/iam/policy-text";
import { type Graph } from "../../proof/graph/graph";
import { literal, type Value } from "../../proof/graph/model";

/** One principal, one action, one resource, and the conditions on all of them. */
export interface Grant {
  readonly effect: "Allow" | "Deny";
  /** `AWS:*`, `Service:ecs-tasks.amazonaws.com`; undefined in an identity policy. */
  readonly principal?: string;
  readonly action: string;
  readonly resource: string;
  readonly conditions: ReadonlyMap<string, GrantCondition>;
  /** Whether the principal, action or resource is all but the listed ones (`NotAction`). */
  readonly negated: boolean;
}

export interface GrantCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Stands for a value that is known only after apply. */
const unknownText = "(known after apply)";

/** Far more than a real policy has. */
const mostGrants = 4000;

/** The grants of a policy's text; undefined if it is unknown, no policy, or too large to compare. */
export function grantsOf(graph: Graph, text: unknown): readonly Grant[] | undefined {
  if (text === undefined || text === null || text === "") return [];
  if (typeof text !== "string") return undefined;
  const { statements, unknownRest } = policyDocument(graph, literal(text));
  if (unknownRest) return undefined;
  const found: Grant[] = [];
  for (const statement of statements) {
    const grants = ofStatement(graph, statement);
    if (!grants || found.length + grants.length > mostGrants) return undefined;
    found.push(...grants);
  }
  return found;
}

/** The grants that a policy surely has, where parts of it are known only after apply. */
export function knownGrants(
  graph: Graph,
  value: Value,
): { readonly grants: readonly Grant[]; readonly isWhole: boolean } {
  const { statements, unknownRest } = policyDocument(graph, value);
  const read = statements.map((statement) => (isOpen(statement) ? undefined : ofStatement(graph, statement)));
  const isWhole = !unknownRest && read.every((grants) => grants !== undefined);
  return { grants: read.flatMap((grants) => grants ?? []).slice(0, mostGrants), isWhole };
}

/** Whether the principals, actions or conditions are not all known. */
function isOpen({ unknownRest, principals, actions, conditions }: Statement): boolean {
  const open = [principals, actions, ...conditions].some((part) => part?.unknownRest !== undefined);
  return unknownRest !== undefined || open;
}

function ofStatement(graph: Graph, statement: Statement): readonly Grant[] | undefined {
  const { effect, principals, actions, resources, conditions } = statement;
  if (effect !== "Allow" && effect !== "Deny") return undefined;
  const textOf = (value: Value) => graph.text(value) ?? unknownText;
  const listed = (negated: boolean, all: readonly string[]) =>
    negated ? [`all but ${[...all].sort().join(", ")}`] : all;
  const who = principals
    ? listed(
        principals.negated,
        principals.items.map(({ type, value }) => principalText(type, textOf(value))),
      )
    : [undefined];
  const what = actions ? listed(actions.negated, actions.items.map(textOf)) : [];
  const unknownRest = resources?.unknownRest ? [unknownText] : [];
  const where = resources ? listed(resources.negated, [...resources.items.map(textOf), ...unknownRest]) : ["*"];
  if (who.length * what.length * where.length > mostGrants) return undefined;
  const on = new Map(
    conditions.map(({ operator, key, values }) => {
      const of = {
        operator: textOf(operator).toLowerCase(),
        key: textOf(key).toLowerCase(),
        values: values.map(textOf),
      };
      return [`${of.operator} ${of.key}`, of] as const;
    }),
  );
  const negated = [principals, actions, resources].some((list) => list?.negated === true);
  return who.flatMap((principal) =>
    what.flatMap((action) =>
      where.map((resource) => ({
        effect,
        ...(principal === undefined ? {} : { principal }),
        action,
        resource,
        conditions: on,
        negated,
      })),
    ),
  );
}

/** An account id means the same as the ARN of its root. */
function principalText(type: string, value: string): string {
  if (value === "*") return "AWS:*";
  return `${type}:${/^\d{12}$/.test(value) ? `arn:aws:iam::${value}:root` : value}`;
}

/** Equal for equal grants. */
export function grantKey({ effect, principal, action, resource, conditions }: Grant): string {
  const on = [...conditions].map(([key, { values }]) => [key, [...values].sort()]).sort();
  return JSON.stringify([effect, principal, action, resource, on]);
}

/** Whether the first applies wherever the second does, conditions aside. */
export function coversTarget(graph: Graph, general: Grant, special: Grant): boolean {
  return (
    general.effect === special.effect &&
    coversPrincipal(general.principal, special.principal) &&
    fits(graph, general.action, special.action, true) &&
    fits(graph, general.resource, special.resource, false)
  );
}

/** Whether the first applies wherever the second does. */
export function covers(graph: Graph, general: Grant, special: Grant): boolean {
  return (
    coversTarget(graph, general, special) &&
    [...general.conditions].every(([key, condition]) => isImplied(condition, special.conditions.get(key)))
  );
}

function coversPrincipal(general: string | undefined, special: string | undefined): boolean {
  if (general === special || general === "AWS:*") return true;
  const account = /^AWS:arn:[\w-]+:iam::(\d{12}):root$/.exec(general ?? "")?.[1];
  return account !== undefined && accountOf(special ?? "") === account;
}

/** `AWS:arn:aws:iam::111122223333:role/web` → `111122223333`. */
export function accountOf(principal: string): string | undefined {
  return /^AWS:arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1];
}

function fits(graph: Graph, pattern: string, text: string, fold: boolean): boolean {
  if (pattern === text) return true;
  // What `NotAction` leaves out is compared as text, except with everything.
  if (pattern.startsWith("all but ") || text.startsWith("all but ")) return pattern === "*";
  return matches(graph, policyText(graph, literal(pattern), true), [text], fold).answer === "yes";
}

/** Whether an action or a resource that a grant names can be one of a pattern. */
export function overlaps(graph: Graph, pattern: string, text: string): boolean {
  return fits(graph, pattern, text, true) || fits(graph, text, pattern, true);
}

function isImplied(general: GrantCondition, special: GrantCondition | undefined): boolean {
  if (!special) return false;
  const [wide, narrow] = [new Set(general.values), new Set(special.values)];
  const isNegated = general.operator.includes("not");
  return isNegated ? [...wide].every((value) => narrow.has(value)) : [...narrow].every((value) => wide.has(value));
}
