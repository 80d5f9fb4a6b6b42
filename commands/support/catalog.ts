/** A command of `mountpath`, for its own help and the list of all commands. */
export interface CatalogEntry {
  /** One line, imperative. */
  readonly summary: string;
  readonly example: string;
  /** Meaning of the exit codes; 2 always means invalid arguments or input, and that nothing was done. */
  readonly exitCodes: Readonly<Record<number, string>>;
}

const wrongInput = "the arguments or the input are invalid; nothing was done";

/** Every command, in the usual order of use. */
export const catalog = {
  init: {
    summary: "write a commented organization.yaml to start with",
    example: "mountpath init --name acme --region eu-central-1 --platform ecs-fargate",
    exitCodes: { 0: "written", 2: wrongInput },
  },
  adopt: {
    summary: "write the part of organization.yaml that adopts an existing VPC, from a state, a plan or AWS",
    example: "terraform show -json | mountpath adopt vpc-0123456789abcdef0 --from -",
    exitCodes: {
      0: "written",
      2: "the VPC can't be adopted, or the arguments or the input are invalid; nothing was done",
    },
  },
  synth: {
    summary: "write Terraform JSON for an organization to cdktf.out, then prove it",
    example: "mountpath synth --stack 'vpc-*'",
    exitCodes: { 0: "written", 1: "written, but a mount path fails", 2: wrongInput },
  },
  prove: {
    summary: "check that every workload can resolve and mount its file systems",
    example: "terraform plan -out plan && mountpath prove plan",
    exitCodes: {
      0: "every path mounts",
      1: "a path fails, or a finding is an error",
      2: wrongInput,
      3: "no path fails, but one is unknown, or nothing was judged",
    },
  },
  dig: {
    summary: "show how a name resolves in a VPC, rule by rule",
    example: "mountpath dig --vpc apps fs-0123456789abcdef0.efs.us-east-1.amazonaws.com",
    exitCodes: { 0: "AWS answers", 1: "AWS does not answer", 2: wrongInput, 3: "unknown" },
  },
  plan: {
    summary: "plan the synthesized stacks with Terraform, for a review",
    example: "mountpath plan --no-lock 'vpc-*'",
    exitCodes: {
      0: "every stack is planned",
      1: "Terraform failed for a stack",
      2: wrongInput,
      3: "a stack waits for outputs of another that is not applied yet",
    },
  },
  map: {
    summary: "write a page that shows accounts, VPCs and every mount path, hop by hop",
    example: "mountpath map cdktf.out --output map.html",
    exitCodes: { 0: "written, whatever the verdicts are", 2: wrongInput },
  },
  why: {
    summary: "explain why a task did not start, from its message: the hop, the rule and its page",
    example: "mountpath why -- 'mount.nfs4: access denied by server while mounting 127.0.0.1:/'",
    exitCodes: { 0: "a known message", 2: wrongInput, 3: "no known message; near ones are listed" },
  },
  review: {
    summary: "write a pull request comment: what the plans change, and what to check before apply",
    example: "mountpath review cdktf.out",
    exitCodes: { 0: "nothing needs attention", 1: "someone must check the changes", 2: wrongInput },
  },
  deploy: {
    summary: "deploy the stacks with Terraform, each after the stacks that it reads",
    example: "mountpath deploy shared-network vpc-apps",
    exitCodes: {
      0: "every stack is deployed",
      1: "Terraform failed for a stack, or the deployment was stopped",
      2: "the arguments or the input are invalid, or a mount path fails; nothing was done",
      3: "a stack was not approved, or waits for outputs of another that is not applied yet",
    },
  },
  "deploy-plan": {
    summary: "list the waves of stacks that can be deployed in parallel",
    example: "mountpath deploy-plan --format json",
    exitCodes: { 0: "listed", 2: wrongInput },
  },
  cost: {
    summary: "list what AWS charges by the hour for an organization, and what it adds up to in a month",
    example: "mountpath cost --prices prices.yaml",
    exitCodes: { 0: "listed", 2: wrongInput, 3: "listed, but some prices are not known" },
  },
  manifests: {
    summary: "write the Kubernetes manifests of an EKS stack as files",
    example: "mountpath manifests eks-platform --outputs outputs.json",
    exitCodes: { 0: "written", 2: wrongInput },
  },
  contract: {
    summary: "print the outputs that other Terraform code can rely on, or compare them with an earlier release",
    example: "mountpath contract --against contract.json",
    exitCodes: {
      0: "printed, or no output was removed",
      1: "an output was removed or has another type",
      2: wrongInput,
    },
  },
  docs: {
    summary: "write organization.schema.json, docs/organization.md and docs/outputs.md from their sources",
    example: "mountpath docs --check",
    exitCodes: { 0: "written, or up to date", 1: "with --check: a file is out of date", 2: wrongInput },
  },
  bench: {
    summary: "measure synthesis and the proof, as ratios within one run",
    example: "mountpath bench",
    exitCodes: { 0: "measured" },
  },
} as const satisfies Readonly<Record<string, CatalogEntry>>;

export type CommandName = keyof typeof catalog;
