/**
 * Local values and variables that are known during plan although a plan doesn't show them: an attribute that consists
 * of nothing else, and whose text is known, reveals them.
 */
import { property } from "../../json/json-syntax";
import { type ModuleConfiguration, type ModuleInstance, type ModuleTree } from "../module-tree";
import { withoutPrefixes } from "./expression-references";
import { type UnassignedInstance } from "./instance-assignment";

interface Uses {
  /** Resources by name (data sources begin with `data.`), with the attribute that equals the value. */
  readonly attributes: readonly (readonly [resource: string, attribute: string])[];
  /** Modules with an argument that equals it, by variable. */
  readonly calls: readonly (readonly [call: string, variable: string])[];
}

export interface RevealedLocalsInput {
  readonly modules: ModuleTree;
  instances(module: ModuleInstance, name: string): readonly UnassignedInstance[];
}

const none: Uses = { attributes: [], calls: [] };

export class RevealedLocals {
  private readonly uses = new WeakMap<ModuleConfiguration, ReadonlyMap<string, Uses>>();
  private readonly known = new Map<string, boolean>();

  constructor(private readonly world: RevealedLocalsInput) {}

  /** @param name `local.name` or `var.name` in that module */
  has(module: ModuleInstance, name: string): boolean {
    const key = `${module.address} ${name}`;
    const found = this.known.get(key);
    if (found !== undefined) return found;
    this.known.set(key, false);
    const answer = this.find(module, name);
    this.known.set(key, answer);
    return answer;
  }

  private find(module: ModuleInstance, name: string): boolean {
    const { configuration } = module;
    const { attributes, calls } = (configuration && this.usesOf(configuration).get(name)) ?? none;
    const shown = attributes.some(([resource, attribute]) =>
      this.world.instances(module, resource).some(({ known }) => {
        const value = property(known, attribute);
        return typeof value === "string" && value !== "";
      }),
    );
    if (shown) return true;
    return calls.some(([call, variable]) =>
      this.world.modules.instances(module, call).some((inner) => this.has(inner, `var.${variable}`)),
    );
  }

  private usesOf(configuration: ModuleConfiguration): ReadonlyMap<string, Uses> {
    const found = this.uses.get(configuration);
    if (found) return found;
    const uses = new Map<string, { attributes: [string, string][]; calls: [string, string][] }>();
    const of = (configured: unknown) => {
      const name = onlyName(configured);
      if (name === undefined) return undefined;
      const own = uses.get(name) ?? { attributes: [], calls: [] };
      uses.set(name, own);
      return own;
    };
    for (const [resource, { expressions }] of configuration.resources) {
      for (const attribute of Object.keys(expressions))
        of(expressions[attribute])?.attributes.push([resource, attribute]);
    }
    for (const [call, { expressions }] of configuration.calls) {
      for (const variable of Object.keys(expressions)) of(expressions[variable])?.calls.push([call, variable]);
    }
    this.uses.set(configuration, uses);
    return uses;
  }
}

/** The local or variable that an expression consists of, alone or with an index. */
function onlyName(configured: unknown): string | undefined {
  const references = property(configured, "references");
  if (!Array.isArray(references)) return undefined;
  const texts = references.filter((one): one is string => typeof one === "string");
  const [only, ...others] = withoutPrefixes(texts).filter((text) => text !== "count.index" && text !== "each.key");
  return others.length === 0 && only !== undefined && /^(?:local|var)\.[\w-]+$/.test(only) ? only : undefined;
}
