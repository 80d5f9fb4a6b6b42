import { stackInMemory } from "../../proof/graph/configuration/files/folder";
import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { matchStacks } from "../../review/input/match-stacks";
import { type StackInput } from "../../review/input/stacks";
import { jsonReview } from "../../review/report/json";
import { markdownReview } from "../../review/report/markdown";
import { type Review, reviewOf } from "../../review/review";
import { plan, resourceChange } from "./changes";

/** A network stack with an output that the application's stack reads. */
const network = {
  provider: { aws: [{ region: "us-east-1", allowed_account_ids: ["111111111111"] }] },
  terraform: { backend: { s3: { bucket: "states", key: "network" } } },
  resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } },
  output: { vpc_id: { value: "${aws_vpc.main.id}" }, spare: { value: "${aws_vpc.main.arn}" } },
};

const application = {
  terraform: { backend: { s3: { bucket: "states", key: "application" } } },
  data: { terraform_remote_state: { network: { backend: "s3", config: { bucket: "states", key: "network" } } } },
  resource: {
    aws_security_group: { web: { vpc_id: "${data.terraform_remote_state.network.outputs.vpc_id}" } },
  },
};

const sources = [stackInMemory("network", network), stackInMemory("application", application)];

/** A configuration as a plan shows it. */
const configured = (type: string, name: string, expressions: JsonObject, rest: readonly JsonObject[] = []) => ({
  root_module: { resources: [{ address: `${type}.${name}`, mode: "managed", type, name, expressions }, ...rest] },
});
const ofNetwork = configured("aws_vpc", "main", { cidr_block: { constant_value: "10.0.0.0/16" } });
const remoteState = {
  ...{ address: "data.terraform_remote_state.network", mode: "data", type: "terraform_remote_state", name: "network" },
  expressions: {
    backend: { constant_value: "s3" },
    config: { constant_value: { bucket: "states", key: "network" } },
  },
};
const reference = { references: ["data.terraform_remote_state.network.outputs.vpc_id"] };
const ofApplication = configured("aws_security_group", "web", { vpc_id: reference }, [remoteState]);

const applied = (...resources: readonly JsonObject[]) => ({
  prior_state: { format_version: "1.0", values: { root_module: { resources } } },
});
const vpc = { address: "aws_vpc.main", mode: "managed", type: "aws_vpc", name: "main", values: { id: "vpc-1" } };
const created = resourceChange("aws_vpc.main", ["create"], { after: {} });
const read = { ...remoteState, values: { outputs: { vpc_id: "vpc-1" } } };

function reviewed(plans: Readonly<Record<string, JsonObject>>, more: Partial<StackInput> = {}): Review {
  const inputs = sources.map((source) => {
    const { name } = source.document;
    return {
      name,
      source,
      ...(Object.hasOwn(plans, name) ? { plan: name } : {}),
      ...(name === "application" ? more : {}),
    };
  });
  return reviewOf(plans, {}, inputs);
}

const statuses = ({ stacks }: Review) =>
  stacks.map(({ name, status, why }) => [name, status, ...(why === undefined ? [] : [why])]);
const title = (review: Review) => markdownReview(review).split("\n")[1];

describe("every stack is accounted for", () => {
  test("planned, and unchanged", () => {
    const review = reviewed({ network: plan([created]), application: plan([], applied(read)) });
    expect(statuses(review)).toEqual([
      ["network", "planned"],
      ["application", "unchanged"],
    ]);
    expect(review.stops).toEqual([]);
    expect(title(review)).toBe("## ⚪ No danger found in the changes, but no mount path was judged");
  });

  test("fails to be a green tick without a plan", () => {
    const review = reviewed({ network: plan([created]) });
    expect(statuses(review)).toEqual([
      ["network", "planned"],
      ["application", "not-given"],
    ]);
    expect(title(review)).toBe(
      "## ⚪ No danger found in the changes, but no mount path was judged; without a plan: application",
    );
  });

  test("waits for a stack that its plan found no state of, because that is not applied yet", () => {
    const review = reviewed({
      network: plan([created], { output_changes: { vpc_id: { actions: ["create"], after_unknown: true } } }),
      application: plan([], { errored: true, complete: false }),
    });
    expect(statuses(review)).toEqual([
      ["network", "planned"],
      ["application", "waits", "network must be applied first"],
    ]);
    expect(review.stops).toEqual([]);
  });

  test("counts at least what a plan shows that ended with an error, and nothing as zero", () => {
    const change = resourceChange("aws_security_group.web", ["create"], { after: {} });
    const early = plan([change, { ...change, address: "aws_security_group.api" }], { errored: true, complete: false });
    const rows = markdownReview(reviewed({ network: plan([created]), application: early })).split("\n");
    expect(rows).toContain("| `network` | 111111111111 | 1 | 0 | 0 | 0 | 0 |  |");
    expect(rows).toContain(
      "| `application` |  | ≥ 2 |  |  |  |  | not planned yet:&#8203; network must be applied first |",
    );
  });

  test("fails to wait if that stack is applied: its plan ended with another error", () => {
    const errored = { errored: true, complete: false };
    const existing = reviewed({ network: plan([], applied(vpc)), application: plan([], errored) });
    const hasRead = reviewed({ network: plan([created]), application: plan([], { ...errored, ...applied(read) }) });
    for (const review of [existing, hasRead]) {
      expect(statuses(review)[1]).toEqual(["application", "failed", "its plan ended with an error"]);
      expect(review.stops).toEqual([
        {
          kind: "plan",
          rule: "TF-08",
          stack: "application",
          resource: "application",
          what:
            "could not be planned: its plan ended with an error, so more may change than it shows; its paths are judged " +
            "from its synthesized JSON",
          todo: "plan it, and review it again",
        },
      ]);
    }
  });

  test("fails for a stack that the caller could not plan, with the reason", () => {
    const review = reviewed({ network: plan([], applied(vpc)) }, { failed: "no credentials" });
    expect(statuses(review)[1]).toEqual(["application", "failed", "no credentials"]);
    expect(review.stops.map(({ what }) => what)).toEqual([
      "could not be planned: no credentials; it is judged from its synthesized JSON, which shows no change",
    ]);
  });

  test("names the accounts, also of a stack without a plan", () => {
    const { stacks } = reviewed({ application: plan([], applied(read)) });
    expect(stacks.map(({ name, accounts }) => [name, accounts])).toEqual([
      ["network", ["111111111111"]],
      ["application", []],
    ]);
  });
});

