import { names, type Statement, statementsOf } from "./policy";
import { type Resource, type Stacks, texts } from "./stacks";

/** The statements of a role's inline policies. */
export function allowedBy(stacks: Stacks, role: Resource): readonly Statement[] {
  return stacks
    .referring("aws_iam_role_policy", "role", role)
    .flatMap(({ args }) => statementsOf(args["policy"]))
    .filter(({ effect }) => effect === "Allow");
}

/** Statements that allow kms:Decrypt. */
export function decrypting(statements: readonly Statement[]): readonly Statement[] {
  return statements.filter(({ effect, actions }) => effect === "Allow" && names(actions, "kms:Decrypt"));
}

/** The services that a KMS permission is limited to, such as `s3.us-east-1.amazonaws.com`. */
export function viaServices({ condition }: Statement): readonly string[] {
  return Object.values(condition).flatMap((keys) => texts(keys["kms:ViaService"]));
}
