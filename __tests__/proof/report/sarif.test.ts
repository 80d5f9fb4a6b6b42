import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import Ajv from "ajv";
import draft04 from "ajv/lib/refs/json-schema-draft-04.json";
import type { Log } from "sarif";

import { readGraph } from "../../../proof/graph/read";
import { Locator } from "../../../proof/report/location";
import { sarifReport } from "../../../proof/report/sarif";
import { hostileReport, path, report } from "./reports";

const ajv = new Ajv({ schemaId: "id", meta: false, unknownFormats: "ignore" });
ajv.addMetaSchema(draft04);
const schema: object = JSON.parse(readFileSync(join(__dirname, "fixtures", "sarif-2.1.0-rtm.5.json"), "utf8"));
const isSarif = ajv.compile(schema);

const folder = mkdtempSync(join(tmpdir(), "mountpath-sarif-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "main.tf.json");
const configuration = { resource: { aws_ecs_service: { web: { name: "web" }, jobs: { name: "jobs" } } } };
writeFileSync(file, JSON.stringify(configuration, undefined, 2));
const locator = new Locator(readGraph([file]));
const log = (of = report): Log => JSON.parse(sarifReport(of, locator, { version: "1.2.3" })) as Log;

test.each([
  ["a report", report],
  ["an empty report", { version: 1 as const, paths: [], findings: [] }],
  ["a hostile report", hostileReport],
])("%s is valid by the official schema", (_name, of) => {
  const valid = isSarif(log(of));
  expect(isSarif.errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

test("fails validation with an error in it", () => {
  expect(isSarif({ ...log(), version: "2.0" })).toBe(false);
});

test("contains failing and unknown hops and findings, with what GitHub requires", () => {
  const [run] = log().runs;
  expect(run!.results!.map(({ ruleId, level }) => [ruleId, level])).toEqual([
    ["DNS-03", "error"],
    ["DNS-14", "error"],
    ["ECS-04", "warning"],
  ]);
  for (const { ruleId, ruleIndex, locations, partialFingerprints, message } of run!.results!) {
    expect(run!.tool.driver.rules![ruleIndex!]!.id).toBe(ruleId);
    expect(locations).toHaveLength(1);
    expect(locations![0]!.physicalLocation!.region!.startLine).toBeGreaterThan(0);
    expect(Object.values(partialFingerprints!)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(message.text!.length).toBeGreaterThan(0);
  }
});

test("explains every rule in it", () => {
  const rules = log().runs[0]!.tool.driver.rules!;
  expect(rules.map(({ id }) => id)).toEqual(["DNS-03", "DNS-14", "ECS-04"]);
  for (const rule of rules) {
    expect(rule.shortDescription!.text).not.toBe(rule.id);
    expect(rule.help!.markdown).toContain("## Fix");
  }
});

test("contains the line where a resource begins, or the file", () => {
  expect(locator.locate("aws_ecs_service.jobs").line).toBe(7);
  expect(locator.locate("aws_ecs_service.gone").line).toBe(1);
  expect(locator.locate("aws_ecs_service.jobs").uri).toMatch(/main\.tf\.json$/);
});

test("a result keeps its fingerprint if its text changes", () => {
  const [before, after] = ["one", "two"].map((detail) => {
    const hops = [{ ...report.paths[3]!.hops[1]!, detail }];
    return log({ version: 1, paths: [path({ verdict: "fails", hops })], findings: [] }).runs[0]!.results![0]!;
  });
  expect(before!.partialFingerprints).toEqual(after!.partialFingerprints);
  expect(before!.message).not.toEqual(after!.message);
});

test("contains at most the results that GitHub accepts, errors first, and says so", () => {
  const paths = Array.from({ length: 6000 }, (_, at) => {
    const one = report.paths[at % 2 === 0 ? 2 : 3]!;
    const fix = `fix ${at}`;
    const hops = one.hops.map((hop) => ({
      ...hop,
      detail: `detail ${at}`,
      resource: `aws_vpc.v${at}`,
      ...(hop.fix ? { fix } : {}),
    }));
    return path({ ...one, workload: `aws_ecs_service.web_${at}`, hops });
  });
  const [run] = log({ version: 1, paths, findings: [] }).runs;
  expect(run!.results).toHaveLength(5000);
  expect(run!.results!.filter(({ level }) => level === "error")).toHaveLength(3000);
  expect(run!.invocations![0]!.toolExecutionNotifications![0]!.message.text).toBe("1000 of 6000 results are left out");
});

test("has one result per cause, however many paths it affects, and the tool's version", () => {
  const one = report.paths[3]!;
  const paths = ["a", "b"].map((name) =>
    path({ ...one, workload: `aws_ecs_service.${name}`, subnet: `aws_subnet.${name}` }),
  );
  const [run] = log({ version: 1, paths, findings: [] }).runs;
  expect(run!.tool.driver.version).toBe("1.2.3");
  expect(run!.results).toHaveLength(1);
  const [result] = run!.results!;
  expect(result!.message.text).toContain("Will not mount, 2 paths: aws_ecs_service.a, aws_ecs_service.b.");
  expect(result!.relatedLocations!.map(({ id, message }) => [id, message!.text])).toEqual([
    [1, "aws_ecs_service.a, web:/usr/share/nginx/html on aws_efs_file_system.content"],
    [2, "aws_ecs_service.b, web:/usr/share/nginx/html on aws_efs_file_system.content"],
  ]);
});
