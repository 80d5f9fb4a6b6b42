import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "../..");
const generated = ["organization.schema.json", "docs/organization.md", "docs/outputs.md"];

function docs(folder: string, ...options: string[]) {
  const { status, stdout, stderr } = spawnSync("node", [join(root, "bin/mountpath.cjs"), "docs", ...options], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("docs", () => {
  it("writes nothing, since the committed files match their sources", () => {
    expect(docs(root, "--check")).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it("fails with --check if a document is out of date, and writes nothing", () => {
    for (const file of generated) cpSync(join(root, file), join(folder, file));
    writeFileSync(join(folder, "docs/organization.md"), "old\n");
    expect(docs(folder, "--check")).toEqual({
      status: 1,
      stdout: "",
      stderr: "docs/organization.md is not up to date; run npm run docs\n",
    });
    expect(readFileSync(join(folder, "docs/organization.md"), "utf8")).toBe("old\n");
  });

  it("writes all of them if there are none", () => {
    expect(docs(folder)).toEqual({ status: 0, stdout: `${generated.join("\n")}\n`, stderr: "" });
    for (const file of generated) {
      expect(readFileSync(join(folder, file), "utf8")).toBe(readFileSync(join(root, file), "utf8"));
    }
  });
});
