import { renderSummary, type StackSummary } from "../../stacks/summary";

const stacks = (count: number): StackSummary[] =>
  Array.from({ length: count }, (_, at) => ({
    name: `vpc-${at + 1}`,
    account: "222222222222",
    resources: 9,
    dependsOn: at === 0 ? [] : ["vpc-1"],
    region: "us-east-1",
    charges: {},
  }));

test("a row per stack, then how to deploy them", () => {
  expect(renderSummary(stacks(2), "cdktf.out").split("\n")).toEqual([
    "stack   account        resources   depends on",
    "vpc-1   222222222222           9   -",
    "vpc-2   222222222222           9   vpc-1",
    "",
    "written to cdktf.out; deploy with: npm run deploy",
    "",
  ]);
});

const commandOf = (outdir: string, options: Parameters<typeof renderSummary>[2]) =>
  / deploy with: (.*)\n$/.exec(renderSummary(stacks(1), outdir, options))?.[1];

test("the command names the file unless it is organization.yaml", () => {
  const ofFile = (config: string) => commandOf("cdktf.out", { config });
  expect(ofFile("organization.yaml")).toBe("npm run deploy");
  expect(ofFile("teams/other.yaml")).toBe("npm run deploy -- --config teams/other.yaml");
  expect(ofFile("it's $(mine).yaml")).toBe("npm run deploy -- --config 'it'\\''s $(mine).yaml'");
});

test("the command names the stacks if the file has others, and the folder unless it is cdktf.out", () => {
  expect(commandOf("cdktf.out", { patterns: ["vpc-*"] })).toBe("npm run deploy -- 'vpc-*'");
  expect(commandOf("cdktf.out", { config: "other.yaml", patterns: ["vpc-1"] })).toBe(
    "npm run deploy -- --config other.yaml vpc-1",
  );
  expect(commandOf("out of it", { config: "other.yaml" })).toBe("npm run deploy -- --stacks 'out of it'");
});

test("with more than 60 stacks, stacks of the same kind and account share a row", () => {
  const network = { ...stacks(1)[0]!, name: "shared-network", account: "111111111111", resources: 31 };
  const many = [network, ...stacks(60)];
  expect(renderSummary(many, "cdktf.out").split("\n").slice(0, 3)).toEqual([
    "stack            account        resources   depends on",
    "shared-network   111111111111          31   -",
    "vpc-* (60)       222222222222         540   vpc-*",
  ]);
});

test("the charges that depend on no use, where prices are known", () => {
  const charged = (region: string) =>
    renderSummary(
      stacks(2).map((stack) => ({ ...stack, region, charges: { natGateway: 2, interfaceEndpoint: 10 } })),
      "cdktf.out",
    );
  // 730 h × 2 × (2 × $0.045 + 10 × $0.01)
  expect(charged("us-east-1")).toContain(
    "\nfixed charges of these stacks: about $277 a month; for the list: npm run cost\n",
  );
  expect(charged("sa-east-1")).not.toContain("fixed charges");
});
