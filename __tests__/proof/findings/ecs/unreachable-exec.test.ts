import { Facts } from "../../../../proof/facts";
import { unreachableExec } from "../../../../proof/findings/ecs/unreachable-exec";
import { graphOfStacks } from "../../../../proof/graph/read";

type Args = Record<string, unknown>;
type Resources = Record<string, Record<string, Args>>;

const trust = JSON.stringify({
  Statement: [{ Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const policy = (action: string | readonly string[], effect = "Allow") =>
  JSON.stringify({ Statement: [{ Effect: effect, Action: action, Resource: "*" }] });
const exec = policy("ssmmessages:*");

const network = { subnets: ["${aws_subnet.main.id}"], security_groups: ["${aws_security_group.web.id}"] };
const gateway = { cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.main.id}" };
const service = {
  cluster: "${aws_ecs_cluster.main.arn}",
  task_definition: "${aws_ecs_task_definition.web.arn}",
  launch_type: "FARGATE",
  enable_execute_command: true,
  network_configuration: network,
};
const task = {
  family: "web",
  network_mode: "awsvpc",
  requires_compatibilities: ["FARGATE"],
  task_role_arn: "${aws_iam_role.web.arn}",
  container_definitions: JSON.stringify([{ name: "web", image: "nginx" }]),
};

/** A task that mounts nothing, in a public subnet of its own VPC, without other resources. */
const alone: Resources = {
  aws_vpc: { main: { cidr_block: "10.0.0.0/16", enable_dns_hostnames: true } },
  aws_subnet: {
    main: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24", availability_zone: "us-east-1a" },
  },
  aws_internet_gateway: { main: { vpc_id: "${aws_vpc.main.id}" } },
  aws_route_table: { main: { vpc_id: "${aws_vpc.main.id}", route: [gateway] } },
  aws_route_table_association: {
    main: { subnet_id: "${aws_subnet.main.id}", route_table_id: "${aws_route_table.main.id}" },
  },
  aws_security_group: {
    web: {
      vpc_id: "${aws_vpc.main.id}",
      egress: [{ from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }],
    },
  },
  aws_iam_role: { web: { name: "web", assume_role_policy: trust } },
  aws_iam_role_policy: { exec: { role: "${aws_iam_role.web.id}", policy: exec } },
  aws_ecs_cluster: { main: { name: "main" } },
  aws_ecs_task_definition: { web: task },
};

function found(resources: Resources, data: Resources = {}) {
  return [
    ...unreachableExec.find(
      new Facts(
        graphOfStacks({
          apps: { provider: { aws: [{ region: "us-east-1" }] }, resource: { ...alone, ...resources }, data },
        }),
      ),
    ),
  ];
}

const publicly = {
  aws_ecs_service: { web: { ...service, network_configuration: { ...network, assign_public_ip: true } } },
};
const fails = "aws ecs execute-command cannot connect to the tasks of";

test("does not report a task with a public address, or without ECS Exec", () => {
  expect(found(publicly)).toEqual([]);
  expect(found({ aws_ecs_service: { web: { ...service, enable_execute_command: false } } })).toEqual([]);
});

test("reports a task in a public subnet without a public address, and proposes one", () => {
  expect(found({ aws_ecs_service: { web: service } })).toEqual([
    {
      rule: "ECS-14",
      severity: "warning",
      resource: expect.any(String) as string,
      detail: expect.stringMatching(
        /^ssmmessages is unreachable: .*public.*: aws ecs execute-command cannot connect/,
      ) as string,
      fix: "set assign_public_ip of aws_ecs_service.web to true",
    },
  ]);
});

test("reports what a deny and a permissions boundary withhold", () => {
  const denied = {
    ...publicly,
    aws_iam_role_policy: {
      ...alone["aws_iam_role_policy"],
      no: { role: "${aws_iam_role.web.id}", policy: policy("ssmmessages:Open*", "Deny") },
    },
  };
  expect(found(denied)).toMatchObject([
    {
      resource: "aws_iam_role_policy.no",
      detail: `denies aws_iam_role.web, the task role, ssmmessages:OpenControlChannel and ssmmessages:OpenDataChannel: ${fails} aws_ecs_service.web`,
      fix: "except ssmmessages from the deny in aws_iam_role_policy.no",
    },
  ]);
  const bounded = {
    ...publicly,
    aws_iam_policy: { limit: { policy: policy("s3:*") } },
    aws_iam_role: {
      web: { name: "web", assume_role_policy: trust, permissions_boundary: "${aws_iam_policy.limit.arn}" },
    },
  };
  expect(found(bounded)).toMatchObject([
    {
      resource: "aws_iam_policy.limit",
      fix: expect.stringMatching(/^allow ssmmessages:.* in aws_iam_policy\.limit$/) as string,
    },
  ]);
});

test("reports a task of a schedule without a task role, unless the schedule may give it one", () => {
  const schedule = (input?: string) => ({
    aws_ecs_task_definition: { web: { ...task, task_role_arn: undefined } },
    aws_scheduler_schedule: {
      nightly: {
        target: {
          arn: "${aws_ecs_cluster.main.arn}",
          ...(input === undefined ? {} : { input }),
          ecs_parameters: {
            task_definition_arn: "${aws_ecs_task_definition.web.arn}",
            launch_type: "FARGATE",
            enable_execute_command: true,
            network_configuration: { ...network, assign_public_ip: true },
          },
        },
      },
    },
  });
  const without = [{ resource: "aws_ecs_task_definition.web" }];
  expect(found(schedule())).toMatchObject(without);
  expect(found(schedule('{"containerOverrides":[]}'))).toMatchObject(without);
  expect(found(schedule('{"taskRoleArn":"arn:aws:iam::111111111111:role/web"}'))).toEqual([]);
});

test("reports a task of a state machine", () => {
  const states = {
    Run: {
      Type: "Task",
      Resource: "arn:aws:states:::ecs:runTask.sync",
      Parameters: {
        Cluster: "${aws_ecs_cluster.main.arn}",
        TaskDefinition: "${aws_ecs_task_definition.web.arn}",
        LaunchType: "FARGATE",
        EnableExecuteCommand: true,
        NetworkConfiguration: {
          AwsvpcConfiguration: { Subnets: network.subnets, SecurityGroups: network.security_groups },
        },
      },
    },
  };
  const machine = {
    aws_sfn_state_machine: { nightly: { definition: JSON.stringify({ StartAt: "Run", States: states }) } },
  };
  expect(found(machine)).toMatchObject([{ detail: expect.stringContaining("ssmmessages is unreachable") as string }]);
});

test("does not report what is not known", () => {
  const role = { ...task, task_role_arn: "arn:aws:iam::111111111111:role/web" };
  expect(found({ ...publicly, aws_ecs_task_definition: { web: role } })).toEqual([]);
  const elsewhere = {
    aws_ecs_service: { web: { ...service, network_configuration: { subnets: ["subnet-0123456789abcdef0"] } } },
  };
  expect(found(elsewhere)).toEqual([]);
  expect(found({ aws_ecs_service: { web: { ...service, launch_type: "EXTERNAL" } } })).toEqual([]);
});

/** Instances with public addresses, whose tasks have their network, or network interfaces of their own. */
test("follows the network of the instance unless the task has its own", () => {
  const hosts = (mode: string) => ({
    aws_ecs_task_definition: { web: { ...task, network_mode: mode, requires_compatibilities: ["EC2"] } },
    aws_ecs_service: {
      web: {
        ...service,
        launch_type: "EC2",
        network_configuration: mode === "awsvpc" ? network : undefined,
      },
    },
    aws_launch_template: {
      hosts: {
        image_id: "ami-0123456789abcdef0",
        user_data: Buffer.from("#!/bin/bash\necho ECS_CLUSTER=main >> /etc/ecs/ecs.config\n").toString("base64"),
        network_interfaces: [{ associate_public_ip_address: true, security_groups: network.security_groups }],
      },
    },
    aws_autoscaling_group: {
      hosts: { vpc_zone_identifier: network.subnets, launch_template: { id: "${aws_launch_template.hosts.id}" } },
    },
  });
  expect(found(hosts("bridge"))).toEqual([]);
  expect(found(hosts("awsvpc"))).toMatchObject([
    { detail: expect.stringContaining("ssmmessages is unreachable") as string },
  ]);
});
