import { policy } from "../policy";
import { type AwsRule, stack, type Violation, violation } from "../rule";
import { type Stacks } from "../stacks";

/** AWS's limit for a document; IAM does not count whitespace. */
const limits: Readonly<Record<string, { readonly argument: string; readonly max: number }>> = {
  aws_iam_policy: { argument: "policy", max: 6144 },
  aws_iam_role: { argument: "assume_role_policy", max: 2048 },
  aws_s3_bucket_policy: { argument: "policy", max: 20 * 1024 },
  aws_efs_file_system_policy: { argument: "policy", max: 20_000 },
};

/** The limit applies to all inline policies of a role together. */
const inlineMax = 10_240;

export const rule: AwsRule = {
  fact: "a role takes 10,240 characters of inline policies and 2,048 of trust, a managed policy 6,144, a bucket 20 KB",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  check: (stacks) => [...documents(stacks), ...inline(stacks)],
  fails: {
    "s/aws_iam_role.web: assume_role_policy has 2117 characters, AWS takes 2048": stack({
      "aws_iam_role.web": { assume_role_policy: filled(2048) },
    }),
    "s/aws_iam_role.web: its inline policies have 12138 characters, AWS takes 10240": role(6000, 6000),
  },
  passes: [role(3000, 3000), stack({ "aws_iam_policy.one": { policy: filled(6000) } })],
};

function documents(stacks: Stacks): Violation[] {
  return Object.entries(limits).flatMap(([type, { argument, max }]) =>
    stacks.of(type).flatMap((one) => {
      const size = sizeOf(one.args[argument]);
      return size > max ? [violation(one, `${argument} has ${size} characters, AWS takes ${max}`)] : [];
    }),
  );
}

function inline(stacks: Stacks): Violation[] {
  return stacks.of("aws_iam_role").flatMap((role) => {
    const policies = stacks.referring("aws_iam_role_policy", "role", role);
    const size = policies.reduce((sum, { args }) => sum + sizeOf(args["policy"]), 0);
    return size > inlineMax
      ? [violation(role, `its inline policies have ${size} characters, AWS takes ${inlineMax}`)]
      : [];
  });
}

function sizeOf(document: unknown): number {
  return typeof document === "string" ? document.replaceAll(/\s/g, "").length : 0;
}

function filled(characters: number): string {
  return policy({ Effect: "Allow", Action: "x".repeat(characters) });
}

function role(...sizes: readonly number[]) {
  return stack({
    "aws_iam_role.web": {},
    ...Object.fromEntries(
      sizes.map((size, index) => [
        `aws_iam_role_policy.p${index}`,
        { role: "${aws_iam_role.web.id}", policy: filled(size) },
      ]),
    ),
  });
}
