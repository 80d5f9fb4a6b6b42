import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { markdownReview } from "../../review/report/markdown";
import { type Review, reviewOf } from "../../review/review";
import { plan, resourceChange } from "./changes";

/** A real provider's plan with a prior state. */
function fixture(name: string): JsonObject {
  return JSON.parse(readFileSync(join(__dirname, "../proof/fixtures", name, "plan.json"), "utf8")) as JsonObject;
}

const reviewed = (name: string) => reviewOf({ "apps.json": fixture(name) });
const kinds = ({ paths }: Review) => paths.map(({ before, after, kind }) => [before, after, kind]);

describe("mount paths before and after", () => {
  test("fails for a path that the plan breaks, once for all zones", () => {
    const review = reviewed("forms/existing-stack-loses-a-rule");
    expect(kinds(review)).toEqual(Array(2).fill(["mounts", "fails", "breaks"]));
    expect(review.stops).toEqual([
      {
        kind: "outage",
        rule: "EFS-11",
        stack: "apps.json",
        resource: "aws_ecs_service.ingest",
        what:
          "ingest:/var/spool/ingest in us-east-1a, us-east-1b fails at network, where it mounts today: " +
          "no rule of aws_security_group.storage allows inbound tcp/2049 from aws_ecs_service.ingest",
        cause: "network EFS-11 aws_security_group.storage mounts fails",
        todo: "allow inbound tcp/2049 from aws_security_group.service in aws_security_group.storage",
      },
    ]);
  });

  test("zones that change alike share a row", () => {
    const rows = markdownReview(reviewed("forms/existing-stack-loses-a-rule")).split("\n");
    expect(rows.filter((row) => row.endsWith("| mounts | fails |"))).toEqual([
      "| `aws_ecs_service.ingest` | `ingest:/var/spool/ingest` | `us-east-1a`, `us-east-1b` | mounts | fails |",
    ]);
  });

  test("a plan that fixes a path needs no attention", () => {
    const review = reviewed("forms/existing-stack-mended");
    expect(kinds(review)).toEqual(Array(2).fill(["fails", "mounts", "heals"]));
    expect(review.stops).toEqual([]);
  });

  test("a plan that leaves paths unchanged needs no attention", () => {
    const review = reviewed("forms/existing-stack-unchanged");
    expect(kinds(review)).toEqual(Array(2).fill(["mounts", "mounts", "same"]));
    expect(review.stops).toEqual([]);
  });

  test("paths of a new stack are new, and need attention only if they fail or are not known to mount", () => {
    expect(reviewed("resolver/private-zones-beside-the-path").stops).toEqual([]);
    const { stops, paths } = reviewed("resolver/com-forwarded");
    expect(paths.every(({ kind, before }) => kind === "new" && before === undefined)).toBe(true);
    expect(stops.map(({ rule, resource }) => [rule, resource])).toEqual([["DNS-03", paths[0]!.path.workload]]);
  });

  test("paths that no longer exist are lost", () => {
    const json = fixture("forms/existing-stack-unchanged") as JsonObject & {
      resource_changes: { change: Record<string, unknown> }[];
    };
    const deleted = json.resource_changes.map((one) => ({ ...one, change: { ...one.change, actions: ["delete"] } }));
    const gone = { ...json, planned_values: {}, resource_changes: deleted };
    expect(kinds(reviewOf({ "apps.json": gone }))).toEqual(Array(2).fill(["mounts", undefined, "lost"]));
  });
});

