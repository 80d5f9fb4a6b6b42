import { type AwsRule, each, stack } from "../rule";

interface Container {
  readonly name?: string;
  readonly essential?: boolean;
  readonly portMappings?: readonly { readonly containerPort: number; readonly hostPort?: number }[];
  readonly environment?: readonly { readonly name: string }[];
  readonly secrets?: readonly { readonly name: string }[];
  readonly dependsOn?: readonly { readonly containerName: string; readonly condition: string }[];
  readonly healthCheck?: {
    readonly interval?: number;
    readonly timeout?: number;
    readonly retries?: number;
    readonly startPeriod?: number;
  };
  readonly logConfiguration?: { readonly secretOptions?: readonly unknown[] };
}

const ranges = { interval: [5, 300], timeout: [2, 60], retries: [1, 10], startPeriod: [0, 300] } as const;

export const rule: AwsRule = {
  fact: "RegisterTaskDefinition refuses or rewrites containers with these forms, so that each apply replaces the definition",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
  check: each("aws_ecs_task_definition", ({ args }) => {
    // An expression in the text, such as an element of a map, may contain quotes.
    const written = String(args["container_definitions"]).replaceAll(/(?<!\$)\$\{[^}]*\}/g, "known-after-apply");
    const containers = JSON.parse(written) as readonly Container[];
    return (
      taskReason(containers) ??
      containers.map((one) => containerReason(one, containers)).find((found) => found !== undefined)
    );
  }),
  fails: {
    "s/aws_ecs_task_definition.web: has no essential container": task({ name: "a", essential: false }),
    "s/aws_ecs_task_definition.web: has two containers named a": task({ name: "a" }, { name: "a" }),
    "s/aws_ecs_task_definition.web: a maps port 80 to 8080 of the network interface": task({
      name: "a",
      portMappings: [{ containerPort: 80, hostPort: 8080 }],
    }),
    "s/aws_ecs_task_definition.web: a has TOKEN twice among environment and secrets": task({
      name: "a",
      environment: [{ name: "TOKEN" }],
      secrets: [{ name: "TOKEN" }],
    }),
    "s/aws_ecs_task_definition.web: a waits for b to be healthy, which has no health check": task(
      { name: "a", dependsOn: [{ containerName: "b", condition: "HEALTHY" }] },
      { name: "b" },
    ),
    "s/aws_ecs_task_definition.web: a has a health check with interval 1, ECS takes 5 to 300": task({
      name: "a",
      healthCheck: { interval: 1 },
    }),
    "s/aws_ecs_task_definition.web: a has an empty secretOptions, which ECS does not return": task({
      name: "a",
      logConfiguration: { secretOptions: [] },
    }),
  },
  passes: [
    task(
      {
        name: "a",
        portMappings: [{ containerPort: 80, hostPort: 80 }],
        environment: [{ name: "A" }],
        secrets: [{ name: "B" }],
      },
      { name: "b", essential: false, dependsOn: [{ containerName: "a", condition: "START" }] },
    ),
  ],
};

function taskReason(containers: readonly Container[]): string | undefined {
  if (containers.length > 10) return `has ${containers.length} containers, ECS takes 10`;
  if (containers.every(({ essential }) => essential === false)) return "has no essential container";
  const names = containers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? undefined : `has two containers named ${twice}`;
}

function containerReason(container: Container, all: readonly Container[]): string | undefined {
  const { name = "", portMappings = [], environment = [], secrets = [], dependsOn = [], healthCheck = {} } = container;
  const moved = portMappings.find(({ containerPort, hostPort = containerPort }) => hostPort !== containerPort);
  if (moved) return `${name} maps port ${moved.containerPort} to ${String(moved.hostPort)} of the network interface`;
  const variables = [...environment, ...secrets].map((one) => one.name);
  const twice = variables.find((one, index) => variables.indexOf(one) !== index);
  if (twice !== undefined) return `${name} has ${twice} twice among environment and secrets`;
  for (const { containerName, condition } of dependsOn) {
    const other = all.find((one) => one.name === containerName);
    if (!other) return `${name} waits for ${containerName}, which is not there`;
    if (condition === "HEALTHY" && !other.healthCheck)
      return `${name} waits for ${containerName} to be healthy, which has no health check`;
  }
  for (const [key, [min, max]] of Object.entries(ranges)) {
    const value = healthCheck[key as keyof typeof ranges];
    if (value !== undefined && (value < min || value > max))
      return `${name} has a health check with ${key} ${value}, ECS takes ${min} to ${max}`;
  }
  return container.logConfiguration?.secretOptions?.length === 0
    ? `${name} has an empty secretOptions, which ECS does not return`
    : undefined;
}

function task(...containers: readonly Container[]) {
  return stack({ "aws_ecs_task_definition.web": { container_definitions: JSON.stringify(containers) } });
}
