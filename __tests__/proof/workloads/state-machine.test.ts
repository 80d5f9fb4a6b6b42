import { graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { mountingStack } from "../../support/mounting-stack";

type Json = Record<string, unknown>;

const network = (settings: Json = {}) => ({
  NetworkConfiguration: {
    AwsvpcConfiguration: {
      Subnets: ["${aws_subnet.a.id}"],
      SecurityGroups: ["${aws_security_group.all.id}"],
      AssignPublicIp: "ENABLED",
      ...settings,
    },
  },
});
const parameters = (settings: Json = {}) => ({
  LaunchType: "FARGATE",
  Cluster: "${aws_ecs_cluster.apps.arn}",
  TaskDefinition: "${aws_ecs_task_definition.web.arn}",
  ...network(),
  ...settings,
});
const run = (settings: Json = parameters(), resource = "arn:aws:states:::ecs:runTask.sync") => ({
  Type: "Task",
  Resource: resource,
  Parameters: settings,
  End: true,
});

function reportOf(states: Json, edit: (resource: Record<string, Record<string, Json>>) => void = () => undefined) {
  const { resource, ...stack } = mountingStack();
  delete resource["aws_ecs_service"];
  edit(resource);
  const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states });
  const machines = { aws_sfn_state_machine: { nightly: { name: "nightly", definition } } };
  return prove(graphOfStacks({ apps: { ...stack, resource: { ...resource, ...machines } } } as never));
}

const told = (...of: Parameters<typeof reportOf>) =>
  reportOf(...of).paths.map(({ workload, verdict, hops }) => {
    const bad = hops.find((one) => one.verdict !== "passes");
    return bad ? `${workload}: ${bad.hop} ${bad.verdict}` : `${workload}: ${verdict}`;
  });

test.each(["runTask", "runTask.sync", "runTask.waitForTaskToken"])("ecs:%s starts a task that is evaluated", (name) => {
  const states = { Run: run(parameters(), `arn:aws:states:::ecs:${name}`) };
  expect(told(states)).toEqual(["aws_sfn_state_machine.nightly: mounts"]);
  expect(reportOf(states).findings).toEqual([]);
});

test("fails if the mount target's group allows nobody", () => {
  const closed = (resource: Record<string, Record<string, Json>>) => {
    resource["aws_security_group"]!["efs"] = { vpc_id: "${aws_vpc.apps.id}" };
    resource["aws_efs_mount_target"]!["a"]!["security_groups"] = ["${aws_security_group.efs.id}"];
  };
  expect(told({ Run: run() }, closed)).toEqual(["aws_sfn_state_machine.nightly: network fails"]);
});

test("fails without a public address in a public subnet", () => {
  expect(told({ Run: run(parameters(network({ AssignPublicIp: "DISABLED" }))) })).toEqual([
    "aws_sfn_state_machine.nightly: image fails",
  ]);
});

test.each([
  ["a path", network({ Subnets: undefined, "Subnets.$": "$.subnets" })],
  ["an expression", network({ Subnets: "{% $subnets %}" })],
])("subnets by %s are unknown", (_, settings) => {
  const { paths } = reportOf({ Run: run(parameters(settings)) });
  expect(paths.map(({ verdict }) => verdict)).toEqual(["unknown"]);
});

test("a task definition by a path is unknown", () => {
  const { paths } = reportOf({ Run: run(parameters({ TaskDefinition: undefined, "TaskDefinition.$": "$.task" })) });
  expect(paths.map(({ verdict }) => verdict)).not.toContain("mounts");
  expect(paths.length).toBeGreaterThan(0);
});

test("arguments of JSONata, branches and maps are read, and each state is a workload", () => {
  const { Parameters, ...state } = run();
  const inner = (name: string) => ({ StartAt: name, States: { [name]: run() } });
  const states = {
    First: { ...state, QueryLanguage: "JSONata", Arguments: Parameters },
    Both: { Type: "Parallel", Branches: [inner("Left"), inner("Right")] },
    Each: { Type: "Map", ItemProcessor: inner("Item") },
  };
  const at = (name: string) => `aws_sfn_state_machine.nightly (${name}): mounts`;
  expect(told(states)).toEqual(["First", "Left", "Right", "Item"].map(at));
});

test("the launch type EC2 is not Fargate, and other services start nothing", () => {
  expect(told({ Run: run(parameters({ LaunchType: "EC2" })) })).toEqual([
    expect.stringMatching(/platform (?:fails|unknown)$/),
  ]);
  const { paths, findings } = reportOf({ Run: run(parameters(), "arn:aws:states:::lambda:invoke") });
  expect(paths).toEqual([]);
  expect(findings.map(({ rule }) => rule)).toContain("ECS-29");
});

test("with an unknown definition, the task definition is not evaluated", () => {
  const { resource, ...stack } = mountingStack();
  delete resource["aws_ecs_service"];
  const machines = { aws_sfn_state_machine: { nightly: { definition: "${var.definition}" } } };
  const { paths, findings } = prove(
    graphOfStacks({ apps: { ...stack, resource: { ...resource, ...machines } } } as never),
  );
  expect(paths).toEqual([]);
  expect(findings.map(({ detail }) => detail).join()).toContain("aws_sfn_state_machine.nightly (Step Functions)");
});
