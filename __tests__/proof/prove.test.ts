import { readFileSync } from "node:fs";
import { join } from "node:path";

import { hops } from "../../proof/hops";
import { type HopName, type PathResult, type PathVerdict } from "../../proof/verdict";
import { fixtureFolders, judged } from "./judged-fixtures";
import { triedFixes } from "./tried-fixes";

interface Judged {
  hop: HopName;
  rule: string;
}

/** As `fixtures/README.md` explains it. */
interface ExpectedPath {
  workload: string | null;
  container: string | null;
  mountPath: string | null;
  subnet: string | null;
  availabilityZone: string | null;
  verdict: PathVerdict;
  failing: Judged[];
  unknown: Judged[];
  open?: HopName[];
}

interface Expected {
  paths: ExpectedPath[];
  findings: { rule: string; severity: string }[];
}

const named = ["workload", "container", "mountPath", "subnet", "availabilityZone"] as const;

/** The path of an expectation; values that are `null` in it are not compared. */
function find(paths: readonly PathResult[], expected: ExpectedPath): PathResult | undefined {
  return paths.find((path) => named.every((name) => expected[name] === null || expected[name] === path[name]));
}

/** A path as expectations write it, without what they leave open. */
function asExpected(path: PathResult, expected: ExpectedPath): ExpectedPath {
  const hopsOf = (verdict: "fails" | "unknown") =>
    path.hops
      .filter((hop) => hop.verdict === verdict && !expected.open?.includes(hop.hop))
      .map(({ hop, rule }) => ({ hop, rule }));
  const [failing, unknown] = [hopsOf("fails"), hopsOf("unknown")];
  return {
    ...expected,
    verdict: failing.length > 0 ? "fails" : unknown.length > 0 ? "unknown" : "mounts",
    failing,
    unknown,
  };
}

const sorted = <T>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe.each(fixtureFolders)("%s", (_name, folder) => {
  const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Expected;

  test("gives the expected results", () => {
    const { paths, findings } = judged(folder).report;
    const got = expected.paths.map((path) => {
      const found = find(paths, path);
      return found ? asExpected(found, path) : "no such path";
    });
    const inOrder = expected.paths.map((path) => ({
      ...path,
      failing: inHopOrder(path.failing),
      unknown: inHopOrder(path.unknown),
    }));
    expect(got).toEqual(inOrder);
    expect(paths).toHaveLength(expected.paths.length);
    expect(sorted(findings.map(({ rule, severity }) => ({ rule, severity })))).toEqual(sorted(expected.findings));
  });
});

function inHopOrder(judged: readonly Judged[]): Judged[] {
  const order = hops.map(({ name }) => name);
  return [...judged].sort((a, b) => order.indexOf(a.hop) - order.indexOf(b.hop));
}

describe("details of hops that don't pass", () => {
  const reports = () => fixtureFolders.map(([name, folder]) => ({ name, ...judged(folder) }));

  test("a printed fix of every tenth fixture changes its hop, as those of all do in test:thorough", () => {
    const { wrong, tried } = triedFixes(fixtureFolders.filter((_, index) => index % 10 === 0));
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(10);
  });

  test("every unknown, and no other answer, names what would settle it", () => {
    const wrong = reports().flatMap(({ name, report }) =>
      report.paths.flatMap((path) =>
        path.hops
          .filter(({ verdict, settle }) => (verdict === "unknown") !== (settle !== undefined && settle !== ""))
          .map(({ hop }) => `${name} ${hop}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test("a failing hop without a fix is one that only the owner can fix", () => {
    const without = reports().flatMap(({ name, report }) =>
      report.paths.flatMap((path) =>
        path.hops
          .filter((hop) => hop.verdict === "fails" && hop.fix === undefined)
          .map((hop) => `${name} ${hop.hop} ${hop.rule}`),
      ),
    );
    expect([...new Set(without)].sort()).toEqual(onlyTheirOwner);
  });
});

/** These need another architecture, or a decision about someone's data or permissions. */
const onlyTheirOwner: readonly string[] = [
  "eks/profile-in-a-public-subnet fargate-profile EKS-01",
  "eks/profile-in-a-public-subnet image EP-09",
  "eks/volume-handle-of-s3-files volume EKS-15",
  "forms/adopted-vpc-without-dns-hostnames vpc-dns VPC-01",
  "image/environment-file-of-a-bucket-that-denies image ECS-09",
  "image/secret-whose-policy-denies-the-role image ECS-09",
  "mount-target/one-zone-file-system-target-elsewhere mount-target EFS-05",
  "mount-target/one-zone-file-system-tasks-in-two mount-target EFS-05",
  "registration/dependencies-in-a-cycle platform ECS-11",
  "registration/healthy-without-a-health-check platform ECS-11",
  "registration/host-path-on-fargate platform ECS-16",
  "registration/instances-and-no-memory platform ECS-21",
  "registration/one-port-in-two-containers platform ECS-21",
  "registration/two-containers-of-one-name platform ECS-21",
  "volume/access-point-of-another-file-system volume EFS-06",
  "volume/access-point-path-too-deep volume EFS-06",
  "volume/mount-point-of-an-undeclared-volume volume ECS-02",
  "vpc/mount-target-in-a-peered-vpc-and-another-zone mount-target EFS-02",
  "vpc/mount-target-in-a-peered-vpc-and-another-zone vpc EFS-04",
  "vpc/mount-targets-in-a-peered-vpc vpc EFS-04",
];
