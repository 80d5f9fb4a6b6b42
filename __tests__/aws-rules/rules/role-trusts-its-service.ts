import { names, policy, statementsOf } from "../policy";
import { type AwsRule, stack, violation } from "../rule";

/** The service that assumes the role in an argument. */
const services: readonly (readonly [type: string, argument: string, service: string])[] = [
  ["aws_ecs_task_definition", "task_role_arn", "ecs-tasks"],
  ["aws_ecs_task_definition", "execution_role_arn", "ecs-tasks"],
  ["aws_cloudwatch_event_target", "role_arn", "events"],
  ["aws_eks_cluster", "role_arn", "eks"],
  ["aws_eks_fargate_profile", "pod_execution_role_arn", "eks-fargate-pods"],
  ["aws_iam_instance_profile", "role", "ec2"],
];

export const rule: AwsRule = {
  fact: "a role works only for a service that its trust policy names",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html",
  check: (stacks) =>
    services.flatMap(([type, argument, service]) =>
      stacks.of(type).flatMap((one) =>
        stacks.referred(one, one.args[argument], "aws_iam_role").flatMap((role) => {
          const trusted = statementsOf(role.args["assume_role_policy"]).flatMap(({ principals }) => principals);
          const named = names(trusted, `${service}.amazonaws.com`) || names(trusted, `${service}.amazonaws.com.cn`);
          return named ? [] : [violation(one, `${role.address} does not trust ${service}.amazonaws.com`)];
        }),
      ),
    ),
  fails: {
    "s/aws_eks_cluster.one: s/aws_iam_role.one does not trust eks.amazonaws.com": cluster("ec2.amazonaws.com"),
  },
  passes: [cluster("eks.amazonaws.com")],
};

function cluster(Service: string) {
  return stack({
    "aws_eks_cluster.one": { role_arn: "${aws_iam_role.one.arn}" },
    "aws_iam_role.one": { assume_role_policy: policy({ Effect: "Allow", Principal: { Service } }) },
  });
}
