import { cover, printedFixes } from "./kinds";
import { problemsOf } from "./mended";

/** Kinds for which no fixture can be planned by itself, since something must be read from AWS. */
const unplanned: readonly string[] = ["aws_ecr_repository_policy, policy, Statement: Action"];

describe("printed fixes", () => {
  const fixes = printedFixes();
  const { chosen, missing } = cover(fixes);
  const named = chosen.map((fix, index) => [`${fix.fixture}: ${fix.hop.fix ?? fix.hop.hop}`, index] as const);

  test("of every kind are planned below", () => {
    expect(missing).toEqual(unplanned);
  });

  describe("are Terraform that the real provider plans, and that fixes what failed", () => {
    let problems: readonly (readonly string[])[];
    beforeAll(async () => {
      problems = await problemsOf(chosen.map((fix) => ({ fix, terraform: fix.terraform })));
    }, 600_000);

    test.each(named)("%s", (_, index) => {
      expect(problems[index]).toEqual([]);
    });
  });

  describe("that are wrong", () => {
    /** The smallest fixtures, with something else in place of the fix. */
    const wrong = [
      ["does not help", "# A comment changes nothing."],
      ["has a syntax error", 'resource "aws_vpc" "broken" {'],
      ["sets an unknown argument", 'resource "aws_vpc" "broken" {\n  cidr = "10.0.0.0/16"\n}'],
      ["has a value that the provider refuses", 'resource "aws_vpc" "broken" {\n  cidr_block = "10.0.0.0/33"\n}'],
      ["has a cycle", "locals {\n  broken = local.cycle\n  cycle = local.broken\n}"],
      ["names a place that does not exist", "# in aws_vpc.broken\nenable_dns_support = true"],
    ] as const;
    const correct = wrong.length;
    let problems: readonly (readonly string[])[];
    beforeAll(async () => {
      const applied = wrong.map(([, terraform], index) => ({ fix: chosen[index]!, terraform }));
      problems = await problemsOf([...applied, { fix: chosen[correct]!, terraform: chosen[correct]!.terraform }]);
    }, 600_000);

    test.each([
      [0, chosen[0]!.hop.hop],
      [1, "Unclosed configuration block"],
      [2, "Unsupported argument"],
      [3, "invalid CIDR address"],
      [4, "Cycle"],
      [5, 'no resource "aws_vpc" "broken"'],
    ])("fail: number %i, with %s", (index, message) => {
      expect(problems[index]!.join("\n")).toContain(message);
    });

    test("do not fail the others", () => {
      expect(problems[correct]).toEqual([]);
    });
  });
});
