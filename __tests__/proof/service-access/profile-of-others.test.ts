/** The endpoints of a Route 53 Profile of another account are the cause, not the missing default route. */
import { graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { mountingStack } from "../../support/mounting-stack";

test("an image that only an unknown Profile may serve depends on the Profile", () => {
  const { resource, provider } = mountingStack();
  delete resource["aws_route_table"]!["apps"]!["route"];
  const task = resource["aws_ecs_task_definition"]!["web"]!;
  const image = "222222222222.dkr.ecr.us-east-1.amazonaws.com/web:1";
  task["container_definitions"] = String(task["container_definitions"]).replace(/public\.ecr[^"]*/, image);
  task["execution_role_arn"] = "${aws_iam_role.pull.arn}";
  const trusted = { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" };
  const policy = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
  resource["aws_iam_role"] = { pull: { name: "pull", assume_role_policy: JSON.stringify({ Statement: [trusted] }) } };
  resource["aws_iam_role_policy_attachment"] = { pull: { role: "${aws_iam_role.pull.name}", policy_arn: policy } };
  resource["aws_route53profiles_association"] = {
    apps: {
      profile_id: "${data.aws_route53profiles_profiles.shared.profiles[0].id}",
      resource_id: "${aws_vpc.apps.id}",
    },
  };
  const data = { aws_route53profiles_profiles: { shared: {} } };
  const [path] = prove(graphOfStacks({ apps: { provider, data, resource } } as never)).paths;
  const hop = path!.hops.find((one) => one.hop === "image")!;
  expect([hop.verdict, hop.rule, hop.resource]).toEqual(["unknown", "EP-12", "aws_route53profiles_association.apps"]);
  expect(hop.detail).toMatch(
    /^api\.ecr\.us-east-1\.amazonaws\.com may match .*; otherwise ecr\.api is unreachable: .* no default route$/,
  );
});
