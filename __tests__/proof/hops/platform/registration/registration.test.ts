import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readGraph } from "../../../../../proof/graph/read";
import { registrationRules } from "../../../../../proof/hops/platform/registration";
import { prove } from "../../../../../proof/prove";

type Json = Record<string, unknown>;

interface Tried {
  readonly container?: Json;
  readonly others?: readonly Json[];
  readonly task?: Json;
  readonly service?: Json;
  readonly resources?: Json;
}

const association = {
  aws_ecs_cluster_capacity_providers: {
    main: { cluster_name: "${aws_ecs_cluster.main.name}", capacity_providers: ["FARGATE"] },
  },
};
const spot = { capacity_provider: "FARGATE_SPOT", weight: 1 };
const awslogs = (options: Json) => ({ logConfiguration: { logDriver: "awslogs", options } });
const logOptions = { "awslogs-group": "/web", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web" };

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "registration-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** The platform hop's result for a service on Fargate with these settings. */
function platform({ container, others = [], task, service, resources }: Tried): string {
  const web = { name: "web", image: "nginx", mountPoints: [{ sourceVolume: "content", containerPath: "/srv" }] };
  const written = {
    data: { aws_ssm_parameter: { host: { name: "/host" } } },
    resource: {
      aws_efs_file_system: { content: {} },
      aws_ecs_cluster: { main: { name: "main" } },
      aws_ecs_task_definition: {
        web: {
          family: "web",
          requires_compatibilities: ["FARGATE"],
          network_mode: "awsvpc",
          cpu: "256",
          memory: "512",
          container_definitions: JSON.stringify([{ ...web, ...container }, ...others]),
          volume: [
            {
              name: "content",
              efs_volume_configuration: { file_system_id: "${aws_efs_file_system.content.id}" },
            },
          ],
          ...task,
        },
      },
      aws_ecs_service: {
        web: {
          name: "web",
          cluster: "${aws_ecs_cluster.main.id}",
          task_definition: "${aws_ecs_task_definition.web.arn}",
          ...(service?.capacity_provider_strategy ? {} : { launch_type: "FARGATE" }),
          network_configuration: { subnets: ["subnet-0123456789abcdef0"] },
          ...service,
        },
      },
      ...resources,
    },
  };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(written));
  const [path] = prove(readGraph([folder])).paths;
  const hop = path?.hops.find(({ hop }) => hop === "platform");
  return hop ? `${hop.verdict} ${hop.rule}: ${hop.detail}` : "no path";
}

test("has these rules", () => {
  expect(registrationRules.map(({ name }) => name)).toEqual([
    ...["awsvpc", "depends-on", "essential", "container-names", "container-limits", "container-memory"],
    ...[
      "port-mappings",
      "log-driver",
      "fargate-task",
      "fargate-containers",
      "service",
      "network-configuration",
      "capacity-providers",
    ],
  ]);
});

const fine = "passes ECS-01: Fargate on Linux platform 1.4.0";

test.each<[string, Tried]>([
  [
    "ten containers that take all of the task's CPU",
    {
      container: { cpu: 56, ulimits: [{ name: "nofile", softLimit: 4096, hardLimit: 4096 }] },
      others: Array.from({ length: 9 }, (_, at) => ({ name: `other-${at}`, image: "busybox", cpu: at < 8 ? 25 : 0 })),
    },
  ],
  ["nothing but what is needed", {}],
  [
    "settings that are spelled out as empty",
    { container: { dnsServers: [], hostname: "", links: [], privileged: false } },
  ],
  [
    "a container that waits for START of an essential one",
    {
      container: { dependsOn: [{ containerName: "db", condition: "START" }] },
      others: [{ name: "db", image: "db" }],
    },
  ],
  ["awslogs with its three options", { container: awslogs(logOptions) }],
  ["awslogs that makes its group", { container: awslogs({ ...logOptions, "awslogs-create-group": "true" }) }],
  ["dynamic host ports", { container: { portMappings: [{ containerPort: 80, hostPort: 0 }] } }],
  [
    "a capacity provider that is associated",
    {
      service: { capacity_provider_strategy: [{ capacity_provider: "FARGATE", weight: 1 }] },
      resources: association,
    },
  ],
  [
    "one weight above 0",
    {
      service: {
        capacity_provider_strategy: [{ capacity_provider: "FARGATE" }, { capacity_provider: "FARGATE", weight: 1 }],
      },
      resources: association,
    },
  ],
])("passes with %s", (_what, tried) => expect(platform(tried)).toBe(fine));

