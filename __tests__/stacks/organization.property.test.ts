import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as fc from "fast-check";

import { readOrganization } from "../../config/load";
import { synth } from "../../main";
import { organizationFiles } from "../support/arbitrary-organization";
import { runs } from "../support/runs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("any valid file", () => {
  it("synthesizes: every announced stack is written as JSON", () => {
    fc.assert(
      fc.property(organizationFiles(), (text) => {
        const file = join(folder, "organization.yaml");
        const outdir = join(folder, "cdktf.out");
        writeFileSync(file, text);
        const { stacks } = synth(file, outdir);
        for (const { name } of stacks) {
          const json = join(outdir, "stacks", name, "cdk.tf.json");
          expect([name, existsSync(json)]).toEqual([name, true]);
          expect(JSON.parse(readFileSync(json, "utf8"))).toHaveProperty("terraform");
        }
        rmSync(outdir, { recursive: true });
      }),
      runs(30, 5),
    );
  });

  it("is the same organization when read from JSON, as synth --stack does", () => {
    fc.assert(
      fc.property(organizationFiles(), (text) => {
        const file = join(folder, "organization.yaml");
        writeFileSync(file, text);
        const { organization } = readOrganization(file);
        expect(JSON.parse(JSON.stringify(organization))).toEqual(organization);
      }),
      runs(100, 20),
    );
  });
});