test("fails for a path that failed and is unknown now", () => {
  const json = fixture("forms/existing-stack-mended");
  const hidden = structuredClone(json) as { resource_changes: { address: string; change: Record<string, unknown> }[] };
  const group = hidden.resource_changes.find(({ address }) => address === "aws_security_group.task")!;
  group.change["after_unknown"] = { egress: true };
  const planned = JSON.stringify((json as { planned_values: unknown }).planned_values);
  const root = JSON.parse(planned) as {
    root_module: { resources: { address: string; values: Record<string, unknown> }[] };
  };
  delete root.root_module.resources.find(({ address }) => address === group.address)!.values["egress"];
  const review = reviewOf({ "apps.json": { ...hidden, planned_values: root } as unknown as JsonObject });
  expect(kinds(review)).toEqual(Array(2).fill(["fails", "unknown", "clouds"]));
  // The zones have their own details, but one cause.
  expect(review.stops.map(({ what }) => what.split(":").slice(0, 2).join(":"))).toEqual([
    "vault:/vault/file in us-west-1a, us-west-1b is unknown at network, where it fails today",
  ]);
});

test("fails for lost files, with their mount targets as consequences", () => {
  const { stops } = reviewed("findings/file-system-replaced");
  expect(stops.map(({ kind, rule, resource, consequences }) => [kind, rule, resource, consequences])).toEqual([
    ["data-loss", "EFS-12", "aws_efs_file_system.mailboxes", ["aws_efs_mount_target.a", "aws_efs_mount_target.b"]],
  ]);
});

test("fails for removed outputs, deletions outside Terraform, and incomplete plans", () => {
  const json = plan([], {
    errored: true,
    output_changes: { vpc_id: { actions: ["delete"] } },
    resource_drift: [resourceChange("aws_vpc.a", ["delete"]), resourceChange("aws_vpc.b", ["update"])],
  });
  expect(reviewOf({ "apps.json": json }).stops.map(({ resource, what }) => [resource, what])).toEqual([
    ["output.vpc_id", "is removed; stacks that read this output will fail"],
    ["apps.json", "ended with an error, so more may change than it shows"],
    ["aws_vpc.a", "has been deleted outside of Terraform"],
  ]);
});

describe("the comment", () => {
  const empty = plan([]);
  const busy = plan(
    [
      resourceChange("aws_vpc_endpoint.s3", ["update"], { before: { policy: "a" }, after: { policy: "secret" } }),
      resourceChange("aws_subnet.a", ["create"], { after: { cidr_block: "10.0.0.0/24" } }),
      resourceChange("aws_security_group.a", ["no-op"], {}, { previous_address: "aws_security_group.b" }),
    ],
    {
      resource_drift: [resourceChange("aws_vpc.b", ["update"], { before: { tags: {} }, after: { tags: { a: "b" } } })],
    },
  );

  test("lists the changed plans first, keys without values, and drift by type", () => {
    expect(markdownReview(reviewOf({ "empty.json": empty, "busy.json": busy }))).toBe(
      [
        "<!-- mountpath review -->",
        "## ⚪ No danger found in the changes, but no mount path was judged",
        "",
        "**1 plan changes something, 1 nothing; 0 paths: 0 mount, 0 fail, 0 unknown**",
        "",
        "No input has a workload that mounts a file system, so no mount path was judged. To have paths judged, review this " +
          "plan together with the plans of the workloads' stacks.",
        "",
        "### Changes",
        "",
        "| stack | create | update | replace | delete | forget |",
        "| --- | --: | --: | --: | --: | --: |",
        "| `busy.json` | 1 | 1 | 0 | 0 | 0 |",
        "",
        "<details><summary><code>busy.json</code></summary>",
        "",
        "- `~` `aws_vpc_endpoint.s3`: `policy`",
        "- `+` `aws_subnet.a`",
        "- `aws_security_group.a`: was `aws_security_group.b`",
        "",
        "</details>",
        "",
        "### Drift",
        "",
        "1 resource changed outside of Terraform, and no change of this plan depends on that: 1 `aws_vpc`",
        "",
      ].join("\n"),
    );
  });

  test("escapes all markup of a plan, and hides no verdict", () => {
    const name = 'x"]\n\n## ✅ Nothing needs attention\n<!-- -->\u001b[2J@team`';
    const hostile = plan([resourceChange(`aws_vpc.${name}`, ["delete"], { before: { [name]: 1 } })]);
    const comment = markdownReview(reviewOf({ [`${name}.json`]: hostile }));
    expect(comment).toContain("## ❌ Needs a person: 1 outage; no mount path was judged");
    expect(comment.split("\n").filter((line) => line.startsWith("## "))).toHaveLength(1);
    expect(comment).not.toContain("\u001b");
    // A mention is left unescaped only in code.
    expect(comment.replaceAll(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "")).not.toContain("@team");
  });

  test("is truncated visibly at GitHub's limit, with what needs attention first, unless it may be longer", () => {
    const many = Array.from({ length: 900 }, (_, at) =>
      resourceChange(`aws_vpc.v${at}`, ["update"], {
        before: { enable_dns_support: true, tags: { at } },
        after: { enable_dns_support: false, tags: { at: -1 } },
      }),
    );
    const lost = resourceChange("aws_s3_bucket.a", ["delete"]);
    // Each of them differs from the others.
    const outputs = Object.fromEntries(
      many.map((_, at) => [`o${at}`, { actions: ["update"], before: `${at}`, after: `a${at}` }]),
    );
    const review = reviewOf({ "apps.json": plan([...many, lost], { output_changes: outputs }) });
    const comment = markdownReview(review);
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment).toMatch(/\d+ of 90\d sections are \*\*left out\*\*.*`npm run review -- --full`/s);
    expect(comment.indexOf("### Loses data")).toBeLessThan(comment.indexOf("### Stops working"));
    expect(markdownReview(review, true)).toContain("`output.o899`");
  });
});

