import { exampleNamed, exampleNames } from "../support/examples";
import { synthFile } from "../support/synth";
import { changed, type File } from "../support/variants";

const key = "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const boundary = "arn:aws:iam::222222222222:policy/boundary";

/** The example, with changed settings of its service and of its workload. */
function withSettings(service: Record<string, unknown>, workload: Record<string, unknown> = {}): File {
  return changed(({ workloads }: File) => {
    const web = workloads!["web"] as unknown as { services: Record<string, Record<string, unknown>> };
    Object.assign(web, workload);
    Object.assign(web.services["nginx"]!, service);
  });
}

test("logKmsKeyId encrypts the log group", () => {
  const groups = synthFile(withSettings({ logKmsKeyId: key }))["ecs-web"]!.resource["aws_cloudwatch_log_group"]!;
  expect(groups["nginx"]).toMatchObject({ name: "/ecs/example-web-nginx", kms_key_id: key });
});

describe("ephemeralStorageKmsKeyId", () => {
  const configuration = (workload: Record<string, unknown>, service: Record<string, unknown> = {}) =>
    synthFile(withSettings(service, workload))["ecs-web"]!.resource["aws_ecs_cluster"]!["web"]!["configuration"];
  const storage = { fargate_ephemeral_storage_kms_key_id: key };

  test("encrypts the storage of the cluster's tasks", () => {
    expect(configuration({ ephemeralStorageKmsKeyId: key })).toEqual({ managed_storage_configuration: storage });
    expect(configuration({})).toBeUndefined();
  });

  test("goes with a log of sessions", () => {
    expect(configuration({ ephemeralStorageKmsKeyId: key, execAudit: {} }, { exec: true })).toMatchObject({
      execute_command_configuration: { logging: "OVERRIDE" },
      managed_storage_configuration: storage,
    });
  });
});

test("executionPermissions are a policy of the execution role, which exists before the service", () => {
  const permission = {
    actions: ["ecr:CreateRepository"],
    resources: [`arn:aws:ecr:us-east-1:222222222222:repository/*`],
  };
  const { resource } = synthFile(withSettings({ executionPermissions: [permission] }))["ecs-web"]!;
  const policy = resource["aws_iam_role_policy"]!["nginx_execution_own"]!;
  expect(policy["role"]).toBe("${aws_iam_role.nginx_execution.id}");
  expect((JSON.parse(policy["policy"] as string) as { Statement: unknown }).Statement).toEqual([
    { Effect: "Allow", Action: permission.actions, Resource: permission.resources },
  ]);
  expect(resource["aws_ecs_service"]!["nginx"]!["depends_on"]).toContain("aws_iam_role_policy.nginx_execution_own");
});

test("permissionsBoundary limits every role of the account, and no other", () => {
  let roles = 0;
  for (const name of exampleNames) {
    const file = exampleNamed(name);
    const account = Object.values(file.accounts).find(({ id }) => id === "222222222222");
    if (!account) continue;
    account.permissionsBoundary = boundary;
    for (const { resource, provider } of Object.values(synthFile(file))) {
      const [aws] = provider["aws"] as { allowed_account_ids: string[] }[];
      const expected = aws?.allowed_account_ids.includes("222222222222") ? boundary : undefined;
      for (const role of Object.values(resource["aws_iam_role"] ?? {})) {
        expect(role["permissions_boundary"]).toBe(expected);
        roles += 1;
      }
    }
  }
  expect(roles).toBeGreaterThan(20);
});

test("rolePath is the path of every role and instance profile of the account, and of no other", () => {
  const found = { aws_iam_role: 0, aws_iam_instance_profile: 0 };
  for (const name of exampleNames) {
    const file = exampleNamed(name);
    const account = Object.values(file.accounts).find(({ id }) => id === "222222222222");
    if (!account) continue;
    account.rolePath = "/platform/";
    for (const { resource, provider } of Object.values(synthFile(file))) {
      const [aws] = provider["aws"] as { allowed_account_ids: string[] }[];
      const expected = aws?.allowed_account_ids.includes("222222222222") ? "/platform/" : undefined;
      for (const type of Object.keys(found) as (keyof typeof found)[]) {
        for (const { path } of Object.values(resource[type] ?? {})) {
          expect(path).toBe(expected);
          found[type] += 1;
        }
      }
    }
  }
  expect(found.aws_iam_role).toBeGreaterThan(20);
  expect(found.aws_iam_instance_profile).toBeGreaterThan(0);
});

test("task roles and execution roles trust ECS only for their account and Region", () => {
  const roles = synthFile(withSettings({}))["ecs-web"]!.resource["aws_iam_role"]!;
  for (const name of ["nginx_task", "nginx_execution"]) {
    expect(JSON.parse(roles[name]!["assume_role_policy"] as string)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Condition: {
            StringEquals: { "aws:SourceAccount": "222222222222" },
            ArnLike: { "aws:SourceArn": "arn:aws:ecs:us-east-1:222222222222:*" },
          },
        },
      ],
    });
  }
});
