import { contract, type ContractOutput } from "./contract";

const kinds = {
  "state-bucket": "`state-bucket`",
  "shared-network": "`shared-network`",
  vpc: "`vpc-<name>`",
  ecs: "`ecs-<name>`",
  eks: "`eks-<name>`",
} as const satisfies Record<keyof typeof contract, string>;

/** The output contract as Markdown. */
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
  "What every stack promises to other stacks and to other teams' Terraform. [examples/consumer](../examples/consumer) reads",
  "them both ways that there are: by `terraform_remote_state`, and as SSM parameters where the file has `publish`.",
  "",
  "## What you may rely on",
  "",
  "- **Names and types stay** within a major version: an output is never taken away, and never becomes another type. What",
  "  takes one away is a new major version, and stands in [CHANGELOG.md](../CHANGELOG.md). New outputs may come any time.",
  "- **The same under both names.** The parameter `<ssm>/<stack>/<output>` holds what the output holds: strings as they are,",
  "  lists and maps as JSON. What is empty is no parameter, and `kubernetes_manifests` is none, since it can be too long.",
  "  SSM takes 8192 characters; a file whose maps come to more is refused with `publish`.",
  "- **Keys of maps are what the file says**: a domain, a zone, a name. They come and go with it. The value of a key stays as",
  "  long as the thing it names; the last column says where not.",
  "- **What is named can be used.** A file system's id is there once all its mount targets are.",
  "- **Nothing is null.** What there is none of is an empty string, list or map. A stack that was deployed before an output",
  "  came has not got it: a stack that reads it then stops with the output's name and the stack to deploy.",
  "- **Not promised:** addresses of resources, names of tags, anything else in a state.",
  "",
  "[contract.json](../contract.json) is the contract of this version. `npm run contract -- --against FILE`, given that of an",
  "earlier one, names every output that is gone or has another type, and then ends with 1: run it before you upgrade.",
  "",
];