describe("outputs that change", () => {
  const changed = (name: string) => ({
    ...applied(vpc),
    output_changes: { [name]: { actions: ["update"], before: "vpc-1", after: "vpc-2" } },
  });

  test("name the stacks that read them, and say that their plans are from before", () => {
    const { stops, stacks } = reviewed({ network: plan([], changed("vpc_id")), application: plan([], applied(read)) });
    expect(stops.map(({ what }) => what)).toEqual(["changes its value (vpc-1 → vpc-2), and application reads it"]);
    expect(stacks[1]!.notes).toEqual([
      "planned with the outputs that network has today (vpc_id changes): plan it again after network is applied",
    ]);
  });

  test("say so if no stack reads them", () => {
    const { stops, stacks } = reviewed({ network: plan([], changed("spare")), application: plan([], applied(read)) });
    expect(stops.map(({ what }) => what)).toEqual([
      "changes its value (vpc-1 → vpc-2), and other configurations may read it; no synthesized stack does",
    ]);
    expect(stacks[1]!.notes).toEqual([]);
  });

  test("that are removed name the stacks that will fail", () => {
    const removed = { output_changes: { vpc_id: { actions: ["delete"], before: "vpc-1" } } };
    const { stops } = reviewed({ network: plan([], removed) });
    expect(stops.map(({ what }) => what)).toEqual(["is removed; application will fail, because it reads this output"]);
  });
});

describe("a plan and its stack", () => {
  const file = (path: string, configuration: JsonObject) => ({ path, json: { ...plan([]), configuration } });
  const matched = (...files: readonly ReturnType<typeof file>[]) =>
    matchStacks(files, sources).flatMap(({ name, plan: path, differs }) =>
      path === undefined ? [] : [[name, path, ...(differs ? ["differs"] : [])]],
    );

  test("match by configuration, whatever the file's name", () => {
    expect(matched(file("a.json", ofApplication), file("b.json", ofNetwork))).toEqual([
      ["network", "b.json"],
      ["application", "a.json"],
    ]);
  });

  test.each(["network.tfplan", "plans/network.json", "plan-network.json", "stacks/network/plan", "network.plan.json"])(
    "fail to agree, but the path %s names the stack",
    (path) => {
      const other = configured("aws_vpc", "main", { cidr_block: { constant_value: "10.1.0.0/16" } });
      expect(matched(file(path, other))).toEqual([["network", path, "differs"]]);
    },
  );

  test.each(["my-network.json", "networks.json", "network/old/plan"])("fail to match by the path %s", (path) => {
    expect(matched(file(path, configured("aws_vpc", "other", {})))).toEqual([]);
  });

  test("of two alike stacks match by name", () => {
    const twins = ["a", "b"].map((name) => stackInMemory(name, network));
    const inputs = matchStacks([file("x.json", ofNetwork), file("a.json", ofNetwork)], twins);
    expect(inputs.map(({ name, plan: path }) => [name, path])).toEqual([
      ["a", "a.json"],
      ["b", "x.json"],
    ]);
  });
});

test("escapes all markup of stack names, reasons and notes, and hides no verdict", () => {
  const name = 'x"]|\n\n## ✅ Nothing needs attention\n<!-- -->\u001b[2J@team`';
  const source = stackInMemory(name, application);
  const inputs = [
    { name, source, failed: name },
    { name: "network", source: sources[0]!, plan: "network" },
  ];
  const review = reviewOf({ network: plan([], { ...applied(vpc) }) }, {}, inputs);
  const comment = markdownReview(review);
  expect(comment.split("\n").filter((line) => line.startsWith("## "))).toHaveLength(1);
  expect(comment).not.toContain("\u001b");
  expect(comment.replaceAll(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "")).not.toMatch(/@team|<!-- -->/);
  expect(jsonReview(review)).not.toContain("\u001b");
});
