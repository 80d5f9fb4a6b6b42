/** A rule with a finding that reports it. */
import { addFixture, camelCase, checkName, checkRule, insertImport, insertSorted, Project } from "./project.mjs";

/** The folder of a service's findings. */
const folders = { DNS: "dns", VPC: "network", EFS: "efs", ECS: "ecs", EKS: "eks", EP: "network", TF: "input" };

export function rule([id, name]) {
  checkRule(id);
  checkName(name, "the name of the finding");
  const project = new Project();
  const folder = folders[id.split("-")[0]];
  const check = camelCase(name);
  const title = `TODO: what is wrong with ${name}`;

  project.add(`proof/findings/${folder}/${name}.ts`, finding(id, name, check));
  project.add(`__tests__/proof/findings/${folder}/${name}.test.ts`, test(id, name, check, folder));
  project.add(`docs/rules/${id}.md`, page(id, title));
  project.edit("proof/findings/index.ts", (text) =>
    insertImport(text, `import { ${check} } from "./${folder}/${name}";`)?.replace(
      /(\n {2}assumptionCheck,)/,
      `\n  ${check},$1`,
    ),
  );
  project.edit("proof/rules.ts", (text) => {
    return insertSorted(text, `  "${id}": ${JSON.stringify(title)},`, (line) =>
      line.startsWith(`  "${id.split("-")[0]}-`),
    );
  });
  project.edit("docs/rules/README.md", (text) =>
    insertSorted(text, `- [${id}](${id}.md): ${title}`, (line) => line.startsWith(`- [${id.split("-")[0]}-`)),
  );
  const planned = addFixture(project, `findings/${name}`, `TODO: what is wrong, and why AWS refuses it (${id}).`);
  return {
    project,
    next: [
      `fill in every TODO, and add ${id} to the list in __tests__/proof/rules.test.ts`,
      planned,
      `npx jest __tests__/proof/findings/${folder}/${name}.test.ts __tests__/proof/rules.test.ts __tests__/proof/fixtures.test.ts`,
    ],
  };
}

const finding = (id, name, check) => `/** TODO: what is wrong, and what AWS does then (${id}). */
import { notDeleted } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const ${check}: FindingCheck = {
  name: "${name}",
  rules: ["${id}"],
  *find({ graph }: Facts): Iterable<Finding> {
    for (const { address: resource } of notDeleted(graph.all("aws_todo"))) {
      yield {
        rule: "${id}",
        severity: "error",
        resource,
        detail: "TODO: what is wrong, with the value",
        fix: \`TODO: what to change in \${resource}\`,
      };
    }
  },
};
`;

const test = (id, name, check, folder) => `import { Facts } from "../../../../proof/facts";
import { ${check} } from "../../../../proof/findings/${folder}/${name}";
import { graphOfStacks } from "../../../../proof/graph/read";

/** What is found in one stack with these resources. */
function found(resource: object) {
  return [...${check}.find(new Facts(graphOfStacks({ apps: { resource } })))];
}

test("reports TODO", () => {
  expect(found({ aws_vpc: { apps: { cidr_block: "10.0.0.0/16" } } })).toEqual([
    {
      rule: "${id}",
      severity: "error",
      resource: "aws_vpc.apps",
      detail: "TODO: what is wrong, with the value",
      fix: "TODO: what to change in aws_vpc.apps",
    },
  ]);
});

test("does not report TODO: what is nearly wrong", () => {
  expect(found({})).toEqual([]);
});
`;

const page = (id, title) => `# ${id}: ${title}

TODO: what is wrong, in one or two sentences.

Severity: error.

\`prove\` prints, for example:

\`\`\`text
✗ error  aws_todo.apps (${id})
  TODO: what is wrong, with the value
  fix: TODO: what to change in aws_todo.apps
\`\`\`

## Why

TODO: why it breaks.

## Fix

\`\`\`hcl
resource "aws_todo" "apps" {
}
\`\`\`

## Source

- <https://docs.aws.amazon.com/TODO>
`;
