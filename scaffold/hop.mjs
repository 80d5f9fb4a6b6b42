/** A hop: one question of every mount path. */
import { addFixture, camelCase, checkName, checkRule, insertImport, Problem, Project } from "./project.mjs";

export function hop([name, id, option, before]) {
  checkName(name, "the name of the hop");
  checkRule(id);
  if (option !== undefined && (option !== "--before" || before === undefined))
    throw new Problem(`unknown option '${option}'; did you mean --before HOP?`);
  const project = new Project();
  const constant = camelCase(name);

  project.add(`proof/hops/${name}/hop.ts`, source(name, constant, id));
  project.add(`__tests__/proof/hops/${name}/hop.test.ts`, test(name, id));
  project.edit("proof/verdict.ts", (text) =>
    inList(text, "export const hopNames = [", `  "${name}",`, before && `  "${before}",`),
  );
  project.edit("proof/hops/index.ts", (text) => {
    const imported = insertImport(text, `import { ${constant} } from "./${name}/hop";`);
    return (
      imported &&
      inList(
        imported,
        "const byName: { readonly [Name in HopName]: Hop<Name> } = {",
        entry(name),
        before && entry(before),
      )
    );
  });
  const planned = addFixture(project, `${name}/todo-${name}-fails`, `TODO: why the hop ${name} fails (${id}).`);
  return {
    project,
    next: [
      "fill in every TODO; evaluate returns undefined where the hop does not apply",
      planned,
      "write a fixture for each verdict, and add the hop's rules to __tests__/proof/fixtures.test.ts",
      `npx jest __tests__/proof/hops/${name} __tests__/proof/fixtures.test.ts`,
    ],
  };
}

/** The line of a hop in an object by names. */
function entry(name) {
  const constant = camelCase(name);
  return name === constant ? `  ${name},` : `  "${name}": ${constant},`;
}

/** Adds a line to a list or object, before another one or at the end; undefined if the list or the other line is missing. */
function inList(text, opening, line, before) {
  const lines = text.split("\n");
  const start = lines.indexOf(opening);
  const end = lines.findIndex((one, at) => at > start && /^[\]}]/.test(one));
  const at = before === undefined ? end : lines.indexOf(before, start);
  if (start === -1 || at < start || at > end) return undefined;
  if (lines.slice(start, end).includes(line))
    throw new Problem(`the hop${line.replace(/,$/, "")} exists already; choose another name`);
  lines.splice(at, 0, line);
  return lines.join("\n");
}

const source = (name, constant, id) => `/** TODO: the question that the hop asks of a mount path (${id}). */
import { type Facts } from "../../facts";
import { fails, passes, unknown } from "../../hop-answer";
import { type MountPath } from "../../workloads/mount-path";
import { subnetOfPath } from "../../workloads/path-place";
import { type Hop } from "../hop";

export const ${constant}: Hop<"${name}"> = {
  name: "${name}",
  evaluate(path: MountPath, facts: Facts) {
    const subnet = subnetOfPath(facts, path);
    const answer: string | undefined = undefined; // TODO: "yes", "no" or "unknown"; undefined where the hop does not apply
    if (answer === undefined) return undefined;
    if (answer === "yes") return passes("${id}", subnet.name, "TODO: what is right");
    if (answer === "no") return fails("${id}", subnet.name, "TODO: what is wrong, with the value");
    return unknown("${id}", subnet.name, "not known: TODO", "TODO: what would settle it");
  },
};
`;

const test = (name, id) => `import { fixtureResult } from "../fixture-result";

describe("${name}", () => {
  it("passes with TODO", () => {
    expect(fixtureResult("${name}", "mount-target/in-another-subnet-of-the-zone")).toEqual({
      hop: "${name}",
      verdict: "passes",
      rule: "${id}",
      resource: "aws_subnet.a",
      detail: "TODO: what is right",
    });
  });
});
`;
