import { errorLines, outputLines, planLines, summaryLines } from "../../commands/support/deploy-texts";
import { type StackResult } from "../../terraform/deploy-stack";
import { eventOf, type OutputValue } from "../../terraform/terraform-events";

const event = (content: object) => eventOf(JSON.stringify({ "@level": "info", "@message": "", ...content }));

test("events of Terraform become what a deployment reads of them", () => {
  const hook = { resource: { addr: "aws_vpc.apps" }, action: "create" };
  expect(event({ type: "apply_start", hook })).toEqual({ type: "started", address: "aws_vpc.apps" });
  expect(event({ type: "apply_complete", hook })).toEqual({ type: "completed", address: "aws_vpc.apps" });
  expect(event({ type: "change_summary", changes: { add: 2, change: 0, remove: 1 } })).toEqual({
    type: "counts",
    counts: { add: 2, change: 0, remove: 1 },
  });
  expect(event({ type: "apply_progress", hook })).toBeUndefined();
  expect(
    event({
      type: "diagnostic",
      diagnostic: {
        severity: "error",
        summary: "S",
        detail: "D",
        address: "aws_vpc.apps",
        range: { filename: "cdk.tf.json", start: { line: 12 } },
      },
    }),
  ).toEqual({
    type: "diagnostic",
    diagnostic: { severity: "error", summary: "S", detail: "D", address: "aws_vpc.apps", place: "cdk.tf.json line 12" },
  });
});

test.each(["panic: runtime error", '{"a": 1}', "{ not JSON"])("other text is kept: %s", (line) => {
  expect(eventOf(line)).toEqual({ type: "text", text: line });
});

test("a value without a word on its sensitivity is masked", () => {
  expect(event({ type: "outputs", outputs: { a: { value: "x" }, b: { sensitive: false, value: "y" } } })).toEqual({
    type: "outputs",
    outputs: new Map([
      ["a", { sensitive: true, value: undefined }],
      ["b", { sensitive: false, value: "y" }],
    ]),
  });
});

test("outputs: sensitive ones are masked, manifests and long ones folded, empty ones left out", () => {
  const outputs = new Map<string, OutputValue>([
    ["vpc_id", { sensitive: false, value: "vpc-1" }],
    ["subnets", { sensitive: false, value: { a: "subnet-1", b: "subnet-2" } }],
    ["ips", { sensitive: false, value: ["10.0.0.1", "10.0.0.2"] }],
    ["none", { sensitive: false, value: {} }],
    ["password", { sensitive: true, value: undefined }],
    ["kubernetes_manifests", { sensitive: false, value: { "10-namespace-web": "kind: Namespace", "20-pv": "x" } }],
    ["long", { sensitive: false, value: "x".repeat(1000) }],
    ["escaped", { sensitive: false, value: "a\u001b[31mb" }],
  ]);
  expect(outputLines("eks-web", outputs)).toEqual([
    "outputs of eks-web:",
    "  vpc_id                vpc-1",
    "  subnets               a = subnet-1, b = subnet-2",
    "  ips                   10.0.0.1, 10.0.0.2",
    "  password              (sensitive)",
    "  kubernetes_manifests  2 manifests; to apply them: docs/eks.md",
    "  long                  1000 characters; to see them: terraform -chdir=cdktf.out/stacks/eks-web output long",
    "  escaped               a\\u{1b}[31mb",
  ]);
});

test("a plan lists what is destroyed and replaced, and counts the rest", () => {
  const stack = { name: "vpc-apps", folder: "", dependsOn: [] };
  const changes = [
    { address: "aws_vpc.a", action: "create" },
    { address: "aws_vpc.b", action: "delete" },
    { address: "aws_vpc.c\u001b[2J", action: "replace" },
    { address: "aws_vpc.d", action: "forget" },
  ];
  const plan = { stack, counts: { add: 2, change: 0, remove: 2 }, changes, show: () => Promise.resolve("") };
  expect(planLines(plan)).toEqual([
    "vpc-apps: 2 to add, 0 to change, 2 to destroy",
    "  - destroy aws_vpc.b",
    "  ! replace aws_vpc.c\\u{1b}[2J",
    "  - forget (stays in AWS) aws_vpc.d",
  ]);
});

const failed: StackResult = {
  status: "failed",
  during: "apply",
  errors: [
    {
      severity: "error",
      summary: "creating Route53 Resolver Rule Association",
      detail: "Cannot associate rules with same domain name with same VPC. Conflict with resolver rule 'rslvr-rr-1'",
      address: "aws_route53_resolver_rule_association.a",
      place: "cdk.tf.json line 3",
    },
  ],
  text: [],
  completed: 3,
  total: 12,
};

test("an error names its resource and the rule that explains it", () => {
  expect(errorLines("vpc-apps", failed)).toEqual([
    "Error in vpc-apps: creating Route53 Resolver Rule Association",
    "  with aws_route53_resolver_rule_association.a, at cdk.tf.json line 3",
    "  Cannot associate rules with same domain name with same VPC. Conflict with resolver rule 'rslvr-rr-1'",
    "  see DNS-08: docs/rules/DNS-08.md",
  ]);
});

test("a Terraform that ends without a word is reported", () => {
  expect(errorLines("vpc-apps", { ...failed, errors: [] })).toEqual(["  Terraform printed no error"]);
  expect(errorLines("vpc-apps", { ...failed, errors: [], text: ["Terraform was ended by SIGKILL"] })).toEqual([
    "  Terraform was ended by SIGKILL",
  ]);
});

test("the summary says what is done, failed and not started, and how to continue", () => {
  const counts = { add: 1, change: 0, remove: 0 };
  const outcomes = new Map([
    ["shared-network", { started: true, result: { status: "done", counts, outputs: new Map() } } as const],
    ["vpc-apps", { started: true, result: failed } as const],
    ["vpc-other", { started: true, result: { status: "declined" } } as const],
    ["ecs-web", { started: false, because: ["vpc-apps"] } as const],
    ["ecs-job", { started: false, because: [] } as const],
  ]);
  expect(summaryLines(outcomes, 185_000, (names) => `npm run deploy -- ${names.join(" ")}`)).toEqual([
    "",
    "1 of 5 stacks done in 3 min 5 s; failed: vpc-apps; not approved: vpc-other",
    "ecs-web was not started: it reads vpc-apps",
    "ecs-job was not started",
    "vpc-apps: creating Route53 Resolver Rule Association",
    "correct the errors above, then continue with: npm run deploy -- vpc-apps vpc-other ecs-web ecs-job",
  ]);
});
