import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { readPlans } from "../../review/input/read";
import { markdownReview } from "../../review/report/markdown";
import { type Review, reviewOf } from "../../review/review";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-chain-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const all = ["shared-network", "vpc-apps", "ecs-web"];

/** The stacks have no route to the DNS servers (DNS-24), which is not what these tests are about. */
const entries = ["a", "b"].map((zone) => ({
  resource: `aws_route_table.network_private-us-east-1${zone}`,
  code: "DNS-24",
  reason: "the fixture has no transit gateway",
  by: "test",
  until: "2027-01-31",
  place: "review.yaml:1",
}));

type Change = (plan: JsonObject, stack: string) => void;

/** The review of a fixture's plans, each of which may be changed before. */
async function reviewed(fixture: string, stacks: readonly string[] = all, change: Change = () => {}): Promise<Review> {
  const from = join(__dirname, "fixtures", fixture);
  const paths = stacks.map((stack) => {
    const plan = JSON.parse(gunzipSync(readFileSync(join(from, `${stack}.json.gz`))).toString()) as JsonObject;
    change(plan, stack);
    const path = join(folder, `${stack}.json`);
    writeFileSync(path, JSON.stringify(plan));
    return path;
  });
  const { plans, sources, stacks: inputs } = await readPlans(paths, [], { folder: join(from, "synthesized") });
  return reviewOf(plans, sources, inputs, { entries, today: "2027-01-31" });
}

const title = (review: Review) => markdownReview(review).split("\n")[1];
const statuses = ({ stacks }: Review) => stacks.map(({ name, status }) => `${name} ${status}`).sort();
const stops = (review: Review) => review.stops.map(({ kind, stack, resource }) => `${kind} ${stack} ${resource}`);

describe("the first pull request of empty accounts", () => {
  test("is judged whole, although two of three plans end with an error", async () => {
    const review = await reviewed("empty");
    expect(statuses(review)).toEqual(["ecs-web waits", "shared-network planned", "vpc-apps waits"]);
    expect(stops(review)).toEqual([]);
    expect(title(review)).toBe(
      "## ⚪ No danger found: 2 mount paths mount; 1 acknowledged; without a plan: ecs-web, vpc-apps",
    );
  });

  test("is judged whole by the only plan that can be made", async () => {
    const review = await reviewed("empty", ["shared-network"]);
    expect(statuses(review)).toEqual(["ecs-web not-given", "shared-network planned", "vpc-apps not-given"]);
    expect(title(review)).toBe(
      "## ⚪ No danger found: 2 mount paths mount; 1 acknowledged; without a plan: ecs-web, vpc-apps",
    );
  });

  test("fails for a path that will not mount, though its workload can't be planned yet", async () => {
    const review = await reviewed("empty", ["shared-network"], (plan) => withRuleOfType(plan, "FORWARD"));
    expect(stops(review)).toEqual(["outage ecs-web aws_ecs_service.nginx"]);
    expect(review.stops[0]).toMatchObject({ rule: "DNS-03", what: expect.stringContaining("fails at resolver: ") });
  });
});

/** Makes the rule that keeps AWS names in AWS another one, in planned values as in the configuration. */
function withRuleOfType(plan: JsonObject, type: string): void {
  const changed = JSON.stringify(plan).replaceAll('"SYSTEM"', JSON.stringify(type));
  Object.assign(plan, JSON.parse(changed) as JsonObject);
}

describe("a change over three stacks", () => {
  test("that is harmless needs no attention", async () => {
    const review = await reviewed("harmless");
    expect(stops(review)).toEqual([]);
    expect(title(review)).toBe("## ✅ Nothing to stop for: 3 of 3 stacks planned, 2 mount paths mount");
  });

  test("fails for lost files and servers, although the plan that loses the files ended with an error", async () => {
    const review = await reviewed("danger");
    expect(statuses(review)).toEqual(["ecs-web planned", "shared-network planned", "vpc-apps failed"]);
    expect(stops(review)).toEqual([
      "data-loss vpc-apps aws_efs_file_system.content",
      "outage shared-network aws_route53_resolver_rule.everything",
      "plan vpc-apps vpc-apps",
    ]);
    expect(title(review)).toBe(
      "## ❌ Needs a person: 1 data loss, 1 outage, 1 problem of the plan; without a plan: vpc-apps",
    );
    expect(review.stops[0]!.what).toBe(
      "is replaced, because performance_mode (generalPurpose → maxIO) can't be changed: it is destroyed with all its " +
        "files, and the new file system is empty",
    );
  });
});

describe("one stack's plan alone", () => {
  test.each(all)("of %s judges the paths through all stacks", async (stack) => {
    const review = await reviewed("harmless", [stack]);
    expect(stops(review)).toEqual([]);
    expect(review.paths.map(({ before, after }) => [before, after])).toEqual(Array(2).fill(["mounts", "mounts"]));
  });

  test("fails for a path that it breaks in a stack without a plan", async () => {
    const review = await reviewed("harmless", ["vpc-apps"], (plan) => {
      const changes = plan["resource_changes"] as { type: string; change: Record<string, unknown> }[];
      const { root_module } = plan["planned_values"] as { root_module: { resources: { type: string }[] } };
      const isRule = ({ type }: { type: string }) => type === "aws_route53_resolver_rule_association";
      const rules = changes.filter(isRule);
      expect(rules).toHaveLength(2);
      for (const { change } of rules) Object.assign(change, { actions: ["delete"], after: null });
      root_module.resources = root_module.resources.filter((one) => !isRule(one));
    });
    // Without rules, AWS answers its own names: only a rule that is left decides otherwise.
    expect(review.paths.map(({ after }) => after)).toEqual(["mounts", "mounts"]);
    const broken = await reviewed("harmless", ["vpc-apps"], (plan) => {
      const { root_module } = plan["planned_values"] as {
        root_module: { resources: { type: string; values: JsonObject }[] };
      };
      const vpc = root_module.resources.find(({ type }) => type === "aws_vpc")!;
      vpc.values = { ...vpc.values, enable_dns_hostnames: false };
      const changes = plan["resource_changes"] as { type: string; change: Record<string, unknown> }[];
      const { change } = changes.find(({ type }) => type === "aws_vpc")!;
      Object.assign(change, {
        actions: ["update"],
        after: { ...(change["after"] as object), enable_dns_hostnames: false },
      });
    });
    expect(broken.stops.map(({ stack, resource }) => [stack, resource])).toEqual([
      ["ecs-web", "aws_ecs_service.nginx"],
    ]);
    expect(broken.stops[0]!.what).toMatch(/ fails at vpc-dns, where it mounts today: /);
    expect(broken.stops[0]!.because).toEqual([
      { resource: "aws_vpc.apps", what: expect.stringContaining("enable_dns_hostnames true → false") },
    ]);
  });
});
