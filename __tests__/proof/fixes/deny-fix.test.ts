import { graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { mountingStack } from "../../support/mounting-stack";

type Json = Record<string, unknown>;

const mounting = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"];
const everyone = { Principal: { AWS: "*" }, Resource: "*" };
const allowed = { Effect: "Allow", Action: mounting, ...everyone };

/** The iam hop of a stack that mounts, with a file system policy of these statements. */
function iam(statements: readonly Json[], readOnly = true) {
  const { provider, resource } = mountingStack();
  resource["aws_efs_file_system_policy"] = {
    content: { file_system_id: "${aws_efs_file_system.content.id}", policy: JSON.stringify({ Statement: statements }) },
  };
  const task = resource["aws_ecs_task_definition"]!["web"]!;
  task["container_definitions"] = String(task["container_definitions"]).replace(
    '"readOnly":true',
    `"readOnly":${readOnly}`,
  );
  const { hops } = prove(graphOfStacks({ web: { provider, resource } })).paths[0]!;
  const { verdict, detail, fix, terraform } = hops.find(({ hop }) => hop === "iam")!;
  return { verdict, detail, fix, terraform };
}

test("removes an action from a Deny that lists several", () => {
  const denied = { Effect: "Deny", Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientRootAccess"] };
  expect(iam([allowed, { ...denied, ...everyone }])).toEqual({
    verdict: "fails",
    detail: "aws_efs_file_system_policy.content denies a client without IAM ClientMount on aws_efs_file_system.content",
    fix: "stop denying elasticfilesystem:ClientMount in statement 2 of aws_efs_file_system_policy.content",
    terraform:
      '# in aws_efs_file_system_policy.content, policy, Statement 2\nAction = ["elasticfilesystem:ClientRootAccess"]',
  });
});

test("exempts an action from a Deny with NotAction", () => {
  const denied = { Effect: "Deny", NotAction: ["elasticfilesystem:ClientWrite"], ...everyone };
  expect(iam([allowed, denied])).toMatchObject({
    fix: "stop denying elasticfilesystem:ClientMount in statement 2 of aws_efs_file_system_policy.content",
    terraform:
      '# in aws_efs_file_system_policy.content, policy, Statement 2\nNotAction = ["elasticfilesystem:ClientWrite", "elasticfilesystem:ClientMount"]',
  });
});

test("removes a Deny of everything", () => {
  expect(iam([allowed, { Effect: "Deny", Action: "*", ...everyone }])).toMatchObject({
    fix: "remove statement 2 of aws_efs_file_system_policy.content, which denies",
  });
});

test("removes a policy that contains only a Deny", () => {
  expect(iam([{ Effect: "Deny", Action: "*", ...everyone }])).toMatchObject({
    fix: "remove aws_efs_file_system_policy.content, which contains only this deny",
  });
});

test("mounts read-only if writing is denied", () => {
  const denied = { Effect: "Deny", Action: "elasticfilesystem:ClientWrite", ...everyone };
  expect(iam([allowed, denied], false)).toEqual({
    verdict: "fails",
    detail: "aws_efs_file_system_policy.content denies a client without IAM ClientWrite on aws_efs_file_system.content",
    fix: "make the mount point /srv of container web in aws_ecs_task_definition.web read-only",
    terraform: '# in aws_ecs_task_definition.web, container_definitions "web", mountPoints at "/srv"\nreadOnly = true',
  });
});
