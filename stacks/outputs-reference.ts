import { contract, type ContractOutput } from "./contract";

const kinds = {
  "state-bucket": "`state-bucket`",
  "shared-network": "`shared-network` and `shared-network-<region>`",
  vpc: "`vpc-<name>`",
  ecs: "`ecs-<name>`",
  eks: "`eks-<name>`",
} as const satisfies Record<keyof typeof contract, string>;

/** Writes the output contract as Markdown. */
export function outputsReference(): string {
  const sections = Object.entries(contract).flatMap(([kind, outputs]) => [
    `## ${kinds[kind as keyof typeof contract]}`,
    "",
    "| output | type | meaning | its value changes |",
    "|---|---|---|---|",
    ...Object.entries<ContractOutput>(outputs).map(([name, { type, description, changes = "when it is replaced" }]) => {
      return `| \`${name}\` | ${type} | ${description} | ${changes} |`;
    }),
    "",
  ]);
  return [...introduction, ...sections].join("\n");
}

const introduction = [
  "# Outputs",
  "",
  "<!-- Written by `npm run docs` from stacks/contract.ts; edit there. -->",
  "",
  "The outputs of every stack for other stacks and for other teams' Terraform. [examples/consumer](../examples/consumer) reads",
  "them in both ways: with `terraform_remote_state`, and as SSM parameters if the file has `publish`.",
  "",
  "## What you can rely on",
  "",
  "- **Names and types are stable** within a major version: an output is never removed and never changes its type. A removal",
  "  requires a new major version and an entry in [CHANGELOG.md](../CHANGELOG.md). New outputs may be added at any time.",
  "- **Parameters equal outputs.** The parameter `<ssm>/<stack>/<output>` has the value of the output: strings as they are,",
  "  lists and maps as JSON. Empty values are not published, and neither are `kubernetes_manifests` and `listener_arns`,",
  "  which can be too long, and the `cluster_name` of ECS, which begins other names: the provider marks values of parameters as",
  "  sensitive, so reports would mask all of them. SSM's limit is 8192 characters; with `publish`, a file whose maps exceed it is refused.",
  "- **Keys of maps come from the file**: a domain, a zone, a name. They are added and removed with it. The value of a key",
  "  stays as long as the resource it identifies; the last column lists the exceptions.",
  "- **Named resources are usable.** A file system's id is available only after all its mount targets exist.",
  "- **No output is null.** A missing value is an empty string, list or map. A stack that was deployed before an output was",
  "  added doesn't have it: a stack that reads it fails with the output's name and the stack to deploy.",
  "- **Not part of the contract:** resource addresses, tag names, and anything else in a state.",
  "",
  "[contract.json](../contract.json) is the contract of this version. `npm run contract -- --against FILE`, with the file of an",
  "earlier version, lists every output that was removed or has another type and exits with 1: run it before you upgrade.",
  "",
];
