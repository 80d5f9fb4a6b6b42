/** Secrets that a starting task reads: their service, and their ARNs in policies (EP-01, ECS-22). */
import { type Graph } from "../../graph/graph";
import { literal, type Resource, unknownValue, type Value } from "../../graph/model";
import { partitionOf } from "../../partitions";
import { factsOf } from "../../resource-types";
import { accountOf, regionOf } from "../account/account";
import { type Arn, arnOf, joinedArn } from "../account/arn";
import { notDeleted } from "../attributes/block";
import { randomCharacters } from "../iam/policy-text";

export interface Secret {
  /** The name of the service in endpoint names. */
  readonly service: "secretsmanager" | "ssm";
  /** Undefined if it is not known. */
  readonly region?: string;
  /** Undefined if it is not known. */
  readonly account?: string;
  /** The possible ARNs: it is enough if a policy allows one of them. */
  readonly arns: readonly Value[];
  /** An ARN that policies may or may not match: AWS does not document whether IAM compares a partial ARN literally. */
  readonly doubtful?: Value;
  /** The name of a parameter, if the task uses the name. */
  readonly name?: string;
  /** The managed resource or data source, if it is in the input. */
  readonly resource?: Resource;
}

/**
 * The secret of a `valueFrom`; undefined if it is not known.
 * @param task the resource whose Region and account apply to a name
 */
export function secretOf(
  graph: Graph,
  valueFrom: Value,
  task: Resource,
  region: string | undefined,
): Secret | undefined {
  const text = graph.text(valueFrom);
  if (text !== undefined && !text.startsWith("arn:")) return ofName(graph, text, task, region);
  const at = graph.follow(valueFrom);
  // `${aws_secretsmanager_secret.db.arn}:password::` refers to one key of the secret.
  const [first] = at.kind === "template" ? at.parts : [at];
  const found = text === undefined && first ? graph.resolve(first) : undefined;
  if (found?.kind === "resource" || found?.kind === "attribute") {
    return ofResource(graph, found.resource, first!);
  }
  const arn = arnOf(graph, valueFrom);
  return arn && ofArn(graph, arn, task);
}

function ofResource(graph: Graph, resource: Resource, written: Value): Secret | undefined {
  const service = factsOf(resource.type).secretOf;
  if (!service) return undefined;
  const holder = holderOf(graph, resource);
  const place = { region: regionOf(graph, resource), account: accountOf(graph, resource) };
  const isParameter = service === "ssm" || resource.type !== holder.type;
  const arn: Value = isParameter ? written : { kind: "reference", to: holder.key, attribute: "arn" };
  return { service, ...place, arns: [arnOfParameter(resource, arn)], resource: holder };
}

/** `name` can also refer to a parameter. */
function arnOfParameter(resource: Resource, written: Value): Value {
  return resource.type === "aws_ssm_parameter" ? { kind: "reference", to: resource.key, attribute: "arn" } : written;
}

function holderOf(graph: Graph, resource: Resource): Resource {
  if (resource.type !== "aws_secretsmanager_secret_version") return resource;
  return graph.target(resource.get("secret_id"), "aws_secretsmanager_secret", resource) ?? resource;
}

function ofName(graph: Graph, text: string, task: Resource, region: string | undefined): Secret {
  const account = accountOf(graph, task);
  const parts = [
    literal(`arn:${partitionOf(region) ?? "aws"}:ssm:${region ?? "*"}:`),
    account === undefined ? unknownValue("the account of the task", "is not in the input") : literal(account),
    literal(`:parameter/${text.replace(/^\//, "")}`),
  ];
  const place = { region, account };
  const resource = named(graph, "aws_ssm_parameter", text, place, task);
  return { service: "ssm", ...place, arns: [{ kind: "template", parts }], name: text, resource };
}

function ofArn(graph: Graph, arn: Arn, task: Resource): Secret | undefined {
  const service = graph.text(arn.service);
  const place = { region: graph.text(arn.region), account: graph.text(arn.account) };
  if (service === "ssm") {
    const name = graph.text(arn.resourceParts[0]!)?.replace(/^parameter/, "");
    const resource = name === undefined ? undefined : named(graph, "aws_ssm_parameter", name, place, task);
    return { service, ...place, arns: [joinedArn(arn, arn.resourceParts)], resource };
  }
  if (service !== "secretsmanager") return undefined;
  // `:key:stage:version` may follow.
  const whole = arn.resourceParts.slice(0, 2);
  const written = joinedArn(arn, whole);
  const longer: Value = { kind: "template", parts: [written, literal("-"), randomCharacters] };
  const name = graph.text(whole[1] ?? literal(""));
  const isPartial = name !== undefined && !randomEnd.test(name);
  const resource = name === undefined ? undefined : named(graph, "aws_secretsmanager_secret", name, place, task);
  if (isPartial) return { service, ...place, arns: [longer], doubtful: written, resource };
  // A name may end in text that looks like random characters: `my-secret`.
  return { service, ...place, arns: [written, longer], resource };
}

const randomEnd = /-[A-Za-z0-9]{6}$/;

/** The resource with this name that may be in the same account and Region. */
function named(
  graph: Graph,
  type: string,
  name: string,
  { region, account }: Pick<Secret, "region" | "account">,
  near: Resource,
): Resource | undefined {
  const plain = (text: string | undefined) => text?.replace(/^\//, "");
  const wanted = new Set([plain(name), plain(name.replace(randomEnd, ""))]);
  const found = notDeleted(graph.all(type, "both")).filter((one) => {
    const [itsRegion, itsAccount] = [regionOf(graph, one), accountOf(graph, one)];
    if (itsRegion !== undefined && region !== undefined && itsRegion !== region) return false;
    if (itsAccount !== undefined && account !== undefined && itsAccount !== account) return false;
    return wanted.has(plain(graph.text(one.get("name"))));
  });
  const here = found.filter(({ document }) => document.name === near.document.name);
  const candidates = here.length > 0 ? here : found;
  return candidates.find(({ mode }) => mode === "managed") ?? candidates[0];
}
