/** An entry of the registry of resource types. */
import { existsSync, readdirSync, readFileSync } from "node:fs";

import { Problem, Project } from "./project.mjs";

const folder = "proof/resource-types";

export function resourceType([type = ""]) {
  if (!/^aws_[a-z0-9]+(?:_[a-z0-9]+)*$/.test(type))
    throw new Problem(`the type should be one such as aws_efs_mount_target, got '${type}'`);
  const binding = type.slice("aws_".length).replaceAll("_", "-");
  if (!["", "data-aws-"].some((kind) => existsSync(`node_modules/@cdktf/provider-aws/lib/${kind}${binding}`))) {
    throw new Problem(`the provider has no type ${type}; check its name in the provider's documentation`);
  }
  const project = new Project();
  const file = fileOf(type);
  project.edit(file, (text) => {
    const end = text.lastIndexOf("\n  },\n};");
    return end === -1 ? undefined : `${text.slice(0, end)}\n${entry(type)}${text.slice(end)}`;
  });
  return {
    project,
    next: [
      `replace every TODO of ${type} in ${file} by a fact, or remove it; resource-type.ts describes all properties`,
      "npx jest __tests__/proof/resource-types.test.ts",
    ],
  };
}

/**
 * The file with the types whose names have most in common with this one: `aws_efs_…` are in efs.ts.
 * @throws Problem if the type has an entry
 */
function fileOf(type) {
  let best = { file: `${folder}/others.ts`, length: "aws_".length };
  for (const name of readdirSync(folder, { recursive: true }).sort()) {
    if (!name.endsWith(".ts")) continue;
    for (const [, other] of readFileSync(`${folder}/${name}`, "utf8").matchAll(/^ {4}(aws_\w+): /gm)) {
      if (other === type) throw new Problem(`${type} has an entry already, in ${folder}/${name}`);
      const length = commonParts(type, other);
      if (length > best.length) best = { file: `${folder}/${name}`, length };
    }
  }
  return best.file;
}

/** The length of the parts that two names begin with: `aws_efs_` of `aws_efs_file_system` and `aws_efs_access_point`. */
function commonParts(a, b) {
  const [parts, others] = [a.split("_"), b.split("_")];
  const differing = parts.findIndex((part, at) => part !== others[at]);
  return parts.slice(0, differing === -1 ? parts.length : differing).join("_").length + 1;
}

const entry = (type) => `    ${type}: {
      identity: ["TODO_attribute_that_identifies_it"],
      destruction: { means: "TODO: what its destruction loses" },
    },`;
