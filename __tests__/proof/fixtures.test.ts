import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";

import { type HopName, hopNames, type PathVerdict } from "../../proof/verdict";

interface ExpectedHop {
  hop: HopName;
  rule: string;
}

interface ExpectedPath {
  workload: string | null;
  container: string | null;
  mountPath: string | null;
  subnet: string | null;
  availabilityZone: string | null;
  verdict: PathVerdict;
  failing: ExpectedHop[];
  unknown: ExpectedHop[];
  open?: HopName[];
}

interface Expected {
  description: string;
  paths: ExpectedPath[];
  findings: { rule: string; severity: string }[];
  /** The paths from plan and source together, if the plan alone hides something that the source has. */
  withSource?: { paths: ExpectedPath[] };
}

const root = join(__dirname, "fixtures");
const ruleForm = /^(DNS|VPC|EFS|ECS|EP|EKS|TF)-\d{2}$/;

function foldersBelow(folder: string): string[] {
  if (existsSync(join(folder, "main.tf"))) return [folder];
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.flatMap((entry) => foldersBelow(join(folder, entry.name)));
}

/** The failures that fixtures must contain: every hop, with every rule. */
const failures = [
  "dhcp-options VPC-04",
  "fargate-profile EKS-01",
  "fargate-profile EKS-02",
  "host-dns ECS-18",
  "iam ECS-04",
  "iam EFS-09",
  "image DNS-11",
  "image DNS-23",
  "image ECS-09",
  "image ECS-22",
  "image ECS-24",
  "image ECS-25",
  "image ECS-26",
  "image EP-01",
  "image EP-03",
  "image EP-04",
  "image EP-05",
  "image EP-08",
  "image EP-09",
  "image EP-12",
  "logs DNS-11",
  "logs ECS-09",
  "logs ECS-10",
  "logs ECS-24",
  "logs EP-01",
  "logs EP-04",
  "logs EP-05",
  "logs EP-08",
  "logs EP-09",
  "logs EP-12",
  "mount-target EFS-01",
  "mount-target EFS-02",
  "mount-target EFS-05",
  "network EFS-11",
  "platform ECS-01",
  "platform ECS-05",
  "platform ECS-06",
  "platform ECS-08",
  "platform ECS-11",
  "platform ECS-12",
  "platform ECS-16",
  "platform ECS-20",
  "platform ECS-21",
  "resolver DNS-01",
  "resolver DNS-02",
  "resolver DNS-03",
  "resolver DNS-05",
  "resolver DNS-23",
  "volume ECS-02",
  "volume ECS-03",
  "volume EFS-06",
  "volume EFS-07",
  "volume EFS-13",
  "volume EKS-07",
  "volume EKS-15",
  "vpc EFS-04",
  "vpc-dns VPC-01",
];

const folders = foldersBelow(root);
const shownFile = (folder: string) => join(folder, existsSync(join(folder, "state.json")) ? "state.json" : "plan.json");
const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as unknown;
const names = folders.map((folder): [string, string] => [relative(root, folder), folder]);

test("every fixture has a unique name", () => {
  const basenames = folders.map((folder) => basename(folder));
  expect(basenames.filter((name, index) => basenames.indexOf(name) !== index)).toEqual([]);
});

const truths = folders.map((folder) => read(join(folder, "expected.json")) as Expected);
const judgements = (list: "failing" | "unknown") =>
  new Set(truths.flatMap(({ paths }) => paths.flatMap((path) => path[list].map(({ hop, rule }) => `${hop} ${rule}`))));

test("every hop fails in a fixture, once for each rule that it can fail with", () => {
  expect([...judgements("failing")].sort()).toEqual(failures);
});

test("every hop that can be unknown in a plan is unknown in a fixture", () => {
  const hidden = new Set([...judgements("unknown")].map((judgement) => judgement.split(" ")[0]));
  expect(hopNames.filter((hop) => !hidden.has(hop))).toEqual(["fargate-profile"]);
});

test("each finding is found", () => {
  const found = new Set(truths.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  expect([...found].sort()).toEqual([
    "DNS-08",
    "DNS-14",
    "DNS-16",
    "DNS-24",
    "DNS-28",
    "ECS-14",
    "ECS-29",
    "ECS-30",
    "ECS-31",
    "EFS-08",
    "EFS-12",
    "EFS-16",
    "EFS-17",
    "EKS-05",
    "EP-06",
    "EP-13",
    "TF-02",
    "TF-03",
    "TF-13",
  ]);
});

describe.each(names)("%s", (_name, folder) => {
  const expected = read(join(folder, "expected.json")) as Expected;

  test("was planned or applied by Terraform, without time stamps or machine paths", () => {
    const text = readFileSync(shownFile(folder), "utf8");
    const shown = JSON.parse(text) as Record<string, unknown>;
    expect(shown.format_version).toMatch(/^1\./);
    expect(shown.terraform_version).toMatch(/^1\./);
    expect(shown.timestamp).toBeUndefined();
    expect(shown.planned_values ?? shown.values).toBeDefined();
    expect(/replan-\w{6}|"\/(tmp|root|work)\//.test(text)).toBe(false);
  });

  test("expects what the proof can report", () => {
    const { withSource, ...others } = expected;
    expect(Object.keys(others)).toEqual(["description", "paths", "findings"]);
    expect(expected.description.length).toBeGreaterThan(20);
    for (const path of [...expected.paths, ...(withSource?.paths ?? [])]) {
      const hops = [...path.failing, ...path.unknown];
      expect(hopNames).toEqual(expect.arrayContaining([...hops.map(({ hop }) => hop), ...(path.open ?? [])]));
      for (const { rule } of hops) expect(rule).toMatch(ruleForm);
      const judged = [...hops.map(({ hop }) => hop), ...(path.open ?? [])];
      expect(new Set(judged).size).toBe(judged.length);
      expect(path.verdict).toBe(path.failing.length ? "fails" : path.unknown.length ? "unknown" : "mounts");
    }
    for (const finding of expected.findings) {
      expect(finding.rule).toMatch(ruleForm);
      expect(["error", "warning", "unknown"]).toContain(finding.severity);
    }
  });

  test("expects each path once", () => {
    const keys = expected.paths.map((path) =>
      JSON.stringify([path.workload, path.container, path.mountPath, path.subnet]),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });
});
