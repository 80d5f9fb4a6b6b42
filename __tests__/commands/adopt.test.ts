import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { strToU8, zipSync } from "fflate";

import { parseOrganizationText } from "../../config/load";
import * as network from "../adopt/network";
import { projectRoot, runCommand } from "../support/command";

const { endpoint, fileSystem, id, owner, twoZones, vpcId } = network;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-adopt-"));
  writeFileSync(join(folder, "organization.yaml"), network.organization);
});
afterEach(() => rmSync(folder, { recursive: true }));

function adopt(resources: readonly network.StateResource[], ...args: string[]) {
  return adoptFrom(network.stateJson(resources), vpcId, ...args);
}

function adoptFrom(json: unknown, ...args: string[]) {
  writeFileSync(join(folder, "state.json"), typeof json === "string" ? json : JSON.stringify(json));
  return runCommand("adopt", [...args, "--from", "state.json"], folder);
}

const written = `workloadVpcs:
  # ${vpcId} (Apps) of account ${owner} in us-east-1, from state.json.
  # Not in a state: resolver rules that others associate, network ACLs, what endpoints let in, policies of file
  #   systems. State what you know under assume (docs/assume.md), or read AWS with --live.
  apps:
    account: apps
    vpc:
      id: ${vpcId}
      cidr: 10.20.0.0/16
      privateSubnets:
        us-east-1a: { id: ${id("subnet", 1)}, routeTable: ${id("rtb", 11)}, cidr: 10.20.0.0/20 }
        us-east-1b: { id: ${id("subnet", 2)}, routeTable: ${id("rtb", 12)}, cidr: 10.20.16.0/20 }
      publicSubnets: { us-east-1a: ${id("subnet", 3)}, us-east-1b: ${id("subnet", 4)} }
      internet: nat
      dhcpOptions: keep
`;

describe("a VPC with two zones, a NAT gateway in each", () => {
  test.each([
    ["terraform show -json of a state", network.stateJson],
    ["terraform show -json of a plan", network.planJson],
    ["a state file", network.stateFile],
  ])("is written from %s, and loads", (_, form) => {
    const { status, stdout, stderr } = adoptFrom(form(twoZones()), vpcId);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: written, stderr: "" });
    const { workloadVpcs } = parseOrganizationText("o.yaml", network.organization + stdout).organization;
    expect(Object.keys(workloadVpcs)).toEqual(["apps"]);
  });

  test("is written from a plan that Terraform saved", () => {
    const files = { tfplan: strToU8("plan"), "tfconfig/modules.json": strToU8('[{"Key":"","Dir":"."}]') };
    writeFileSync(join(folder, "state.json"), zipSync({ ...files, "tfconfig/m-/main.tf": strToU8("") }));
    writeFileSync(join(folder, "plan.json"), JSON.stringify(network.planJson(twoZones())));
    writeFileSync(join(folder, "show"), '#!/bin/sh\nexec cat "$(dirname "$4")/plan.json"\n', { mode: 0o755 });
    const environment = { TERRAFORM_BINARY_NAME: join(folder, "show") };
    expect(runCommand("adopt", [vpcId, "--from", "state.json"], folder, environment)).toEqual({
      status: 0,
      stdout: written,
      stderr: "",
    });
  });

  test("is written from standard input", () => {
    const program = [join(projectRoot, "bin/mountpath.cjs"), "adopt", vpcId, "--from", "-"];
    const input = JSON.stringify(network.stateJson(twoZones()));
    const { stdout } = spawnSync(process.execPath, program, { cwd: folder, encoding: "utf8", input });
    expect(stdout).toBe(written.replace("state.json", "standard input"));
  });

  test("is found by its tag Name", () => {
    expect(adoptFrom(network.stateJson(twoZones()), "Apps").stdout).toBe(written);
  });

  test("synthesizes, and a service on an existing file system is proved", () => {
    const endpoints = ["ecr.api", "ecr.dkr", "logs"].map((service, at) => endpoint(at + 1, service));
    const s3 = endpoint(9, "s3", { vpc_endpoint_type: "Gateway", route_table_ids: [id("rtb", 11), id("rtb", 12)] });
    const { stdout } = adopt([...twoZones(), ...endpoints, s3, ...fileSystem(1, "content", [1, 2])]);
    writeFileSync(join(folder, "organization.yaml"), network.organization + stdout + network.workload);
    const synth = runCommand("synth", [], folder);
    expect([synth.status, synth.stderr]).toEqual([0, ""]);
    // The input does not show the rules, the network ACLs, the endpoints' security groups and the file system's policy.
    expect(synth.stdout).toContain("2 paths: 0 mount, 0 fail, 2 unknown");
  });
});

test("--into adds it to the file, and says what to do next", () => {
  expect(adoptFrom(network.stateJson(twoZones()), vpcId, "--into", "organization.yaml")).toEqual({
    status: 0,
    stdout: "added workloadVpcs.apps to organization.yaml; check it with: npm run synth\n",
    stderr: "",
  });
  expect(readFileSync(join(folder, "organization.yaml"), "utf8")).toBe(`${network.organization}\n${written}`);
  expect(adoptFrom(network.stateJson(twoZones()), vpcId, "--into", "organization.yaml")).toEqual({
    status: 2,
    stdout: "",
    stderr: `organization.yaml was not changed: workloadVpcs.apps adopts ${vpcId} already\n`,
  });
  expect(adoptFrom(network.stateJson(twoZones()), vpcId, "--into", "none.yaml").status).toBe(2);
});

describe("fails, and writes nothing", () => {
  const fails = (ended: { status: number | null; stdout: string; stderr: string }, message: string) =>
    expect(ended).toEqual({ status: 2, stdout: "", stderr: `${message}\n` });

  test("if the VPC is not there, with those that are", () => {
    const json = network.stateJson(twoZones());
    fails(
      adoptFrom(json, id("vpc", 2)),
      `state.json has no VPC ${id("vpc", 2)}; did you mean '${vpcId}'?; there: ${vpcId} (Apps, 10.20.0.0/16)`,
    );
    fails(adoptFrom(json), `no VPC given: name one of state.json: ${vpcId} (Apps, 10.20.0.0/16)`);
  });

  test("if there is nothing in the state", () => {
    fails(
      adoptFrom({ format_version: "1.0" }, vpcId),
      "state.json has no VPC: add the state or plan that has it with another --from, or read AWS with --live",
    );
  });

  test.each([
    [
      { format_version: "2.0" },
      "has format version 2.0, and 1.x is supported: make it with terraform show -json, of a state or of a saved plan",
    ],
    [
      { version: 3, modules: [] },
      "is a state file of version 3, and version 4 is supported: make it with terraform show -json, of a state or of a saved plan",
    ],
    [{ serial: 1, encrypted_data: "x" }, "is an encrypted state: make it with tofu show -json"],
    [{ Vpcs: [] }, "is JSON, but not Terraform's: make it with terraform show -json, of a state or of a saved plan"],
    ["", "is empty: make it with terraform show -json PLAN"],
  ])("if the input has another format: %j", (json, message) => {
    fails(adoptFrom(json, vpcId), `state.json ${message}`);
  });

  test("without an input", () => {
    fails(
      runCommand("adopt", [vpcId], folder),
      "no input given: name a state or plan that has the VPC with --from, or read AWS with --live",
    );
  });
});