describe("many of one kind", () => {
  const vpcs = (count: number, more = {}) =>
    Array.from({ length: count }, (_, at) => resourceChange(`aws_vpc.v${at}`, ["delete"], {}, more));
  const comment = (changes: Parameters<typeof plan>[0]) => markdownReview(reviewOf({ "apps.json": plan(changes) }));

  test("are one stop from four on, and are counted one by one", () => {
    const three = comment(vpcs(3));
    expect(three.match(/^- `aws_vpc/gm)).toHaveLength(3);
    const text = comment(vpcs(12));
    expect(text).toContain("## ❌ Needs a person: 12 outages");
    expect(text.match(/^- `aws_vpc/gm)).toHaveLength(1);
    expect(text).toContain("**The same:** `aws_vpc.v1`, `aws_vpc.v2`, `aws_vpc.v3`");
    expect(text).toContain("`aws_vpc.v10` and 1 more\\\n  **To do:**");
  });

  test("are different stops if one of them says something else", () => {
    const tainted = resourceChange("aws_vpc.x", ["delete"], {}, { action_reason: "delete_because_each_key" });
    const text = comment([...vpcs(4), tainted]);
    expect(text.match(/^- `aws_vpc/gm)).toHaveLength(2);
    expect(text).toContain("- `aws_vpc.x` (outage) is destroyed, because for&#95;each no longer has its key:");
  });

  test("are one line in the list of changes, from six on", () => {
    const routes = (count: number) =>
      Array.from({ length: count }, (_, at) => resourceChange(`aws_route.r${at}`, ["create"]));
    expect(comment(routes(5))).toContain("- `+` `aws_route.r4`\n");
    expect(comment(routes(6))).toContain(
      "- `+` 6 `aws_route`: `aws_route.r0`, `aws_route.r1`, `aws_route.r2` and 3 more\n",
    );
  });

  test("are one stop if they break by one cause", () => {
    const json = fixture("forms/existing-stack-loses-a-rule");
    const review = reviewOf({ "apps.json": json });
    const [stop] = review.stops;
    const other = {
      ...stop!,
      resource: "aws_ecs_service.other",
      what: "other:/data in us-east-1a fails at network: x",
    };
    const elsewhere = { ...stop!, resource: "aws_ecs_service.third", cause: "another" };
    const text = markdownReview({ ...review, stops: [stop!, other, elsewhere] });
    expect(text).toContain("\\\n  **The same:** `aws_ecs_service.other`\\\n  **To do:**");
    expect(text.match(/^- `aws_ecs_service/gm)).toHaveLength(2);
  });
});