test.each<[string, Tried, string]>([
  [
    "more than ten containers",
    { others: Array.from({ length: 10 }, (_, at) => ({ name: `other-${at}`, image: "busybox" })) },
    "fails ECS-21: has 11 containers, which ECS refuses; a task has at most 10",
  ],
  [
    "more CPU than the task has",
    { container: { cpu: 200 }, others: [{ name: "db", image: "db", cpu: 100 }] },
    "fails ECS-06: its containers reserve 300 CPU units, more than the task's 256, which ECS refuses",
  ],
  [
    "dnsServers",
    { container: { dnsServers: ["10.0.0.2"] } },
    "fails ECS-08: container web sets dnsServers, which ECS refuses in network mode awsvpc",
  ],
  [
    "hostname",
    { container: { hostname: "web" } },
    "fails ECS-08: container web sets hostname, which ECS refuses in network mode awsvpc",
  ],
  [
    "links",
    { container: { links: ["db"] } },
    "fails ECS-08: container web sets links, which ECS refuses in network mode awsvpc",
  ],
  [
    "disableNetworking",
    { container: { disableNetworking: true } },
    "fails ECS-08: container web sets disableNetworking, which ECS refuses in network mode awsvpc",
  ],
  [
    "COMPLETE of itself",
    { container: { dependsOn: [{ containerName: "web", condition: "COMPLETE" }] } },
    "fails ECS-11: container web waits for COMPLETE of container web, which is essential; ECS refuses this",
  ],
  [
    "START of itself",
    { container: { dependsOn: [{ containerName: "web", condition: "START" }] } },
    "fails ECS-11: containers depend on each other in a cycle, so none starts: web",
  ],
  [
    "a dependency that does not exist",
    { container: { dependsOn: [{ containerName: "db", condition: "START" }] } },
    "fails ECS-11: container web depends on container db, which does not exist in this task definition",
  ],
  [
    "no network configuration",
    { service: { network_configuration: [] } },
    "fails ECS-21: has no network_configuration with subnets, which network mode awsvpc requires",
  ],
  [
    "two containers of one name",
    { others: [{ name: "web", image: "db" }] },
    "fails ECS-21: two containers have the name web, which ECS refuses",
  ],
  [
    "one port twice in a container",
    { container: { portMappings: [{ containerPort: 80 }, { containerPort: 80 }] } },
    "fails ECS-21: container web maps TCP host port 80 twice, which ECS refuses",
  ],
  [
    "awslogs without a group",
    { container: awslogs({ ...logOptions, "awslogs-group": "" }) },
    "fails ECS-21: container web has no option awslogs-group, which log driver awslogs requires",
  ],
  [
    "awslogs without a Region",
    { container: awslogs({ ...logOptions, "awslogs-region": null }) },
    "fails ECS-21: container web has no option awslogs-region, which log driver awslogs requires",
  ],
  [
    "awslogs without a stream prefix",
    { container: awslogs({ ...logOptions, "awslogs-stream-prefix": null }) },
    "fails ECS-21: container web has no option awslogs-stream-prefix, which log driver awslogs on Fargate requires",
  ],
  [
    "awslogs-create-group false",
    { container: awslogs({ ...logOptions, "awslogs-create-group": "false" }) },
    'fails ECS-21: container web sets awslogs-create-group to "false"; ECS accepts only "true"; remove the option',
  ],
  [
    "json-file",
    { container: { logConfiguration: { logDriver: "json-file" } } },
    "fails ECS-21: container web has log driver json-file, which Fargate does not support; use awslogs, splunk, awsfirelens",
  ],
  [
    "privileged",
    { container: { privileged: true } },
    "fails ECS-16: container web sets privileged, which Fargate does not support",
  ],
  [
    "devices",
    { container: { linuxParameters: { devices: [{ hostPath: "/dev/fuse" }] } } },
    "fails ECS-16: container web sets devices, which Fargate does not support",
  ],
  [
    "maxSwap",
    { container: { linuxParameters: { maxSwap: 512 } } },
    "fails ECS-16: container web sets maxSwap, which Fargate does not support",
  ],
  [
    "a GPU",
    { container: { resourceRequirements: [{ type: "GPU", value: "1" }] } },
    "fails ECS-16: container web requires a resource of type GPU, which Fargate does not support",
  ],
  [
    "dockerSecurityOptions",
    { container: { dockerSecurityOptions: ["label:x"] } },
    "fails ECS-16: container web sets dockerSecurityOptions, which Fargate does not support",
  ],
  [
    "placement constraints of the task",
    { task: { placement_constraints: [{ type: "memberOf", expression: "x" }] } },
    "fails ECS-16: has placement constraints, which Fargate does not support",
  ],
  [
    "inference accelerators",
    { task: { inference_accelerator: [{ device_name: "x", device_type: "y" }] } },
    "fails ECS-16: has inference accelerators, which Fargate does not support",
  ],
  ["ipc_mode", { task: { ipc_mode: "task" } }, "fails ECS-16: sets ipc_mode to task, which Fargate does not support"],
  [
    "a small scratch disk",
    { task: { ephemeral_storage: { size_in_gib: 20 } } },
    "fails ECS-07: has 20 GiB of ephemeral storage; Fargate supports 21 to 200, or 20 if none is set",
  ],
  [
    "placement constraints of the service",
    { service: { placement_constraints: [{ type: "distinctInstance" }] } },
    "fails ECS-16: has placement_constraints, which Fargate does not support",
  ],
  [
    "a launch type beside a strategy",
    {
      service: { launch_type: "FARGATE", capacity_provider_strategy: [{ capacity_provider: "FARGATE", weight: 1 }] },
      resources: association,
    },
    "fails ECS-16: sets both launch_type FARGATE and capacity_provider_strategy, which ECS refuses",
  ],
  [
    "a platform version on EC2",
    { service: { launch_type: "EC2", platform_version: "1.4.0" }, task: { requires_compatibilities: ["EC2"] } },
    "fails ECS-16: sets platform_version 1.4.0, which ECS refuses with launch type EC2",
  ],
  [
    "a provider that is not associated",
    { service: { capacity_provider_strategy: [spot] }, resources: association },
    "fails ECS-20: its strategy names FARGATE_SPOT, which aws_ecs_cluster_capacity_providers.main does not associate with the cluster",
  ],
  [
    "weights of 0",
    { service: { capacity_provider_strategy: [{ capacity_provider: "FARGATE", weight: 0 }] }, resources: association },
    "fails ECS-20: no capacity provider of its strategy has a weight above 0, so ECS refuses it",
  ],
])("fails with %s", (_what, tried, said) => expect(platform(tried)).toBe(said));

