import { fileSystemPolicies } from "../../../../proof/aws/efs/file-system-policy";
import { type Access, callerOf, judgeAccess } from "../../../../proof/aws/iam/authorization";
import { Facts } from "../../../../proof/facts";
import { literal, NULL, unknownValue, type Value } from "../../../../proof/graph/model";
import { graphOfStacks } from "../../../../proof/graph/read";

type Json = Record<string, unknown>;

interface Case {
  /** Statements of the role's inline policy. */
  readonly own?: readonly Json[];
  /** Statements of the file system's policy; without, none is attached. */
  readonly fileSystem?: readonly Json[];
  readonly resources?: Json;
  readonly data?: Json;
  readonly role?: Json;
  readonly action?: string;
  readonly anonymous?: boolean;
  readonly tls?: boolean;
  readonly accessPoint?: string;
}

const document = (statements: readonly Json[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const fileSystemArn = "${aws_efs_file_system.content.arn}";
const roleArn = "${aws_iam_role.task.arn}";
const client = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"];
const mayMount = { Effect: "Allow", Action: "elasticfilesystem:ClientMount", Resource: fileSystemArn };

function access(given: Case): Access {
  const policy = (statements: readonly Json[] | undefined, rest: Json) =>
    statements ? { it: { ...rest, policy: document(statements) } } : {};
  const graph = graphOfStacks({
    apps: {
      provider: { aws: [{ region: "us-east-1", allowed_account_ids: ["222222222222"] }] },
      data: given.data ?? {},
      resource: {
        aws_efs_file_system: { content: {}, other: {} },
        aws_efs_access_point: {
          web: { file_system_id: "${aws_efs_file_system.content.id}" },
          admin: { file_system_id: "${aws_efs_file_system.content.id}" },
        },
        aws_iam_role: { task: { name: "web-task", ...given.role }, other: { name: "other" } },
        aws_iam_role_policy: policy(given.own, { role: "${aws_iam_role.task.id}" }),
        aws_efs_file_system_policy: policy(given.fileSystem, { file_system_id: "${aws_efs_file_system.content.id}" }),
        ...given.resources,
      },
    },
  });
  const facts = new Facts(graph);
  const fileSystem = graph.resource("aws_efs_file_system.content")!;
  const role = graph.resource("aws_iam_role.task")!;
  const accessPoint = given.accessPoint ? graph.resource(`aws_efs_access_point.${given.accessPoint}`)! : undefined;
  const caller = callerOf(graph, given.anonymous ? NULL : { kind: "reference", to: role.key, attribute: "arn" }, role);
  if (caller.kind === "unknown") throw new Error(caller.why);
  const context = new Map<string, Value>([
    ["aws:securetransport", literal(String(given.tls ?? true))],
    ["elasticfilesystem:accessedviamounttarget", literal("true")],
    [
      "elasticfilesystem:accesspointarn",
      accessPoint ? { kind: "reference", to: accessPoint.key, attribute: "arn" } : NULL,
    ],
  ]);
  const resource: Value = { kind: "reference", to: fileSystem.key, attribute: "arn" };
  const action = `elasticfilesystem:${given.action ?? "ClientMount"}`;
  const { policies } = facts.per(fileSystemPolicies, fileSystem);
  return judgeAccess(facts, { action, resource, caller, context }, policies);
}

const answers = (given: Case) => access(given).answer;

describe("a role's own policies", () => {
  test("allow what a statement lists", () => {
    expect(answers({ own: [mayMount] })).toBe("yes");
  });

  test("fail if there are none", () => {
    expect(answers({})).toBe("no");
  });

  test("fail for an action that no statement lists", () => {
    expect(answers({ own: [mayMount], action: "ClientWrite" })).toBe("no");
  });

  test("support wildcards in actions, in any case", () => {
    for (const action of ["*", "elasticfilesystem:*", "elasticfilesystem:Client*", "ElasticFileSystem:clientmoun?"]) {
      expect([action, answers({ own: [{ ...mayMount, Action: action }] })]).toEqual([action, "yes"]);
    }
    expect(answers({ own: [{ ...mayMount, Action: "elasticfilesystem:Describe*" }] })).toBe("no");
  });

  test("allow everything except NotAction, on everything except NotResource", () => {
    const other = "${aws_efs_file_system.other.arn}";
    expect(answers({ own: [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }] })).toBe("yes");
    expect(answers({ own: [{ Effect: "Allow", NotAction: "elasticfilesystem:*", Resource: "*" }] })).toBe("no");
    expect(answers({ own: [{ Effect: "Allow", Action: "*", NotResource: other }] })).toBe("yes");
    expect(answers({ own: [{ Effect: "Allow", Action: "*", NotResource: fileSystemArn }] })).toBe("no");
  });

  test.each([
    ["*", "yes"],
    ["arn:aws:elasticfilesystem:us-east-1:222222222222:file-system/*", "yes"],
    ["arn:aws:elasticfilesystem:*:*:file-system/*", "yes"],
    ["arn:*:elasticfilesystem:*:*:*", "yes"],
    ["arn:aws:elasticfilesystem:us-east-1:222222222222:file-system/${aws_efs_file_system.content.id}", "yes"],
    ["arn:aws:elasticfilesystem:eu-west-1:222222222222:file-system/*", "no"],
    ["arn:aws:elasticfilesystem:us-east-1:333333333333:file-system/${aws_efs_file_system.content.id}", "no"],
    ["arn:aws:elasticfilesystem:us-east-1:222222222222:access-point/*", "no"],
    ["${aws_efs_file_system.other.arn}", "no"],
    ["arn:aws:elasticfilesystem:us-east-1:222222222222:file-system/${aws_efs_file_system.other.id}", "no"],
    ["${aws_efs_access_point.web.arn}", "no"],
    ["arn:aws:elasticfilesystem:us-east-1:222222222222:file-system/fs-0123456789abcdef0", "no"],
    ["arn:aws:elasticfilesystem:us-east-1:222222222222:file-system/fs-0*", "unknown"],
    ["${var.file_system_arn}", "unknown"],
  ])("name the file system as %s: %s", (resource, answer) => {
    expect(answers({ own: [{ ...mayMount, Resource: resource }] })).toBe(answer);
  });

  test("report what is not known", () => {
    const judged = access({ own: [{ ...mayMount, Resource: "${var.file_system_arn}" }] });
    expect(judged.open?.expression).toBe("var.file_system_arn");
  });

  test("fail if a statement denies, whatever others allow", () => {
    expect(answers({ own: [mayMount, { ...mayMount, Effect: "Deny" }] })).toBe("no");
  });

  test("are unknown if a Deny may apply", () => {
    const denial = { ...mayMount, Effect: "Deny", Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } } };
    expect(answers({ own: [mayMount, denial] })).toBe("unknown");
  });

  test("can be inline, attached, in a list, or AWS managed", () => {
    const policy = { content: { policy: document([mayMount]) } };
    const arn = "${aws_iam_policy.content.arn}";
    const forms: Case[] = [
      { role: { inline_policy: [{ name: "mount", policy: document([mayMount]) }] } },
      { role: { managed_policy_arns: [arn] }, resources: { aws_iam_policy: policy } },
      {
        resources: {
          aws_iam_policy: policy,
          aws_iam_role_policy_attachment: { it: { role: "${aws_iam_role.task.name}", policy_arn: arn } },
        },
      },
      {
        resources: {
          aws_iam_policy: policy,
          aws_iam_role_policy_attachment: { it: { role: "web-task", policy_arn: arn } },
        },
      },
      {
        resources: {
          aws_iam_policy: policy,
          aws_iam_policy_attachment: {
            it: { name: "it", roles: ["${aws_iam_role.other.name}", "${aws_iam_role.task.name}"], policy_arn: arn },
          },
        },
      },
      { role: { managed_policy_arns: ["arn:aws:iam::aws:policy/AmazonElasticFileSystemClientReadOnlyAccess"] } },
      { role: { managed_policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"] } },
      { role: { managed_policy_arns: ["arn:aws:iam::aws:policy/PowerUserAccess"] } },
    ];
    expect(forms.map(answers)).toEqual(forms.map(() => "yes"));
  });

  test("fail if they are attached to another role", () => {
    const resources = {
      aws_iam_role_policy: { it: { role: "${aws_iam_role.other.id}", policy: document([mayMount]) } },
    };
    expect(answers({ resources })).toBe("no");
  });

  test("that are AWS managed and not in the table are unknown, unless they concern other services", () => {
    const managed = (name: string) => answers({ role: { managed_policy_arns: [`arn:aws:iam::aws:policy/${name}`] } });
    expect(managed("AmazonElasticFileSystemFullAccess")).toBe("unknown");
    expect(managed("AmazonS3ReadOnlyAccess")).toBe("no");
    expect(managed("service-role/AmazonECSTaskExecutionRolePolicy")).toBe("no");
  });

  test("are limited by a permissions boundary", () => {
    const boundary = (statement: Json) => ({
      own: [mayMount],
      role: { permissions_boundary: "${aws_iam_policy.boundary.arn}" },
      resources: { aws_iam_policy: { boundary: { policy: document([statement]) } } },
    });
    expect(answers(boundary({ Effect: "Allow", Action: "elasticfilesystem:*", Resource: "*" }))).toBe("yes");
    expect(answers(boundary({ Effect: "Allow", Action: "s3:*", Resource: "*" }))).toBe("no");
    const elsewhere = "arn:aws:iam::222222222222:policy/boundary";
    expect(answers({ own: [mayMount], role: { permissions_boundary: elsewhere } })).toBe("unknown");
  });

  test("are unknown if an exclusive list would detach them", () => {
    const exclusive = (names: string[]) => ({
      resources: {
        aws_iam_role_policy: {
          it: { name: "mount", role: "${aws_iam_role.task.id}", policy: document([mayMount]) },
        },
        aws_iam_role_policies_exclusive: { it: { role_name: "${aws_iam_role.task.name}", policy_names: names } },
      },
    });
    expect(answers(exclusive(["${aws_iam_role_policy.it.name}"]))).toBe("yes");
    expect(answers(exclusive(["other"]))).toBe("unknown");
  });
});

describe("data.aws_iam_policy_document", () => {
  const attached = (data: Json): Case => ({
    data: { aws_iam_policy_document: data },
    resources: {
      aws_iam_role_policy: {
        it: { role: "${aws_iam_role.task.id}", policy: "${data.aws_iam_policy_document.it.json}" },
      },
    },
  });
  const statement = { actions: client, resources: [fileSystemArn] };

  test("allows by default", () => {
    expect(answers(attached({ it: { statement: [statement] } }))).toBe("yes");
    expect(answers(attached({ it: { statement: [{ ...statement, effect: "Deny" }] } }))).toBe("no");
  });

  test("can include others", () => {
    const base = { statement: [{ ...statement, sid: "mount" }] };
    const source = ["${data.aws_iam_policy_document.base.json}"];
    expect(answers(attached({ base, it: { source_policy_documents: source } }))).toBe("yes");
    const override = { statement: [{ ...statement, sid: "mount", actions: ["s3:*"] }] };
    expect(
      answers(
        attached({
          base,
          override,
          it: {
            source_policy_documents: source,
            override_policy_documents: ["${data.aws_iam_policy_document.override.json}"],
          },
        }),
      ),
    ).toBe("no");
  });

  test("can have condition blocks", () => {
    const condition = (values: string[]) =>
      attached({
        it: {
          statement: [
            {
              ...statement,
              condition: [{ test: "StringEquals", variable: "elasticfilesystem:AccessPointArn", values }],
            },
          ],
        },
      });
    const web = "${aws_efs_access_point.web.arn}";
    expect(answers({ ...condition([web]), accessPoint: "web" })).toBe("yes");
    expect(answers({ ...condition([web]), accessPoint: "admin" })).toBe("no");
    expect(answers(condition([web]))).toBe("no");
  });

  test("is unknown if it refers to itself", () => {
    const it = { source_policy_documents: ["${data.aws_iam_policy_document.it.json}"] };
    expect(answers(attached({ it }))).toBe("unknown");
  });
});

describe("the file system's policy", () => {
  const allow = (principal: unknown, more: Json = {}) => ({
    ...mayMount,
    Principal: principal,
    ...more,
  });

  test.each([
    ["everybody", "*", "yes", "yes"],
    ["everybody, as AWS", { AWS: "*" }, "yes", "yes"],
    ["the role by reference", { AWS: roleArn }, "yes", "no"],
    ["the role by its ARN", { AWS: "arn:aws:iam::222222222222:role/web-task" }, "yes", "no"],
    ["another role", { AWS: "${aws_iam_role.other.arn}" }, "no", "no"],
    ["one of two roles", { AWS: ["${aws_iam_role.other.arn}", roleArn] }, "yes", "no"],
    ["a service", { Service: "ecs-tasks.amazonaws.com" }, "no", "no"],
    ["the account, which leaves it to the role", { AWS: "arn:aws:iam::222222222222:root" }, "unknown", "no"],
    ["the account by its number", { AWS: "222222222222" }, "unknown", "no"],
    ["another account", { AWS: "arn:aws:iam::333333333333:root" }, "no", "no"],
    ["whom a variable says", { AWS: "${var.role}" }, "unknown", "unknown"],
  ])("allows %s", (_who, principal, role, anonymous) => {
    const fileSystem = [allow(principal)];
    expect([answers({ fileSystem }), answers({ fileSystem, anonymous: true })]).toEqual([role, anonymous]);
  });

  test("that allows the account defers to the role's own policies", () => {
    const fileSystem = [allow({ AWS: "arn:aws:iam::222222222222:root" })];
    expect(answers({ own: [mayMount], fileSystem })).toBe("yes");
  });

  test("fails for plain NFS if that is denied", () => {
    const denial = {
      ...allow({ AWS: "*" }),
      Effect: "Deny",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    expect(answers({ own: [mayMount], fileSystem: [denial], tls: true })).toBe("yes");
    const judged = access({ own: [mayMount], fileSystem: [denial], tls: false });
    expect([judged.answer, judged.deniedBy?.address]).toEqual(["no", "aws_efs_file_system_policy.it"]);
  });

  test("fails for everyone without IAM if it allows nobody", () => {
    const denial = { ...allow({ AWS: "*" }), Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } };
    expect(answers({ fileSystem: [denial], anonymous: true })).toBe("no");
  });

  test("can deny with exceptions", () => {
    const denial = (except: unknown) => ({ ...mayMount, Effect: "Deny", NotPrincipal: except });
    const own = [mayMount];
    expect(answers({ own, fileSystem: [denial({ AWS: "${aws_iam_role.other.arn}" })] })).toBe("no");
    expect(answers({ own, fileSystem: [denial({ AWS: [roleArn, "222222222222"] })] })).toBe("yes");
    expect(answers({ own, fileSystem: [denial({ AWS: roleArn })] })).toBe("unknown");
  });

  test.each([
    [{ Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } }, "yes"],
    [{ Bool: { "elasticfilesystem:AccessedViaMountTarget": "false" } }, "no"],
    [{ Bool: { "aws:SecureTransport": true } }, "yes"],
    [{ StringEquals: { "elasticfilesystem:accesspointarn": "${aws_efs_access_point.web.arn}" } }, "yes"],
    [{ StringEquals: { "elasticfilesystem:AccessPointArn": "${aws_efs_access_point.admin.arn}" } }, "no"],
    [
      {
        "ForAnyValue:StringEquals": {
          "elasticfilesystem:AccessPointArn": ["${aws_efs_access_point.admin.arn}", "${aws_efs_access_point.web.arn}"],
        },
      },
      "yes",
    ],
    [{ StringNotEquals: { "elasticfilesystem:AccessPointArn": "${aws_efs_access_point.web.arn}" } }, "no"],
    [{ StringNotEquals: { "elasticfilesystem:AccessPointArn": "${aws_efs_access_point.admin.arn}" } }, "yes"],
    [
      { ArnLike: { "elasticfilesystem:AccessPointArn": "arn:aws:elasticfilesystem:*:222222222222:access-point/*" } },
      "yes",
    ],
    [{ StringLike: { "elasticfilesystem:AccessPointArn": "*/fsap-0*" } }, "unknown"],
    [{ Null: { "elasticfilesystem:AccessPointArn": "true" } }, "no"],
    [{ Null: { "elasticfilesystem:AccessPointArn": "false" } }, "yes"],
    [{ ArnEquals: { "aws:PrincipalArn": roleArn } }, "yes"],
    [{ ArnNotEquals: { "aws:PrincipalArn": roleArn } }, "no"],
    [{ StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } }, "unknown"],
    [{ StringEquals: { "aws:SourceVpc": "vpc-0123456789abcdef0" } }, "unknown"],
    [{ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, "unknown"],
    [{ "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } }, "yes"],
    [{ "ForAnyValue:StringEquals": { "aws:TagKeys": ["team"] } }, "no"],
    [{ StringEquals: { "aws:RequestTag/team": "web" } }, "no"],
    [{ StringEqualsIfExists: { "aws:RequestTag/team": "web" } }, "yes"],
    [{ StringEqualsIfExists: { "aws:PrincipalServiceName": "ecs.amazonaws.com" } }, "unknown"],
    [{ Bool: { "aws:SecureTransport": "true" }, StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } }, "unknown"],
    [{ Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } }, "no"],
  ])("evaluates %j: %s", (condition, answer) => {
    expect(answers({ fileSystem: [allow("*", { Condition: condition })], accessPoint: "web" })).toBe(answer);
  });

  test("treats a missing condition key as AWS does", () => {
    const web = "${aws_efs_access_point.web.arn}";
    const of = (operator: string) =>
      answers({ fileSystem: [allow("*", { Condition: { [operator]: { "elasticfilesystem:AccessPointArn": web } } })] });
    expect(
      [
        "StringEquals",
        "StringEqualsIfExists",
        "StringNotEquals",
        "ForAllValues:StringEquals",
        "ForAnyValue:ArnLike",
      ].map(of),
    ).toEqual(["no", "yes", "yes", "yes", "no"]);
  });

  test("may omit its resource, unlike a role's policy", () => {
    const statement = { Effect: "Allow", Action: "elasticfilesystem:ClientMount", Principal: "*" };
    expect([answers({ fileSystem: [statement] }), answers({ own: [statement] })]).toEqual(["yes", "no"]);
  });

  test("that is invalid, or in a variable, is unknown", () => {
    const resources = (policy: string) => ({
      aws_efs_file_system_policy: { it: { file_system_id: "${aws_efs_file_system.content.id}", policy } },
    });
    expect(answers({ resources: resources("${var.policy}"), anonymous: true })).toBe("unknown");
    expect(answers({ resources: resources("nonsense"), anonymous: true })).toBe("unknown");
  });
});

