import { exampleNamed } from "../support/examples";
import { synthFile } from "../support/synth";
import { type Diagnostic, validateStacks } from "../support/validate-stacks";
import { type File, variants } from "../support/variants";

/** Stacks of each kind: the organization has several of most kinds. */
const ofManyAccounts = [
  ...["state-bucket", "shared-network", "vpc-web-prod", "vpc-sandbox-1"],
  ...["ecs-web-prod", "ecs-batch-dev", "eks-k8s-dev"],
];

describe("the real Terraform with the real AWS provider", () => {
  const manyAccounts = ["examples/many-accounts", exampleNamed("many-accounts"), ofManyAccounts] as const;
  const organizations = [...Object.entries(variants), manyAccounts].map(
    ([name, file, only]: readonly [string, File, (readonly string[])?]) => {
      const stacks = synthFile(file);
      return [name, new Map((only ?? Object.keys(stacks)).map((stack) => [stack, stacks[stack]!.json]))] as const;
    },
  );

  let found: ReadonlyMap<string, readonly Diagnostic[]>;
  beforeAll(async () => {
    const all = organizations.flatMap(([name, stacks]) =>
      [...stacks].map(([stack, json]) => [`${name}: ${stack}`, json] as const),
    );
    found = await validateStacks(new Map(all));
  }, 600_000);

  describe.each(organizations)("%s", (name, stacks) => {
    test.each([...stacks.keys()])("%s is valid", (stack) => {
      expect(found.get(`${name}: ${stack}`)).toEqual([]);
    });
  });
});

describe("a stack that is not valid", () => {
  const stacks = synthFile(variants["example"]!);
  const json = stacks["vpc-apps"]!.json;
  const withOutput = (value: string) => JSON.stringify({ ...(JSON.parse(json) as object), output: { own: { value } } });
  const broken = {
    "an attribute that the provider does not know": [
      json.replace('"enable_dns_support"', '"enable_dns"'),
      "Extraneous JSON object property",
    ],
    "a resource type that the provider does not know": [
      json.replace('"aws_vpc"', '"aws_vpcs"'),
      "Invalid resource type",
    ],
    "an argument of the provider that it does not know": [
      json.replace('"allowed_account_ids"', '"allowed_accounts"'),
      "Extraneous JSON object property",
    ],
    "a setting that Terraform does not know, which stops it early": [
      json.replace('"terraform": {', '"terraform": { "required": "1",'),
      "Extraneous JSON object property",
    ],
    "an output with a sensitive value": [withOutput('${sensitive("s")}'), "Invalid for_each argument"],
  } as const;

  let found: ReadonlyMap<string, readonly Diagnostic[]>;
  beforeAll(async () => {
    const all = new Map<string, string>([["valid", stacks["shared-network"]!.json]]);
    for (const [name, [text]] of Object.entries(broken)) all.set(name, text);
    found = await validateStacks(all);
  }, 600_000);

  test.each(Object.entries(broken))("fails on %s", (name, [, summary]) => {
    expect([...new Set(found.get(name)!.map((one) => one.summary))]).toContain(summary);
  });

  test("does not fail the stacks that are validated together with it", () => {
    expect(found.get("valid")).toEqual([]);
  });
});