test.each<[string, Tried, string]>([
  [
    "CPU that is not known",
    { container: { cpu: "${data.aws_ssm_parameter.host.value}" } },
    "unknown ECS-06: cpu of container web is not known: data.aws_ssm_parameter.host.value",
  ],
  [
    "a ulimit other than nofile",
    { container: { ulimits: [{ name: "memlock", softLimit: -1, hardLimit: -1 }] } },
    "unknown ECS-16: container web sets ulimit memlock: not known whether Fargate supports it; AWS documents only nofile",
  ],
  [
    "a host name that a data source will tell",
    { container: { hostname: "${data.aws_ssm_parameter.host.value}" } },
    "unknown ECS-08: hostname of container web is not known: data.aws_ssm_parameter.host.value",
  ],
  [
    "a capacity provider of a cluster that is elsewhere",
    { service: { capacity_provider_strategy: [spot], cluster: "arn:aws:ecs:us-east-1:123456789012:cluster/shared" } },
    "unknown ECS-20: not known whether FARGATE_SPOT is associated with the cluster, which is not in the input",
  ],
])("is unknown with %s", (_what, tried, said) => expect(platform(tried)).toBe(said));

test.each([
  ["aws_cloudwatch_event_target", "ordered_placement_strategy"],
  ["aws_scheduler_schedule", "placement_constraints"],
])("%s: %s on Fargate is unknown", (type, name) => {
  const network = { subnets: ["subnet-0123456789abcdef0"] };
  const taskDefinition = { task_definition_arn: "${aws_ecs_task_definition.web.arn}", launch_type: "FARGATE" };
  const settings = { ...taskDefinition, network_configuration: network, [name]: [{ type: "random" }] };
  const target = { arn: "${aws_ecs_cluster.main.arn}", role_arn: "arn:aws:iam::123456789012:role/events" };
  const starter =
    type === "aws_scheduler_schedule"
      ? { schedule_expression: "rate(1 day)", target: { ...target, ecs_parameters: settings } }
      : { rule: "nightly", ...target, ecs_target: settings };
  expect(platform({ resources: { aws_ecs_service: {}, [type]: { nightly: starter } } })).toBe(
    `unknown ECS-16: has ${name}: not known whether Fargate supports it in scheduled tasks; ECS refuses it in services`,
  );
});