test("a role outside the input may have any policies", () => {
  const graph = graphOfStacks({ apps: { data: { aws_iam_role: { task: { name: "task" } } } } });
  const data = graph.resource("data.aws_iam_role.task")!;
  const caller = callerOf(graph, { kind: "reference", to: data.key, attribute: "arn" }, data);
  if (caller.kind === "unknown") throw new Error(caller.why);
  const request = { action: "logs:PutLogEvents", resource: literal("*"), caller, context: new Map() };
  const { answer, open } = judgeAccess(new Facts(graph), request);
  expect([answer, open?.expression]).toEqual(["unknown", "data.aws_iam_role.task"]);
});

test("a resource of another account is also evaluated with that account's policies, if they are known", () => {
  const provider = (account: string) => ({ aws: [{ region: "us-east-1", allowed_account_ids: [account] }] });
  const statement = { Effect: "Allow", Action: "ecr:*", Resource: "*" };
  const graph = graphOfStacks({
    tools: { provider: provider("333333333333"), resource: { aws_ecr_repository: { nginx: { name: "nginx" } } } },
    apps: {
      provider: provider("222222222222"),
      resource: {
        aws_iam_role: { pull: { name: "pull" } },
        aws_iam_role_policy: { pull: { role: "${aws_iam_role.pull.id}", policy: document([statement]) } },
      },
    },
  });
  const facts = new Facts(graph);
  const resource: Value = { kind: "reference", to: graph.resource("aws_ecr_repository.nginx")!.key, attribute: "arn" };
  const caller = { kind: "role", role: graph.resource("aws_iam_role.pull")! } as const;
  const request = { action: "ecr:BatchGetImage", resource, caller, context: new Map() };
  const refusing = { resource: graph.resource("aws_ecr_repository.nginx")!, document: { statements: [] } };
  expect(judgeAccess(facts, request).answer).toBe("yes");
  expect(judgeAccess(facts, request, [refusing]).answer).toBe("no");
});

test("a role with an unknown value is not a known caller", () => {
  const graph = graphOfStacks({ apps: { resource: { aws_iam_role: { task: {} } } } });
  const near = graph.resource("aws_iam_role.task")!;
  expect(callerOf(graph, unknownValue("var.role", "has no value"), near)).toEqual(
    unknownValue("var.role", "has no value"),
  );
  expect(callerOf(graph, NULL, near)).toEqual({ kind: "anonymous" });
});
