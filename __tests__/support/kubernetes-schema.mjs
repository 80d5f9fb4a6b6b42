/**
 * Validates Kubernetes objects against Kubernetes's published JSON schemas, which kubernetes-models has compiled; a
 * separate process, since jest does not load ES modules. Standard input: a JSON list of objects; standard output: for
 * each, its errors or null.
 */
import { readFileSync } from "node:fs";

const judged = JSON.parse(readFileSync(0, "utf8")).map(async (object) => {
  const [group, version] = object.apiVersion.includes("/") ? object.apiVersion.split("/") : ["", object.apiVersion];
  const models = await import(["kubernetes-models", group, version].filter(Boolean).join("/"));
  const Model = models[object.kind];
  if (!Model) return `there is no ${object.apiVersion} ${object.kind}`;
  try {
    new Model(object).validate();
    return null;
  } catch (error) {
    return error.message;
  }
});
process.stdout.write(JSON.stringify(await Promise.all(judged)));
