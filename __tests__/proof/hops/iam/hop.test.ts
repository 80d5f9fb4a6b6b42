import { graphOfStacks } from "../../../../proof/graph/read";
import { prove } from "../../../../proof/prove";
import { type HopResult } from "../../../../proof/verdict";

type Json = Record<string, unknown>;

interface Case {
  readonly iam?: string;
  readonly tls?: string;
  readonly accessPoint?: boolean;
  readonly readOnly?: boolean | string;
  readonly taskRole?: string | null;
  readonly own?: Json[];
  readonly execution?: Json[];
  readonly fileSystem?: Json[];
  readonly data?: Json;
  readonly fileSystemId?: string;
}

const document = (statements: readonly Json[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const arn = "${aws_efs_file_system.content.arn}";
const allow = (...actions: string[]): Json => ({
  Effect: "Allow",
  Action: actions.map((action) => `elasticfilesystem:${action}`),
  Resource: arn,
});
const refusePlainNfs: Json = {
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: "*",
  Resource: arn,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

function iam(given: Case): HopResult {
  const policies: Json = {};
  if (given.own) policies["task"] = { role: "${aws_iam_role.task.id}", policy: document(given.own) };
  if (given.execution) policies["pull"] = { role: "${aws_iam_role.pull.id}", policy: document(given.execution) };
  const resource: Json = {
    aws_vpc: { apps: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: { vpc_id: "${aws_vpc.apps.id}", availability_zone: "us-east-1a" } },
    aws_efs_file_system: { content: {} },
    aws_efs_access_point: {
      web: { file_system_id: "${aws_efs_file_system.content.id}", posix_user: { uid: 0, gid: 0 } },
    },
    aws_iam_role: { task: { name: "task" }, pull: { name: "pull" } },
    aws_iam_role_policy: policies,
    aws_ecs_task_definition: {
      web: {
        family: "web",
        execution_role_arn: "${aws_iam_role.pull.arn}",
        ...(given.taskRole === null ? {} : { task_role_arn: given.taskRole ?? "${aws_iam_role.task.arn}" }),
        container_definitions: JSON.stringify([
          {
            name: "web",
            image: "nginx",
            mountPoints: [{ sourceVolume: "content", containerPath: "/srv", readOnly: given.readOnly ?? false }],
          },
        ]),
        volume: [
          {
            name: "content",
            efs_volume_configuration: {
              file_system_id: given.fileSystemId ?? "${aws_efs_file_system.content.id}",
              transit_encryption: given.tls ?? "ENABLED",
              authorization_config: {
                iam: given.iam ?? "ENABLED",
                ...(given.accessPoint ? { access_point_id: "${aws_efs_access_point.web.id}" } : {}),
              },
            },
          },
        ],
      },
    },
    aws_ecs_service: {
      web: {
        name: "web",
        launch_type: "FARGATE",
        task_definition: "${aws_ecs_task_definition.web.arn}",
        network_configuration: { subnets: ["${aws_subnet.a.id}"] },
      },
    },
    ...(given.fileSystem
      ? {
          aws_efs_file_system_policy: {
            it: { file_system_id: "${aws_efs_file_system.content.id}", policy: document(given.fileSystem) },
          },
        }
      : {}),
  };
  const stack = { provider: { aws: [{ region: "us-east-1" }] }, data: given.data ?? {}, resource };
  const [path] = prove(graphOfStacks({ web: stack })).paths;
  return path!.hops.find(({ hop }) => hop === "iam")!;
}

const told = ({ verdict, rule, resource, detail, fix, settle }: HopResult) => ({
  verdict,
  rule,
  resource,
  detail,
  ...(fix === undefined ? {} : { fix }),
  ...(settle === undefined ? {} : { settle }),
});

describe("with IAM on", () => {
  test("the task role mounts with the permissions of its own policies", () => {
    expect(told(iam({ own: [allow("ClientMount", "ClientWrite")], fileSystem: [refusePlainNfs] }))).toEqual({
      verdict: "passes",
      rule: "EFS-09",
      resource: "aws_iam_role_policy.task",
      detail: "aws_iam_role.task is allowed ClientMount and ClientWrite on aws_efs_file_system.content",
    });
  });

  test("fails if the mount is writable and the role may only read", () => {
    const hop = iam({ own: [allow("ClientMount")], fileSystem: [refusePlainNfs] });
    expect(told(hop)).toEqual({
      verdict: "fails",
      rule: "EFS-09",
      resource: "aws_iam_role.task",
      detail:
        "neither its own policies nor the file system's allows aws_iam_role.task ClientWrite on aws_efs_file_system.content",
      fix: "allow aws_iam_role.task ClientMount and ClientWrite on aws_efs_file_system.content",
    });
    expect(hop.terraform).toBe(`data "aws_iam_policy_document" "mount_content" {
  statement {
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    resources = [aws_efs_file_system.content.arn]
  }
}

resource "aws_iam_role_policy" "mount_content" {
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.mount_content.json
}`);
  });

  test("a read-only mount needs no ClientWrite", () => {
    expect(iam({ own: [allow("ClientMount")], fileSystem: [refusePlainNfs], readOnly: true }).verdict).toBe("passes");
  });

  test("an unknown read-only setting can decide the result", () => {
    const readOnly = "${var.read_only}";
    expect(told(iam({ own: [allow("ClientMount")], fileSystem: [refusePlainNfs], readOnly }))).toMatchObject({
      verdict: "unknown",
      rule: "EFS-09",
      settle: "readOnly of the mount point as a literal",
    });
    expect(iam({ own: [allow("ClientMount", "ClientWrite")], fileSystem: [refusePlainNfs], readOnly }).verdict).toBe(
      "passes",
    );
  });

  test("fails without a task role, with a role as the fix", () => {
    expect(told(iam({ taskRole: null }))).toEqual({
      verdict: "fails",
      rule: "ECS-04",
      resource: "aws_ecs_task_definition.web",
      detail: "the volume uses IAM authorization, but there is no task role to mount aws_efs_file_system.content",
      fix: "give aws_ecs_task_definition.web a task role that is allowed ClientMount and ClientWrite on aws_efs_file_system.content",
    });
  });

  test("fails if the execution role has the permissions instead", () => {
    expect(
      told(iam({ own: [], execution: [allow("ClientMount", "ClientWrite")], fileSystem: [refusePlainNfs] })),
    ).toMatchObject({
      verdict: "fails",
      rule: "ECS-04",
      resource: "aws_iam_role.task",
      detail:
        "aws_iam_role.pull, the execution role, is allowed ClientMount on aws_efs_file_system.content, " +
        "but ECS mounts with the task role, aws_iam_role.task, which is not",
    });
  });

  test("fails over plain NFS that the file system denies, with TLS as the fix", () => {
    expect(
      told(iam({ own: [allow("ClientMount", "ClientWrite")], fileSystem: [refusePlainNfs], tls: "DISABLED" })),
    ).toMatchObject({
      verdict: "fails",
      rule: "EFS-09",
      resource: "aws_efs_file_system_policy.it",
      fix: "enable transit encryption for volume content of aws_ecs_task_definition.web",
    });
  });

  test("a role that is not in the input is unknown", () => {
    const taskRole = "arn:aws:iam::222222222222:role/elsewhere";
    expect(told(iam({ taskRole, fileSystem: [refusePlainNfs] }))).toMatchObject({
      verdict: "unknown",
      rule: "EFS-09",
      settle: "add the configuration or state that contains the role as another input",
    });
  });

  test("uid 0 without ClientRootAccess is reported", () => {
    const own = [allow("ClientMount", "ClientWrite")];
    expect(iam({ own, fileSystem: [refusePlainNfs], accessPoint: true })).toMatchObject({
      verdict: "passes",
      detail:
        "aws_iam_role.task is allowed ClientMount and ClientWrite on aws_efs_file_system.content, " +
        "but not ClientRootAccess: uid 0 of aws_efs_access_point.web does not act as root there (EFS-08)",
    });
  });
});

describe("with IAM off", () => {
  test("every client can mount a file system without a policy", () => {
    expect(told(iam({ iam: "DISABLED" }))).toEqual({
      verdict: "passes",
      rule: "EFS-09",
      resource: "aws_efs_file_system.content",
      detail:
        "aws_efs_file_system.content has no file system policy, so every client that reaches a mount target can mount it",
    });
  });

  test("fails with a policy that allows nobody, with IAM as the fix if the role may mount", () => {
    expect(
      told(iam({ iam: "DISABLED", own: [allow("ClientMount", "ClientWrite")], fileSystem: [refusePlainNfs] })),
    ).toEqual({
      verdict: "fails",
      rule: "EFS-09",
      resource: "aws_efs_file_system_policy.it",
      detail:
        "aws_efs_file_system_policy.it is attached, but no statement in it allows a client without IAM ClientMount on aws_efs_file_system.content",
      fix: "enable IAM for volume content of aws_ecs_task_definition.web",
    });
  });

  test("the policy of a file system outside the input could deny", () => {
    const fileSystemId = "fs-0123456789abcdef0";
    expect(told(iam({ iam: "DISABLED", fileSystemId }))).toMatchObject({ verdict: "unknown", rule: "EFS-09" });
  });
});

test("an unknown IAM setting may not matter", () => {
  expect(iam({ iam: "${var.iam}" }).verdict).toBe("passes");
  expect(told(iam({ iam: "${var.iam}", fileSystem: [refusePlainNfs] }))).toMatchObject({
    verdict: "fails",
    rule: "EFS-09",
  });
  expect(
    told(iam({ iam: "${var.iam}", own: [allow("ClientMount", "ClientWrite")], fileSystem: [refusePlainNfs] })),
  ).toMatchObject({
    verdict: "unknown",
    settle: "authorization_config.iam of the volume as a literal",
  });
});
