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
    "| output | type | |",
    "|---|---|---|",
    ...Object.entries<ContractOutput>(outputs).map(([name, { type, description }]) => {
      return `| \`${name}\` | ${type} | ${description} |`;
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
  "What every stack promises to other stacks and to other teams' Terraform. A name or type that stands here is never taken",
  "away or changed; more may come. Maps are keyed by what the file says: a domain, a zone, a name.",
  "",
];
