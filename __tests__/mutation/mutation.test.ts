import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { graphOfStacks } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { projectRoot } from "../support/command";
import { synthFile } from "../support/synth";
import { type File } from "../support/variants";
import { additions } from "./additions";
import { type Harmless } from "./explanation";
import { harmless as everywhere } from "./harmless";
import { harmlessOnInstances } from "./harmless-instances";
import { type Json, mutants, type Stacks } from "./mutants";

/**
 * The minimum percentage of caught mutations among those that Terraform and AWS accept and a path depends on. Raise it
 * when the score rises.
 */
const leastCaught = 78;

interface Example {
  readonly file: string;
  /** Which mutations to run: for container instances, only the stack that the first example doesn't have. */
  readonly only: RegExp;
  readonly harmless: readonly Harmless[];
}

const examples: readonly Example[] = [
  { file: "organization.yaml", only: /./, harmless: everywhere },
  ...["dnsmasq-hosts", "hosts-file-hosts"].map((name) => ({
    file: `examples/${name}/organization.yaml`,
    only: /^ecs-web /,
    harmless: [...harmlessOnInstances, ...everywhere],
  })),
];

/** Services with an EFS volume; the others mount nothing, whatever is added. */
const mounting = /^(?:nginx|importer)$/;

const proved = (of: Stacks) => prove(graphOfStacks(of as Record<string, JsonObject>));
const survived = { refused: 0, "off-path": 0, mounts: 0 };
let caught = 0;
let missed = 0;
const used = new Set<RegExp>();

describe.each(examples)("$file", ({ file, only, harmless }) => {
  const example = synthFile(parse(readFileSync(join(projectRoot, file), "utf8")) as File);
  const stacks: Stacks = Object.fromEntries(
    Object.entries(example).map(([name, { json }]) => [name, JSON.parse(json) as Json]),
  );

  test("mounts, without a finding", () => {
    const { paths, findings } = proved(stacks);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter(({ verdict }) => verdict !== "mounts")).toEqual([]);
    expect(findings).toEqual([]);
  });

  test("every addition is caught", () => {
    const missedOnes: string[] = [];
    for (const { name, stacks: broken } of additions(stacks, mounting)) {
      const { paths, findings } = proved(broken);
      if (findings.length > 0 || paths.some(({ verdict }) => verdict !== "mounts")) caught++;
      else missedOnes.push(name);
    }
    missed += missedOnes.length;
    expect(missedOnes).toEqual([]);
  });

  test("every mutation is caught or explained", () => {
    const unexplained: string[] = [];
    for (const { name, stacks: broken } of mutants(stacks)) {
      if (!only.test(name)) continue;
      const { paths, findings } = proved(broken);
      if (findings.length > 0 || paths.some(({ verdict }) => verdict !== "mounts")) {
        caught++;
        continue;
      }
      const reasons = harmless.filter((one) => one.mutants.test(name));
      const [first] = reasons;
      if (first) survived[first.kind]++;
      else unexplained.push(name);
      for (const one of reasons) used.add(one.mutants);
    }
    missed += unexplained.length;
    expect(unexplained).toEqual([]);
  });
});

test("every explanation is needed, and the score is reached", () => {
  const score = (100 * caught) / (caught + survived.mounts + missed);
  process.stdout.write(
    `${caught} breaks caught, ${missed} missed, ${survived.mounts} mount all the same ` +
      `(score ${score.toFixed(1)} %); ${survived.refused} refused before, ${survived["off-path"]} off the path\n`,
  );
  const all = [...everywhere, ...harmlessOnInstances];
  expect(all.filter((one) => !used.has(one.mutants)).map(({ reason }) => reason)).toEqual([]);
  expect(score).toBeGreaterThanOrEqual(leastCaught);
});
