/** A folder's own HCL, judged without a plan, never contradicts what its plan is judged, and is no less decided. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { readInputs } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { type PathResult } from "../../proof/verdict";

const root = join(__dirname, "fixtures");
const fixtures = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: topic }) => readdirSync(join(root, topic)).map((name) => `${topic}/${name}`))
  .filter((name) => existsSync(join(root, name, "expected.json")));

/** What the source alone leaves open, and why. */
const lessDecided: Readonly<Record<string, string>> = {
  "forms/adopted-vpc-without-dns-hostnames": "data sources tell the VPC's attributes",
  "forms/existing-stack-forgets-a-rule-association": "the state has the association that Terraform forgets",
  "forms/existing-stack-forgets-its-mount-targets": "the state has the mount targets that Terraform forgets",
  "resolver/shared-forward-rule-looked-up-alone": "a data source tells which rule it is",
  "resolver/shared-rules-looked-up": "data sources tell which rules they are",
  "volume/access-point-path-nobody-creates": "only a plan tells that the file system is new",
  "volume/root-directory-on-a-new-file-system": "only a plan tells that the file system is new",
};

/** Verdicts in order, since the source may know a subnet by another name than the plan. */
function verdictsOf(paths: readonly PathResult[]): string[] {
  return paths.map(({ verdict }) => verdict).sort();
}

test("no fixture's source contradicts its plan, and few are less decided", async () => {
  const contradicting: string[] = [];
  const open: string[] = [];
  for (const name of fixtures) {
    const folder = join(root, name);
    const shown = ["state.json", "plan.json"].map((file) => join(folder, file)).find((file) => existsSync(file))!;
    const [source, plan] = [await readInputs([folder]), await readInputs([shown])].map((graph) => prove(graph).paths);
    const [ofSource, ofPlan] = [verdictsOf(source!), verdictsOf(plan!)];
    const planUnknown = ofPlan.filter((verdict) => verdict === "unknown").length;
    const sourceUnknown = ofSource.filter((verdict) => verdict === "unknown").length;
    for (const verdict of ["mounts", "fails"]) {
      const [more, fewer] = [ofSource, ofPlan].map((all) => all.filter((one) => one === verdict).length);
      // Where the plan hides the subnets, one path stands for several; where it hides what starts a task, it has none.
      const isHidden =
        ofPlan.length === 0 || planUnknown > 0 || plan!.some(({ subnet }) => subnet.startsWith("unknown ("));
      const hidden = ofSource.length > ofPlan.length ? ofSource.length : planUnknown;
      if (more! > fewer! + (isHidden ? hidden : 0))
        contradicting.push(`${name}: ${ofPlan.join(" ")} → ${ofSource.join(" ")}`);
    }
    if (ofSource.length < ofPlan.length && planUnknown === 0) contradicting.push(`${name}: paths are missing`);
    if (sourceUnknown > planUnknown) open.push(name);
  }
  expect(contradicting).toEqual([]);
  expect(open).toEqual(Object.keys(lessDecided));
}, 240_000);
