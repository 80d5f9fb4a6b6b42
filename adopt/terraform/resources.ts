/** The resources in states and plans as plain lists: `terraform show -json` of either, a saved plan, or a state file. */
import { InputError } from "../../proof/graph/input-error";
import { isRecord, type JsonObject, property } from "../../proof/graph/json/json-syntax";
import { partialOf, resourcesIn } from "../../proof/graph/plan/partial";
import { isPlan } from "../../proof/graph/plan/read";

export interface TerraformResource {
  readonly mode: "managed" | "data";
  readonly type: string;
  /** With module path and instance key. */
  readonly address: string;
  readonly name: string;
  /** What is not known before apply is missing. */
  readonly values: JsonObject;
}

const remedy = "make it with terraform show -json, of a state or of a saved plan";

/** @throws InputError if it is none of the formats */
export function resourcesOf(path: string, json: unknown): readonly TerraformResource[] {
  const problem = (what: string, todo = remedy) => new InputError([{ path, what, todo }]);
  if (!isRecord(json)) throw problem("is JSON, but not Terraform's");
  const { format_version: format, version } = json;
  if (typeof format === "string") {
    if (!format.startsWith("1.")) throw problem(`has format version ${format}, and 1.x is supported`);
    return isPlan(json) ? inPlan(json) : inModule(within(json, "values"));
  }
  if (json["encrypted_data"] !== undefined) throw problem("is an encrypted state", "make it with tofu show -json");
  if (typeof version === "number" && Array.isArray(json["resources"])) {
    if (version !== 4) throw problem(`is a state file of version ${version}, and version 4 is supported`);
    return inStateFile(json["resources"] as unknown[]);
  }
  if (typeof version === "number") throw problem(`is a state file of version ${version}, and version 4 is supported`);
  throw problem("is JSON, but not Terraform's");
}

function within(json: unknown, name: string): unknown {
  return property(property(json, name), "root_module");
}

function inModule(module: unknown): readonly TerraformResource[] {
  return resourcesIn(module).flatMap((resource) => {
    const [mode, type, address, name] = ["mode", "type", "address", "name"].map((key) => property(resource, key));
    const values = property(resource, "values");
    if (typeof type !== "string" || typeof address !== "string" || !isRecord(values)) return [];
    return [{ mode: mode === "data" ? "data" : "managed", type, address, name: String(name), values }];
  });
}

/**
 * What the plan's apply leaves: managed resources as planned, with what exists today where a plan does not say, and the data
 * sources that were read. Resources that the plan creates have no id yet.
 */
function inPlan(json: JsonObject): readonly TerraformResource[] {
  const prior = new Map(inModule(within(property(json, "prior_state"), "values")).map((one) => [one.address, one]));
  const planned = inModule(within(json, "planned_values"));
  const resources = planned.map((resource) => {
    const before = prior.get(resource.address);
    if (before === undefined || before.values["id"] !== resource.values["id"]) return resource;
    return { ...resource, values: { ...before.values, ...resource.values } };
  });
  const known = new Set(planned.map(({ address }) => address));
  const isPartial = partialOf(json) !== undefined;
  const rest = [...prior.values()].filter(({ address, mode }) => !known.has(address) && (mode === "data" || isPartial));
  return [...resources, ...rest];
}

/** Version 4 has been written since Terraform 0.12. */
function inStateFile(resources: readonly unknown[]): readonly TerraformResource[] {
  return resources.flatMap((resource) => {
    const [mode, type, name, module] = ["mode", "type", "name", "module"].map((key) => property(resource, key));
    const instances = property(resource, "instances");
    if (typeof type !== "string" || typeof name !== "string" || !Array.isArray(instances)) return [];
    return (instances as unknown[]).flatMap((instance): TerraformResource[] => {
      const values = property(instance, "attributes");
      // A deposed object is destroyed by the next apply.
      if (!isRecord(values) || property(instance, "deposed") !== undefined) return [];
      const key = property(instance, "index_key");
      const path = [module, mode === "data" ? "data" : undefined, type, name].filter((part) => part !== undefined);
      const address = `${path.join(".")}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`;
      return [{ mode: mode === "data" ? "data" : "managed", type, address, name, values }];
    });
  });
}
