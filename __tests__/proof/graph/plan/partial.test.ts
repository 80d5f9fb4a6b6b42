/** Plans that leave something out, cut from those of whole fixtures in the way that Terraform 1.11 was seen to do it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type JsonObject } from "../../../../proof/graph/json/json-syntax";
import { graphOfPlans } from "../../../../proof/graph/read";
import { prove } from "../../../../proof/prove";
import { type Report } from "../../../../proof/verdict";

interface Listed {
  address: string;
  mode: string;
  type: string;
  change: { actions: string[]; before: unknown; after: unknown };
}
interface PlanJson {
  planned_values: { root_module: { resources: Listed[] } };
  prior_state: { values: { root_module: { resources: Listed[] } } };
  resource_changes: Listed[];
  configuration: unknown;
  complete: boolean;
  errored: boolean;
}

const fixture = (name: string) =>
  JSON.parse(readFileSync(join(__dirname, "../../fixtures", name, "plan.json"), "utf8")) as PlanJson;
const report = (...plans: unknown[]) =>
  prove(graphOfPlans(Object.fromEntries(plans.map((json, at) => [`p${at}`, json]))));
const verdicts = ({ paths }: Report) => paths.map(({ verdict }) => verdict);
const partial = ({ findings }: Report) => findings.filter(({ rule }) => rule === "TF-08");

/** As `-target` leaves it: the planned values and changes of what was targeted. */
function targeted(json: PlanJson, isTarget: (address: string) => boolean): PlanJson {
  const plan = structuredClone(json);
  const ofTargets = (all: Listed[]) => all.filter(({ address }) => isTarget(address));
  plan.complete = false;
  plan.planned_values.root_module.resources = ofTargets(plan.planned_values.root_module.resources);
  plan.resource_changes = ofTargets(plan.resource_changes);
  return plan;
}

const service = (address: string) => address.startsWith("aws_ecs_");

test("resources that a plan omits are evaluated from the prior state", () => {
  const plan = targeted(fixture("forms/existing-stack-unchanged"), service);
  expect(verdicts(report(plan))).toEqual(["mounts", "mounts"]);
  expect(partial(report(plan))).toEqual([
    {
      rule: "TF-08",
      severity: "warning",
      resource: "p0",
      detail:
        "the plan is incomplete (-target, or deferred changes): resources that it omits are judged by their prior state",
      fix: "run prove on a plan without -target",
    },
  ]);
});

test("a resource that a plan omits may break a path", () => {
  // Its prior state lacks the mount target's rule, which the plan would have added.
  const plan = targeted(fixture("forms/existing-stack-mended"), service);
  expect(verdicts(report(plan))).toEqual(["fails", "fails"]);
});

test("a resource that is neither planned nor in the prior state is unknown", () => {
  const plan = targeted(fixture("forms/existing-stack-unchanged"), service);
  const { root_module: prior } = plan.prior_state.values;
  prior.resources = prior.resources.filter(({ type }) => type !== "aws_efs_mount_target");
  const found = report(plan);
  expect(verdicts(found)).toEqual(["unknown", "unknown"]);
  expect(partial(found)[0]!.detail).toContain("; not known, because neither contains it: aws_efs_mount_target.");
});

test("a configuration without any planned or known resource is unknown", () => {
  const plan = targeted(fixture("forms/existing-stack-unchanged"), () => false);
  plan.prior_state.values.root_module.resources = [];
  expect(new Set(verdicts(report(plan)))).toEqual(new Set(["unknown"]));
});

test("a plan that ended with an error has what was planned before, or nothing", () => {
  const plan = { ...targeted(fixture("forms/existing-stack-unchanged"), service), errored: true };
  expect(verdicts(report(plan))).toEqual(["mounts", "mounts"]);
  expect(partial(report(plan))[0]!.detail).toMatch(/^the plan ended in an error: /);
  const nothing = { ...plan, planned_values: undefined, resource_changes: undefined };
  expect(verdicts(report(nothing))).toEqual(["mounts", "mounts"]);
});

