import { type AwsRule, type Violation, violation } from "../rule";
import { literalText, type Resource, type Stacks } from "../stacks";

/** The argument that must be unique in an account and Region. */
const names: Readonly<Record<string, string>> = {
  aws_autoscaling_group: "name",
  aws_cloudwatch_event_rule: "name",
  aws_cloudwatch_log_group: "name",
  aws_cloudwatch_metric_alarm: "alarm_name",
  aws_ecs_capacity_provider: "name",
  aws_ecs_cluster: "name",
  aws_efs_file_system: "creation_token",
  aws_eks_cluster: "name",
  aws_iam_instance_profile: "name",
  aws_iam_role: "name",
  aws_kms_alias: "name",
  aws_launch_template: "name",
  aws_lb: "name",
  aws_lb_target_group: "name",
  aws_ssm_parameter: "name",
};

export const rule: AwsRule = {
  fact: "a name is taken once in an account and Region, and an IAM name whatever the case of its letters",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  check: (stacks) => Object.entries(names).flatMap(([type, argument]) => clashes(stacks, type, argument)),
  fails: {
    "b/aws_iam_role.web: 'Web-task' is the name of a/aws_iam_role.web, too": roles("web-task", "Web-task"),
  },
  passes: [roles("web-task", "api-task"), roles("web-task", "web-task", ["222222222222"])],
};

function clashes(stacks: Stacks, type: string, argument: string): Violation[] {
  const seen = new Map<string, Resource>();
  return stacks.of(type).flatMap((one) => {
    const name = literalText(one.args[argument]);
    if (name === undefined) return [];
    const isGlobal = type.startsWith("aws_iam_");
    const place = isGlobal ? "" : stacks.regionOf(one.stack);
    const key = `${stacks.accountOf(one.stack)} ${place} ${isGlobal ? name.toLowerCase() : name}`;
    const other = seen.get(key);
    if (other) return [violation(one, `'${name}' is the name of ${other.address}, too`)];
    seen.set(key, one);
    return [];
  });
}

function roles(one: string, other: string, otherAccount: readonly string[] = ["111111111111"]) {
  const provider = (allowed: readonly string[]) => ({ aws: [{ allowed_account_ids: allowed }] });
  return {
    a: { provider: provider(["111111111111"]), resource: { aws_iam_role: { web: { name: one } } } },
    b: { provider: provider(otherAccount), resource: { aws_iam_role: { web: { name: other } } } },
  };
}
