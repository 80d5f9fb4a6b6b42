import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { readOrganization } from "../../config/load";
import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { graphOfStacks } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { exampleFileName, exampleNamed, exampleNames } from "../support/examples";
import { synthFile } from "../support/synth";

const docs = join(__dirname, "../../docs/examples");

/** Secrets are referenced by ARN, so only the state that contains them has their KMS keys (ECS-22). */
const open = new Map([["spot-exec-secrets", "ECS-22"]]);

describe.each(exampleNames)("the example %s", (name) => {
  const { organization, warnings } = readOrganization(exampleFileName(name));

  test("loads without a warning", () => {
    expect(warnings).toEqual([]);
  });

  test("is proved to mount on every path, except for what only AWS knows, with no finding", () => {
    const stacks = Object.entries(synthFile(exampleNamed(name))).map(
      ([stack, { json }]) => [stack, JSON.parse(json) as JsonObject] as const,
    );
    const { paths, findings } = prove(graphOfStacks(Object.fromEntries(stacks), organization.assume));
    expect(paths.length).toBeGreaterThan(0);
    const hops = paths.flatMap((path) => path.hops).filter(({ verdict }) => verdict !== "passes");
    const expected = open.get(name);
    expect(hops.filter(({ verdict, rule }) => verdict !== "unknown" || rule !== expected)).toEqual([]);
    expect(hops.length > 0).toBe(expected !== undefined);
    expect(findings).toEqual([]);
  });
});

/** The others have a README beside them. */
const withPage = exampleNames.filter((name) => !existsSync(join(dirname(exampleFileName(name)), "README.md")));

test.each(withPage)("the example %s has its page in the docs, with the resources it creates", (name) => {
  // Prettier pads tables.
  const page = readFileSync(join(docs, `${name}.md`), "utf8")
    .replaceAll(/ +/g, " ")
    .replaceAll(/-{3,}/g, "---");
  const stacks = synthFile(exampleNamed(name));
  const list = (names: object) =>
    Object.keys(names)
      .sort()
      .map((address) => `\`${address}\``)
      .join(", ");
  const rows = Object.entries(stacks["ecs-web"]!.resource)
    .sort()
    .map(([type, names]) => `| \`${type}\` | ${list(names)} |`);
  expect(page).toContain(`(../../examples/${name}/organization.yaml)`);
  expect(page).toContain(`| type | names |\n| --- | --- |\n${rows.join("\n")}\n`);
  expect(page).toContain(`Endpoints in \`vpc-apps\`: ${list(stacks["vpc-apps"]!.resource["aws_vpc_endpoint"]!)}.\n`);
});