test("a refresh-only plan is complete and plans nothing", () => {
  const json = fixture("forms/existing-stack-unchanged");
  const plan = { ...json, resource_changes: undefined, planned_values: { root_module: {} } };
  expect(plan.complete).toBe(true);
  expect(verdicts(report(plan))).toEqual(["mounts", "mounts"]);
  expect(partial(report(plan))[0]!.fix).toBe("run prove on a plan without -refresh-only");
});

test("a refresh-only plan of what does not exist yet leaves all of it open", () => {
  const json = fixture("forms/existing-stack-unchanged");
  const nothing = { ...json, resource_changes: undefined, planned_values: { root_module: {} }, prior_state: undefined };
  expect(partial(report(nothing))[0]!.fix).toBe("run prove on a plan without -refresh-only");
  expect(new Set(verdicts(report(nothing)))).toEqual(new Set(["unknown"]));
});

test("a resolver rule that the plan leaves out is not taken to have an endpoint", () => {
  const whole = fixture("resolver/region-forwarded-beside-the-system-rule");
  const plan = targeted(whole, () => false);
  expect(report(plan).findings.filter(({ severity }) => severity === "error")).toEqual([]);
});

test("a complete plan has no such warning, and what it deletes is gone", () => {
  const json = fixture("forms/existing-stack-unchanged");
  expect(partial(report(json))).toEqual([]);
  const deleted = json.resource_changes.map((one) => ({ ...one, change: { ...one.change, actions: ["delete"] } }));
  const destroyed = report({ ...json, planned_values: { root_module: {} }, resource_changes: deleted });
  expect(destroyed.paths).toEqual([]);
  expect(partial(destroyed)).toEqual([]);
});

test("resource_changes takes precedence if planned_values differs", () => {
  const json = fixture("forms/existing-stack-unchanged");
  const left = (all: Listed[]) => all.filter(({ type }) => type !== "aws_efs_mount_target");
  const change = (actions: string[], resources: (all: Listed[]) => Listed[]) => ({
    ...json,
    planned_values: { root_module: { resources: resources(json.planned_values.root_module.resources) } },
    resource_changes: json.resource_changes.map((one) =>
      one.type === "aws_efs_mount_target" ? { ...one, change: { ...one.change, actions, after: null } } : one,
    ),
  });
  // Before Terraform 1.15.6 planned values held what a removed block drops.
  expect(verdicts(report(change(["delete"], (all) => all)))).toEqual(["fails", "fails"]);
  // destroy = false: Terraform forgets it, and AWS keeps it, with planned values or without.
  expect(verdicts(report(change(["forget"], (all) => all)))).toEqual(["mounts", "mounts"]);
  expect(verdicts(report(change(["forget"], left)))).toEqual(["mounts", "mounts"]);
});

test("keys of newer versions of Terraform are tolerated", () => {
  const json = fixture("forms/existing-stack-unchanged");
  const plan = {
    ...json,
    format_version: "1.3",
    action_invocations: [{ address: "action.x.y" }],
    deferred_changes: [],
  };
  expect(report(plan)).toEqual(report(json));
});

describe("deposed objects", () => {
  const key = "5f3a1c0d";
  const json = fixture("forms/existing-stack-unchanged");
  const group = json.prior_state.values.root_module.resources.find(
    ({ address }) => address === "aws_security_group.efs",
  )!;
  const deposed = { ...group, deposed_key: key };
  const addresses = (plan: unknown) =>
    graphOfPlans({ p: plan as JsonObject })
      .all("aws_security_group")
      .map(({ address, action }) => [address, action]);
  const name = `aws_security_group.efs (deposed object ${key})`;

  test("exist in a state, beside the current object", () => {
    const resources = [deposed, ...json.prior_state.values.root_module.resources];
    const state = { format_version: "1.0", values: { root_module: { resources } } };
    expect(addresses(state)).toContainEqual([name, undefined]);
    expect(addresses(state)).toContainEqual(["aws_security_group.efs", undefined]);
  });

  test("exist until a plan deletes them", () => {
    const plan = targeted(json, service);
    plan.prior_state.values.root_module.resources.push(deposed);
    expect(addresses(plan)).toContainEqual([name, "no-op"]);
    const change = { ...group, deposed: key, change: { actions: ["delete"], before: {}, after: null } };
    plan.resource_changes.push(change);
    expect(addresses(plan)).toContainEqual([name, "delete"]);
  });
});
