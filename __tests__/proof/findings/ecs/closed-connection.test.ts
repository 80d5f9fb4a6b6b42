import { Facts } from "../../../../proof/facts";
import { closedConnection } from "../../../../proof/findings/ecs/closed-connection";
import { graphOfStacks } from "../../../../proof/graph/read";

type Args = Record<string, unknown>;

const rule = (group: string, other: string, port: number, more: Args = {}) => ({
  security_group_id: `\${aws_security_group.${group}.id}`,
  referenced_security_group_id: `\${aws_security_group.${other}.id}`,
  ip_protocol: "tcp",
  from_port: port,
  to_port: port,
  ...more,
});

const service = (name: string, groups: string[] = [name]) => ({
  name,
  task_definition: `\${aws_ecs_task_definition.${name}.arn}`,
  network_configuration: {
    subnets: ["${aws_subnet.a.id}"],
    security_groups: groups.map((group) => `\${aws_security_group.${group}.id}`),
  },
});

/** The findings if `web` calls port 8080 of `api`, with these rules and other resources. */
function found(egress: Record<string, Args>, ingress: Record<string, Args>, others: Args = {}, apiGroups = ["api"]) {
  const group = { vpc_id: "${aws_vpc.main.id}" };
  const resource = {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24" } },
    aws_security_group: { web: group, api: group, shared: group },
    aws_vpc_security_group_egress_rule: egress,
    aws_vpc_security_group_ingress_rule: ingress,
    aws_ecs_task_definition: {
      web: { container_definitions: "[]" },
      api: { container_definitions: JSON.stringify([{ name: "api", portMappings: [{ containerPort: 8080 }] }]) },
    },
    aws_ecs_service: { web: service("web"), api: service("api", apiGroups) },
    ...others,
  };
  return [...closedConnection.find(new Facts(graphOfStacks({ apps: { resource } })))];
}

const toApi = { to_api: rule("web", "api", 8080) };
const fromWeb = { from_web: rule("api", "web", 8080) };

test("reports a connection that only the caller's security group allows", () => {
  expect(found(toApi, {})).toEqual([
    {
      rule: "ECS-31",
      severity: "warning",
      resource: "aws_security_group.api",
      detail:
        "aws_vpc_security_group_egress_rule.to_api allows tcp/8080 from aws_ecs_service.web to aws_ecs_service.api, and no ingress rule of aws_security_group.api allows it: connections time out",
      fix: "add an ingress rule for tcp/8080 from aws_security_group.web to aws_security_group.api",
    },
  ]);
});

test("reports a connection that only the service's security group allows", () => {
  expect(found({}, fromWeb)).toEqual([
    {
      rule: "ECS-31",
      severity: "warning",
      resource: "aws_security_group.web",
      detail:
        "aws_vpc_security_group_ingress_rule.from_web allows tcp/8080 from aws_ecs_service.web to aws_ecs_service.api, and no egress rule of aws_security_group.web allows it: connections time out",
      fix: "add an egress rule to aws_security_group.web for tcp/8080 to aws_security_group.api",
    },
  ]);
});

test("reports a load balancer whose security group does not allow the caller", () => {
  const balanced = {
    aws_lb: {
      api: { subnets: ["${aws_subnet.a.id}"], security_groups: ["${aws_security_group.shared.id}"] },
    },
    aws_lb_listener: { http: { load_balancer_arn: "${aws_lb.api.arn}", port: 80 } },
  };
  const toBalancer = { to_balancer: rule("web", "shared", 80) };
  expect(found(toBalancer, {}, balanced).map(({ resource }) => resource)).toEqual(["aws_security_group.shared"]);
  expect(found(toBalancer, { from_web: rule("shared", "web", 80) }, balanced)).toEqual([]);
});

test.each([
  ["both ends allow it", toApi, fromWeb],
  ["another rule allows the caller's subnet", toApi, { from_vpc: range("api") }],
  ["the caller may connect to anything", { anywhere: range("web", "0.0.0.0/0") }, fromWeb],
  ["nothing listens on the port", { to_api: rule("web", "api", 5432) }, {}],
  ["the rule is for all ports", { to_api: rule("web", "api", 0, { to_port: 65535 }) }, {}],
  ["the rule is for another protocol", { to_api: rule("web", "api", 8080, { ip_protocol: "udp" }) }, {}],
  ["no rule names the other group", { anywhere: range("web", "10.9.0.0/16") }, {}],
])("does not report a connection if %s", (_, egress, ingress) => {
  expect(found(egress, ingress)).toEqual([]);
});

function range(group: string, cidr = "10.0.0.0/16") {
  return rule(group, group, 8080, { referenced_security_group_id: null, cidr_ipv4: cidr });
}

test("does not report a service whose other security group allows it", () => {
  const shared = { from_web: rule("shared", "web", 8080) };
  expect(found(toApi, shared, {}, ["api", "shared"])).toEqual([]);
});

test("does not report a service that may have rules outside of the input", () => {
  const existing = service("api");
  existing.network_configuration.security_groups = ["sg-0123456789abcdef0"];
  const toExisting = { to_api: rule("web", "api", 8080, { referenced_security_group_id: "sg-0123456789abcdef0" }) };
  expect(found(toExisting, {}, { aws_ecs_service: { web: service("web"), api: existing } })).toEqual([]);
});

test("tells services of different stacks with the same address apart", () => {
  const read = (output: string) => `\${data.terraform_remote_state.api.outputs.${output}}`;
  const task = (portMappings: readonly object[]) => ({
    app: { container_definitions: JSON.stringify([{ name: "app", portMappings }]) },
  });
  const api = {
    terraform: { backend: { local: { path: "../../../api.tfstate" } } },
    output: {
      group: { value: "${aws_security_group.app.id}" },
      subnet: { value: "${aws_subnet.a.id}" },
      vpc: { value: "${aws_vpc.main.id}" },
    },
    resource: {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24" } },
      aws_security_group: { app: { vpc_id: "${aws_vpc.main.id}" } },
      aws_ecs_task_definition: task([{ containerPort: 8080 }]),
      aws_ecs_service: { app: service("app") },
    },
  };
  const web = {
    data: {
      terraform_remote_state: { api: { backend: "local", config: { path: "../../../api.tfstate" } } },
    },
    resource: {
      aws_security_group: { app: { vpc_id: read("vpc") } },
      aws_vpc_security_group_egress_rule: {
        to_api: { ...rule("app", "app", 8080), referenced_security_group_id: read("group") },
      },
      aws_ecs_task_definition: task([]),
      aws_ecs_service: {
        app: {
          ...service("app"),
          network_configuration: { subnets: [read("subnet")], security_groups: ["${aws_security_group.app.id}"] },
        },
      },
    },
  };
  const findings = [...closedConnection.find(new Facts(graphOfStacks({ api, web })))];
  expect(findings.map(({ detail }) => detail)).toEqual([
    "aws_vpc_security_group_egress_rule.to_api allows tcp/8080 from aws_ecs_service.app to aws_ecs_service.app, and no ingress rule of aws_security_group.app allows it: connections time out",
  ]);
});
