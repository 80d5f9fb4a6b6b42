import { type SynthesizedStack } from "./synth";

/** A container in the form of the ECS API. */
export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly dependsOn?: readonly { readonly containerName: string; readonly condition: string }[];
  readonly mountPoints: readonly { readonly sourceVolume: string; readonly containerPath: string }[];
  readonly healthCheck?: { readonly command: readonly string[] };
  readonly [property: string]: unknown;
}

/** The containers of a task definition by name, as ECS gets them, without Terraform's escapes. */
export function containersOf({ resource }: SynthesizedStack, task: string): Record<string, ContainerDefinition> {
  const written = String(resource["aws_ecs_task_definition"]![task]!["container_definitions"]);
  const containers = JSON.parse(written.replace(/([$%])\1(?=\{)/g, "$1")) as ContainerDefinition[];
  return Object.fromEntries(containers.map((container) => [container.name, container]));
}

/** Environment variables by name. */
export function environmentOf({ environment }: ContainerDefinition): Record<string, string> {
  return Object.fromEntries(environment.map(({ name, value }) => [name, value]));
}
