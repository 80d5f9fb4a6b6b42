import { stsServer } from "../../support/sts";
import { cover, printedFixes } from "./kinds";
import { wrongWith } from "./mended";

/** Each uses a core for a while. */
const atOnce = 2;

/** Kinds for which no fixture can be planned by itself, since something must be read from AWS. */
const unplanned: readonly string[] = ["aws_ecr_repository_policy, policy, Statement: Action"];

describe("printed fixes", () => {
  const fixes = printedFixes();
  const { chosen, missing } = cover(fixes);

  test("of every kind are planned below", () => {
    expect(missing).toEqual(unplanned);
  });

  test("are Terraform that the real provider plans, and that fixes what failed", async () => {
    const sts = await stsServer("111122223333");
    const wrong: Record<string, string[]> = {};
    const waiting = [...chosen];
    const work = async () => {
      for (let fix = waiting.shift(); fix; fix = waiting.shift()) {
        const found = await wrongWith([fix], sts.url);
        if (found.length > 0) wrong[`${fix.fixture}: ${fix.hop.fix}`] = found;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    sts.close();
    expect(wrong).toEqual({});
  }, 600_000);
});
