/** A statement more in the policy of a KMS key; a key without one gets the default policy's statement, too. */
import { accountOf, partitionOf, regionOf } from "../aws/account";
import { objectOf } from "../aws/block";
import { keyPolicies } from "../aws/kms-key";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { list, literal, type ObjectValue, type Resource, unknown, type Value } from "../graph/model";
import { hclOf } from "./addition";
import { type Fix } from "./hop";
import { statementsOf } from "./policy-statements";

/**
 * @param who by type: `{ AWS: … }`, `{ Service: … }`
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
        terraform: `# one statement more in the policy of ${found.holder.address}\n${hclOf(graph, found.holder, { kind: "json", of: statement }).slice("jsonencode(".length, -1)}`,
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
      terraform: statementHcl(graph, found.holder, block),
      changes: [
        { kind: "set", resource: found.holder, attribute: found.attribute, value: found.set([...found.items, block]) },
      ],
    },
  ];
}

/** A policy of its own takes the place of the default one, whose statement has to stay. */
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
  const identity = identityBeside(graph, key);
  const id = account ?? `\${data.aws_caller_identity.${identity?.name ?? "current"}.account_id}`;
  const lines = [`# in ${key.address}`, `policy = ${hclOf(graph, key, policy(literal(id)))}`];
  const isNew = account === undefined && !identity;
  const value = policy(account === undefined ? unknown(id, "is read when Terraform runs") : literal(account));
  return [
    {
      description,
      terraform: [...(isNew ? ['data "aws_caller_identity" "current" {}', ""] : []), ...lines].join("\n"),
      changes: [{ kind: "set", resource: key, attribute: "policy", value }],
    },
  ];
}

function identityBeside(graph: Graph, { document, module, provider }: Resource): Resource | undefined {
  return graph.all("aws_caller_identity", "data").find((one) => {
    return one.document.name === document.name && one.module === module && one.provider?.name === provider?.name;
  });
}

function statementHcl(graph: Graph, holder: Resource, block: ObjectValue): string {
  const of = (value: Value | undefined) => hclOf(graph, holder, value!);
  const blocks = (name: string) => {
    const value = block.entries.get(name);
    return value?.kind === "list" ? value.items : [];
  };
  const lines = ["actions", "resources"].map((name) => `  ${name.padEnd(9)} = ${of(block.entries.get(name))}`);
  for (const name of ["principals", "condition"]) {
    for (const item of blocks(name)) {
      if (item.kind !== "object") continue;
      const inner = [...item.entries].map(([attribute, value]) => `    ${attribute} = ${of(value)}`);
      lines.push(`  ${name} {`, ...inner, "  }");
    }
  }
  return [`# one statement more in ${holder.address}`, "statement {", ...lines, "}"].join("\n");
}
