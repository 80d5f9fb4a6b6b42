import { type AwsRule, stack, violation } from "../rule";
import { blocks } from "../stacks";

export const rule: AwsRule = {
  fact: "a file system and the bucket of states hold what no apply brings back: Terraform refuses to destroy them",
  source: "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle",
  check: (stacks) =>
    [...stacks.of("aws_efs_file_system"), ...stacks.of("aws_s3_bucket")]
      .filter(({ args }) => blocks(args["lifecycle"])[0]?.["prevent_destroy"] !== true)
      .map((one) => violation(one, "prevent_destroy is not set")),
  fails: {
    "s/aws_efs_file_system.one: prevent_destroy is not set": stack({ "aws_efs_file_system.one": {} }),
  },
  passes: [stack({ "aws_s3_bucket.states": { lifecycle: { prevent_destroy: true } } })],
};
