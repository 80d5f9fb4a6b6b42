import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { property } from "../../proof/graph/json/json-syntax";
import { type Json, recordedPlan } from "./pairs/recorded";

const launcher = resolve(__dirname, "../../bin/mountpath.cjs");
const folder = mkdtempSync(join(tmpdir(), "mountpath-large-"));

afterAll(() => rmSync(folder, { recursive: true }));

/** Reviews a plan in a process of its own. */
function reviewed(plan: object, options: readonly string[] = []) {
  const file = join(folder, "plan.json");
  writeFileSync(file, JSON.stringify(plan));
  const { status, stdout, stderr } = spawnSync("node", [...options, launcher, "review", file], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  expect(stderr).toBe("");
  return { status, comment: stdout };
}

/** A recorded plan as that of many modules, each with ids of its own. */
function repeated(plan: Json, times: number): object {
  const variants = (list: unknown, at: number) => {
    const named = JSON.stringify(list).replaceAll("mountpath-content", `mountpath-content-${at}`);
    const text = named.replace(/\b((?:[a-z]+-)+)([0-9a-f]{8,17})\b/g, (_, prefix: string, id: string) => {
      return `${prefix}${id.slice(0, -5)}${at.toString(16).padStart(5, "0")}`;
    });
    return (JSON.parse(text) as Json[]).map((one) => ({ ...one, address: `module.m${at}.${String(one["address"])}` }));
  };
  const all = Array.from({ length: times }, (_, at) => at);
  const modules = (values: unknown) => ({
    root_module: {
      child_modules: all.map((at) => ({
        address: `module.m${at}`,
        resources: variants(property(property(values, "root_module"), "resources") ?? [], at),
      })),
    },
  });
  return {
    format_version: plan["format_version"],
    resource_changes: all.flatMap((at) => variants(plan["resource_changes"], at)),
    planned_values: modules(plan["planned_values"]),
    prior_state: { format_version: "1.0", values: modules(property(plan["prior_state"], "values")) },
    complete: true,
    applyable: true,
  };
}

test("5,000 real changes are told by their number of each kind", () => {
  const times = 193;
  const plan = repeated(recordedPlan("account", "whole-plan-destroyed", "danger"), times);
  reviewed(plan);
  const begin = performance.now();
  const { status, comment } = reviewed(plan);
  const seconds = (performance.now() - begin) / 1000;
  expect(status).toBe(1);
  expect(comment.split("\n")[1]).toBe(
    `## ❌ Needs a person: ${15 * times} data losses, ${times} outages, 1 problem of the plan; no mount path was judged`,
  );
  expect(comment).toMatch(/With it:\*\* 193 `aws_kms_alias`/);
  expect(comment.length).toBeLessThan(65_536);
  // 2 seconds on a machine with nothing else to do; this one may be busy.
  expect(seconds).toBeLessThan(20);
}, 120_000);

/** Kinds of changes whose judgment compares resources with each other. */
function crafted(at: number): Json {
  const id = at.toString(16).padStart(8, "0");
  const rule = {
    security_group_id: `sg-${id}`,
    from_port: 2049,
    to_port: 2049,
    ip_protocol: "tcp",
    cidr_ipv4: "10.0.0.0/8",
  };
  const acl = (ingress: readonly object[]) => ({ id: `acl-${id}`, ingress });
  const allow = { rule_no: 100, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0 };
  const target = { id: `fsmt-${id}`, file_system_id: `fs-${id}`, subnet_id: `subnet-${id}` };
  const kinds: readonly (readonly [string, readonly string[], object | null, object | null])[] = [
    ["aws_vpc_security_group_ingress_rule", ["delete"], rule, null],
    ["aws_vpc_security_group_ingress_rule", ["create"], null, rule],
    ["aws_network_acl", ["update"], acl([allow]), acl([])],
    ["aws_efs_mount_target", ["delete"], target, null],
    ["aws_efs_mount_target", ["create"], null, target],
    ["aws_efs_file_system", ["delete"], { id: `fs-${id}`, encrypted: true }, null],
    ["aws_efs_file_system", ["create"], null, { encrypted: true }],
    ["aws_route53_resolver_rule_association", ["create"], null, { vpc_id: `vpc-${id}` }],
    ["aws_vpc_endpoint", ["update"], { id: `vpce-${id}`, subnet_ids: ["subnet-1"] }, { subnet_ids: [] }],
    ["aws_ecs_service", ["update"], { id, desired_count: 2 }, { id, desired_count: 0 }],
  ];
  const [type, actions, before, after] = kinds[at % kinds.length]!;
  return {
    address: `${type}.r${at}`,
    mode: "managed",
    type,
    name: `r${at}`,
    change: { actions, before, after, after_unknown: {} },
  };
}

test("100,000 crafted changes are reviewed in a heap of 1 GB", () => {
  const changes = Array.from({ length: 100_000 }, (_, at) => crafted(at));
  const { status, comment } = reviewed(
    { format_version: "1.2", planned_values: {}, resource_changes: changes, complete: true, applyable: true },
    ["--max-old-space-size=1024"],
  );
  expect(status).toBe(1);
  expect(comment.split("\n")[1]).toMatch(/^## ❌ Needs a person: 10000 data losses, \d+ outages/);
}, 900_000);
