import { join } from "node:path";

import { Facts } from "../../../proof/facts";
import { readGraph } from "../../../proof/graph/read";
import { taskDefinitionOf } from "../../../proof/workloads/task-definition";
import { folderOf } from "../graph/folders";

const arn = (family: string, revision = "") =>
  `arn:aws:ecs:us-east-1:123456789012:task-definition/${family}${revision}`;
const containers = JSON.stringify([{ name: "web", image: "nginx" }]);

const taskDefinition = (name: string, family: string, revision: number) => ({
  address: `aws_ecs_task_definition.${name}`,
  mode: "managed",
  type: "aws_ecs_task_definition",
  name,
  values: { id: family, arn: arn(family, `:${revision}`), family, revision, container_definitions: containers },
});
const read = (name: string, values: object) => ({
  address: `data.aws_ecs_task_definition.${name}`,
  mode: "data",
  type: "aws_ecs_task_definition",
  name,
  values,
});
const service = (task_definition: string) => ({
  address: "aws_ecs_service.web",
  mode: "managed",
  type: "aws_ecs_service",
  name: "web",
  values: { id: "web", task_definition },
});

/** The service's task definition in a state with these resources. */
function found(named: string, ...resources: object[]): string {
  const root = folderOf({
    "state.json": {
      format_version: "1.0",
      terraform_version: "1.11.4",
      values: { root_module: { resources: [service(named), ...resources] } },
    },
  });
  const graph = readGraph([join(root, "state.json")]);
  const [user] = graph.all("aws_ecs_service");
  const task = taskDefinitionOf(new Facts(graph), user!.get("task_definition"), user!);
  return "key" in task ? task.address : `unknown: ${task.why}`;
}

const [old, current, other] = [
  taskDefinition("old", "web", 1),
  taskDefinition("web", "web", 2),
  taskDefinition("db", "db", 2),
];

test.each([
  ["a family and its revision", "web:2", "aws_ecs_task_definition.web"],
  ["an older revision that the state holds, too", "web:1", "aws_ecs_task_definition.old"],
  ["the family alone, whose newest revision ECS takes", "web", "aws_ecs_task_definition.web"],
  ["an ARN", arn("web", ":1"), "aws_ecs_task_definition.old"],
  ["an ARN without a revision", arn("web"), "aws_ecs_task_definition.web"],
])("joins by %s", (_what, named, address) => {
  expect(found(named, old, current, other)).toBe(address);
});

test("is unknown for a revision that is not in the input", () => {
  expect(found("web:7", current)).toBe("unknown: is another revision than what aws_ecs_task_definition.web shows");
});

test("does not join another account's family", () => {
  const elsewhere = arn("web").replace("123456789012", "210987654321");
  expect(found(elsewhere, current)).toBe("unknown: the task definition is not in the input");
});

describe("a data source", () => {
  const values = { id: arn("app", ":3"), arn: arn("app", ":3"), family: "app", task_definition: "app", revision: 3 };

  it("represents the task definition that it has read", () => {
    const all = { ...values, container_definitions: containers };
    expect(found(arn("app", ":3"), read("app", all))).toBe("data.aws_ecs_task_definition.app");
    expect(found("app:3", read("app", all))).toBe("data.aws_ecs_task_definition.app");
  });

  it("of an older provider shows nothing of the task definition", () => {
    const said = "unknown: the data source does not show the task definition's volumes";
    expect(found(arn("app", ":3"), read("app", values))).toBe(said);
  });

  it("is replaced by a managed task definition", () => {
    const all = { ...values, container_definitions: containers };
    expect(found("app:3", read("app", all), taskDefinition("app", "app", 3))).toBe("aws_ecs_task_definition.app");
  });
});
