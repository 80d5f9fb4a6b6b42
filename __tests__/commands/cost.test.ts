import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { projectRoot, runCommand } from "../support/command";
import { exampleFile, twoRegions, yamlOf } from "../support/variants";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-cost-"));
  copyFileSync(join(projectRoot, "organization.yaml"), join(folder, "organization.yaml"));
});

afterAll(() => rmSync(folder, { recursive: true }));

const cost = (...args: string[]) => runCommand("cost", args, folder);

test("lists the example's charges and their sum", () => {
  const { status, stdout, stderr } = cost();
  expect([status, stderr]).toEqual([0, ""]);
  const rows = [...stdout.matchAll(/^│ (.*?) +│ +(\d*) │ +(\S+) │$/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual([
    ["interface endpoints, one per service and zone", "12", "$88"],
    ["addresses of Resolver endpoints", "3", "$274"],
    ["transit gateway attachments", "1", "$37"],
    ["EKS clusters, in standard support", "1", "$73"],
    ["total", "", "$471"],
  ]);
  expect(stdout).toContain(
    "\nUS dollars for 730 hours in us-east-1, at the prices of 2026-06 (https://aws.amazon.com/",
  );
});

test("takes a price list of one's own, and says what it lacks", () => {
  writeFileSync(
    join(folder, "prices.yaml"),
    'date: "2026-11"\nsource: our contract\nregions: { us-east-1: { interfaceEndpoint: 0.5, eksCluster: 1 } }\n',
  );
  const { status, stdout } = cost("--prices", "prices.yaml", "--format", "json");
  expect(status).toBe(3);
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    region: "us-east-1",
    prices: { date: "2026-11", source: "our contract" },
    charges: [
      { charge: "interfaceEndpoint", count: 12, monthly: 4380 },
      { charge: "resolverEndpointAddress", count: 3, monthly: null },
      { charge: "transitGatewayAttachment", count: 1, monthly: null },
      { charge: "eksCluster", count: 1, monthly: 730 },
    ],
    total: 5110,
  });
  expect(cost("--prices", "prices.yaml").stdout).toContain(
    "\nNot in the total: 2 prices of us-east-1 not known; give a list of your own with --prices FILE (docs/deployment.md).\n",
  );
});

test("lists each Region of a file, and the sum", () => {
  const file = twoRegions(exampleFile());
  delete file.workloads;
  writeFileSync(join(folder, "two.yaml"), yamlOf(file));
  writeFileSync(
    join(folder, "both.yaml"),
    'date: "2026-11"\nsource: us\nregions: { us-east-1: { resolverEndpointAddress: 1 }, eu-west-1: { resolverEndpointAddress: 2 } }\n',
  );
  const json = JSON.parse(cost("--config", "two.yaml", "--prices", "both.yaml", "--format", "json").stdout) as {
    region: string;
    total: number;
    regions: unknown[];
  };
  const addresses = (monthly: number) => ({ charge: "resolverEndpointAddress", count: 3, monthly });
  expect([json.region, json.total]).toEqual(["us-east-1", 2190]);
  expect(json.regions).toEqual([
    { region: "us-east-1", charges: expect.arrayContaining([addresses(2190)]) as unknown, total: 2190 },
    { region: "eu-west-1", charges: expect.arrayContaining([addresses(4380)]) as unknown, total: 4380 },
  ]);
  expect(cost("--config", "two.yaml", "--prices", "both.yaml").stdout).toContain(
    "\nTotal of 2 Regions: $6,570 a month.\n",
  );
});

test("a wrong price list is an error with its line", () => {
  writeFileSync(join(folder, "wrong.yaml"), "date: today\nsource: us\nregions: { us-east-1: { natGateway: cheap } }\n");
  expect(cost("--prices", "wrong.yaml")).toEqual({
    status: 2,
    stdout: "",
    stderr:
      "wrong.yaml has 1 problem\n  wrong.yaml:3:37 regions.us-east-1.natGateway: should be a price per hour in US dollars, such as 0.01, got 'cheap'\n",
  });
});

test("a price list that does not exist is an error", () => {
  const { status, stderr } = cost("--prices", "none.yaml");
  expect([status, stderr.split("\n")[0]]).toEqual([2, "none.yaml has 1 problem"]);
});
