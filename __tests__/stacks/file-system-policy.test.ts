import { parseOrganizationText } from "../../config/load";
import { graphOfStacks } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { synthFile } from "../support/synth";
import { changed, type File, variants, yamlOf } from "../support/variants";

type Stacks = Parameters<typeof graphOfStacks>[0];
type Policy = NonNullable<Extract<Written, { policy?: unknown }>["policy"]>;
type Written = NonNullable<NonNullable<File["workloadVpcs"]>[string]["fileSystems"]>[string];

function statementsOf(file: File): Record<string, unknown>[] {
  const { policy } = synthFile(file)["vpc-apps"]!.resource["aws_efs_file_system_policy"]!["content"]!;
  return (JSON.parse(policy as string) as { Statement: Record<string, unknown>[] }).Statement;
}

const withPolicy = (policy: Policy): File =>
  changed((file) => {
    const { content } = file.workloadVpcs!["apps"]!.fileSystems!;
    file.workloadVpcs!["apps"]!.fileSystems!["content"] = { ...content, policy } as Written;
  });

test("statements of the file follow those that every file system has", () => {
  const resource = "${aws_efs_file_system.content.arn}";
  const before = statementsOf(variants["example"]!);
  const all = statementsOf(variants["policy of a file system"]!);
  expect(all.slice(0, before.length)).toEqual(before);
  expect(all.slice(before.length)).toEqual([
    {
      Sid: "AuditReads",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::222222222222:role/audit", "arn:aws:iam::111111111111:root"] },
      Resource: resource,
      Action: ["elasticfilesystem:ClientMount"],
      Condition: {
        StringEquals: {
          "aws:PrincipalTag/team": ["$${aws:ResourceTag/team}", "audit"],
          "elasticfilesystem:AccessPointArn": ["${aws_efs_access_point.content_web.arn}"],
        },
      },
    },
    {
      Effect: "Deny",
      Principal: { AWS: "*" },
      Resource: resource,
      Action: ["elasticfilesystem:ClientRootAccess"],
    },
  ]);
});

test("a statement that allows everyone gives a warning, unless it has a condition", () => {
  const warnings = (policy: Policy) =>
    parseOrganizationText("organization.yaml", yamlOf(withPolicy(policy))).warnings.map(({ message }) => message);
  const everyone = { effect: "allow" as const, principals: ["*"], actions: ["elasticfilesystem:ClientMount"] };
  const message =
    "allows every client that reaches a mount target, also without an IAM role; name roles in principals, or add conditions";
  expect(warnings([everyone])).toContain(message);
  expect(warnings([{ ...everyone, accessPoints: ["web"] }])).not.toContain(message);
  expect(warnings([{ ...everyone, effect: "deny" }])).not.toContain(message);
});

describe("the proof", () => {
  const role = "arn:aws:iam::222222222222:role/example-web-nginx-task";
  const mount = { effect: "deny" as const, actions: ["elasticfilesystem:ClientMount"] };
  const openHops = (policy: Policy) => {
    const stacks = Object.entries(synthFile(withPolicy(policy))).map(([name, { json }]) => [
      name,
      JSON.parse(json) as object,
    ]);
    const { paths } = prove(graphOfStacks(Object.fromEntries(stacks) as Stacks));
    const open = paths
      .flatMap(({ workload, hops }) => hops.map((hop) => ({ ...hop, workload })))
      .filter(({ verdict }) => verdict !== "passes");
    return [
      ...new Set(
        open.map(({ workload, hop, verdict, rule, detail }) => [workload, hop, verdict, rule, detail].join(" ")),
      ),
    ];
  };

  const task =
    "aws_ecs_service.nginx iam fails EFS-09 aws_efs_file_system_policy.content denies aws_iam_role.nginx_task";
  const pod = "Deployment/web/nginx iam fails EFS-09 aws_efs_file_system_policy.content denies a client without IAM";

  test("fails the tasks whose role a statement denies the mount", () => {
    expect(openHops([{ ...mount, principals: [role] }])).toEqual([
      `${task} ClientMount on aws_efs_file_system.content`,
    ]);
  });

  test("fails tasks and pods if everyone is denied, and not those that a condition spares", () => {
    const spared = { ArnNotEquals: { "aws:PrincipalArn": role } };
    expect(openHops([{ ...mount, principals: ["*"] }])).toEqual([
      `${task} ClientMount on aws_efs_file_system.content`,
      `${pod} ClientMount on aws_efs_file_system.content`,
    ]);
    expect(openHops([{ ...mount, principals: ["*"], conditions: spared }])).toEqual([
      "Deployment/web/nginx iam unknown EFS-09 whether a client without IAM is allowed ClientMount on aws_efs_file_system.content depends on aws:principalarn: is known only when the request is made",
    ]);
  });

  test("passes with a statement about another role", () => {
    expect(openHops([{ ...mount, principals: ["arn:aws:iam::222222222222:role/audit"] }])).toEqual([]);
  });
});
