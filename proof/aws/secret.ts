/** Secrets that a starting task fetches: which service has them, and as what policies name them (EP-01). */
import { type Graph } from "../graph/graph";
import { literal, type Resource, unknown, type Value } from "../graph/model";
import { accountOf, partitionOf } from "./account";

export interface Secret {
  /** As endpoints name it. */
  readonly service: "secretsmanager" | "ssm";
  /** Undefined where it is not known. */
  readonly region?: string;
  /** The ARN, as far as it is known. */
  readonly arn: Value;
}

const services = new Map<string, Secret["service"]>([
  ["aws_secretsmanager_secret", "secretsmanager"],
  ["aws_secretsmanager_secret_version", "secretsmanager"],
  ["aws_ssm_parameter", "ssm"],
]);

/** What a `valueFrom` names; undefined where that is not known. @param task whose Region and account a name is of */
export function secretOf(
  graph: Graph,
  valueFrom: Value,
  task: Resource,
  region: string | undefined,
): Secret | undefined {
  const text = graph.text(valueFrom);
  if (text !== undefined) return ofText(graph, text, task, region);
  const at = graph.follow(valueFrom);
  // `${aws_secretsmanager_secret.db.arn}:password::` names one key of it.
  const [first] = at.kind === "template" ? at.parts : [at];
  const found = first && graph.resolve(first);
  if (found?.kind !== "resource" && found?.kind !== "attribute") return undefined;
  const service = services.get(found.resource.type);
  return service && { service, region: found.resource.provider?.region, arn: first! };
}

function ofText(graph: Graph, text: string, task: Resource, region: string | undefined): Secret | undefined {
  if (!text.startsWith("arn:")) {
    const account = accountOf(graph, task);
    const parts = [
      literal(`arn:${partitionOf(region) ?? "aws"}:ssm:${region ?? "*"}:`),
      account === undefined ? unknown("the account of the task", "is not in the input") : literal(account),
      literal(`:parameter/${text.replace(/^\//, "")}`),
    ];
    return { service: "ssm", region, arn: { kind: "template", parts } };
  }
  // Of a secret, `:key:stage:version` may follow.
  const parts = text.split(":");
  const service = parts[2] === "secretsmanager" || parts[2] === "ssm" ? parts[2] : undefined;
  const arn = literal(service === "secretsmanager" ? parts.slice(0, 7).join(":") : text);
  return service && { service, region: parts[3], arn };
}
