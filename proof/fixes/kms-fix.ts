/**
 * Adds a statement to the policy of a KMS key; a key without a policy also gets the statement of the default policy.
 */
import { accountOf, regionOf } from "../aws/account/account";
import { objectOf } from "../aws/attributes/block";
import { keyPolicies } from "../aws/kms/key";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { list, literal, type ObjectValue, type Resource, resourceKey, type Value } from "../graph/model";
import { type Fix } from "../hop-answer";
import { partitionOf } from "../partitions";
import { statementsOf } from "./policy-statements";

/**
 * @param who principals by type: `{ AWS: … }`, `{ Service: … }`
 * @param conditions by operator, then by key
 */
export function keyPolicyFix(
  facts: Facts,
  key: Resource,
  who: Readonly<Record<"AWS", Value>> | Readonly<Record<"Service", Value>>,
  actions: readonly string[],
  conditions: Readonly<Record<string, Readonly<Record<string, Value>>>> = {},
): Fix[] {
  const { graph } = facts;
  if (key.mode === "data") return [];
  const entries = Object.entries(conditions);
  const statement = objectOf({
    Effect: literal("Allow"),
    Principal: objectOf(who),
    Action: list(actions.map((action) => literal(action))),
    Resource: literal("*"),
    ...(entries.length > 0
      ? { Condition: objectOf(Object.fromEntries(entries.map(([operator, keys]) => [operator, objectOf(keys)]))) }
      : {}),
  });
  const [type, principal] = Object.entries(who)[0]!;
  const name = principal.kind === "reference" ? graph.at(principal.to)?.address : graph.text(principal);
  const description = `allow ${name ?? graph.describe(principal)} ${actions.join(", ")} in the policy of ${key.address}`;
  const { policies } = facts.per(keyPolicies, key);
  const [holder] = policies;
  if (!holder) return ownPolicy(graph, key, statement, description);
  const found = statementsOf(graph, holder.resource);
  if (!found) return [];
  if (found.attribute === "policy") {
    return [
      {
        description,
        changes: [
          { kind: "set", resource: found.holder, attribute: "policy", value: found.set([...found.items, statement]) },
        ],
      },
    ];
  }
  const block = objectOf({
    effect: literal("Allow"),
    actions: list(actions.map((action) => literal(action))),
    resources: list([literal("*")]),
    principals: list([objectOf({ type: literal(type), identifiers: list([principal]) })]),
    condition: list(
      entries.flatMap(([operator, keys]) =>
        Object.entries(keys).map(([variable, value]) =>
          objectOf({ test: literal(operator), variable: literal(variable), values: list([value]) }),
        ),
      ),
    ),
  });
  return [
    {
      description,
      changes: [
        { kind: "set", resource: found.holder, attribute: found.attribute, value: found.set([...found.items, block]) },
      ],
    },
  ];
}

/** A key policy replaces the default policy, so its statement has to be repeated. */
function ownPolicy(graph: Graph, key: Resource, statement: ObjectValue, description: string): Fix[] {
  const account = accountOf(graph, key);
  const arn = (id: Value): Value => {
    const partition = partitionOf(regionOf(graph, key)) ?? "aws";
    return { kind: "template", parts: [literal(`arn:${partition}:iam::`), id, literal(":root")] };
  };
  const policy = (id: Value): Value => {
    const root = objectOf({
      Effect: literal("Allow"),
      Principal: objectOf({ AWS: arn(id) }),
      Action: literal("kms:*"),
      Resource: literal("*"),
    });
    return { kind: "json", of: objectOf({ Version: literal("2012-10-17"), Statement: list([root, statement]) }) };
  };
  const id = account === undefined ? callerAccount(graph, key) : literal(account);
  const value = policy(id);
  return [
    {
      description,
      changes: [{ kind: "set", resource: key, attribute: "policy", value }],
    },
  ];
}

/** Uses the data source in the key's module, or one that is printed with the fix. */
function callerAccount(graph: Graph, { document, module, provider }: Resource): Value {
  const beside = graph.all("aws_caller_identity", "data").find((one) => {
    return one.document.name === document.name && one.module === module && one.provider?.name === provider?.name;
  });
  const address = `${module ? `${module}.` : ""}data.aws_caller_identity.current`;
  return { kind: "reference", to: beside?.key ?? resourceKey(document.name, address), attribute: "account_id" };
}
