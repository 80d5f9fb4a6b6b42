import { createHash } from "node:crypto";

import { givenOut } from "./given-out";
import { placeOf, type Resource, type Stacks } from "./synthesized";

/** A module of Terraform JSON. */
export interface Configuration {
  readonly resource: Record<string, Record<string, unknown>>;
  readonly locals: Record<string, unknown>;
}

const traversal =
  /(?<![\w."-])(data\.)?((?:aws|terraform)_[a-z0-9_]+)\.([A-Za-z_][\w-]*)((?:\.[A-Za-z_][\w-]*|\[(?:\d+|\*|"[^"]*")\])*)/g;

/** The name of a resource in a module that contains several stacks. */
export function nameIn(stack: string, name: string): string {
  return `${stack}--${name}`;
}

/** The references in a text of a stack. */
export interface Reference {
  readonly data: boolean;
  readonly type: string;
  readonly name: string;
  readonly path: string;
}

export function referencesIn(value: unknown): Reference[] {
  if (typeof value === "string") {
    if (!value.includes("${")) return [];
    return [...value.matchAll(traversal)].map(([, data, type = "", name = "", path = ""]) => ({
      data: data !== undefined,
      type,
      name,
      path,
    }));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}

/** The output, the entry and the attribute in a reference to a remote state. */
export function outputIn(path: string): { name: string; key: string | undefined; rest: string } {
  const [, name = "", below = ""] = /^\.outputs\.([\w-]+)(.*)$/.exec(path) ?? [];
  const [entry = "", dotted, quoted] = /^(?:\.([\w-]+)|\["([^"]*)"\])/.exec(below) ?? [];
  return { name, key: dotted ?? quoted, rest: below.slice(entry.length) };
}

interface Options {
  /** Whether a reference stays a reference; otherwise its value replaces it. */
  readonly isLive: (place: string) => boolean;
  /** Called with each value from AWS that is referred to. */
  readonly giveOut?: (place: string, path: string, value: unknown) => void;
}

/** Parts of an organization's stacks as one module, without their data sources, backends and remote states. */
export class Composition {
  private readonly locals: Record<string, unknown> = {};

  constructor(
    private readonly stacks: Stacks,
    private readonly options: Options,
  ) {}

  configuration(resources: Iterable<Resource>): Configuration {
    const made: Configuration = { resource: {}, locals: this.locals };
    for (const { stack, type, name, block } of resources) {
      const {
        depends_on: dependencies = [],
        lifecycle,
        ...rest
      } = block as {
        provider?: string;
        depends_on?: string[];
        lifecycle?: Record<string, unknown>;
      };
      delete rest.provider; // the module has one provider for all accounts
      const kept = dependencies.filter((address) => this.options.isLive(`${stack}/${address}`));
      (made.resource[type] ??= {})[nameIn(stack, name)] = {
        ...(this.rewritten(stack, rest) as object),
        ...(lifecycle && { lifecycle: withoutConditions(lifecycle) }),
        ...(kept.length > 0 && { depends_on: kept.map((address) => address.replace(".", `.${stack}--`)) }),
      };
    }
    return made;
  }

  rewritten(stack: string, value: unknown): unknown {
    if (typeof value === "string") return value.includes("${") ? this.expression(stack, value) : value;
    if (Array.isArray(value)) return value.map((each) => this.rewritten(stack, each));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.rewritten(stack, each)]));
  }

  private expression(stack: string, text: string): string {
    return text.replace(traversal, (all, data: string | undefined, type: string, name: string, path: string) => {
      if (type === "terraform_remote_state") return this.output(name, path);
      if (data) return this.dataValue(stack, type, name, path);
      const resource = this.stacks.get(stack)?.resources.get(`${type}.${name}`);
      if (resource === undefined) return all;
      if (this.options.isLive(placeOf(resource))) return `${type}.${nameIn(stack, name)}${path}`;
      return this.valueOf(resource, path);
    });
  }

  /** A data source returns what it looks up. */
  private dataValue(stack: string, type: string, name: string, path: string): string {
    const place = `${stack}/data.${type}.${name}`;
    const written = this.stacks.get(stack)?.data.get(`data.${type}.${name}`)?.[path.slice(1)];
    const value = () => (written === undefined ? givenOut(place, type, path) : this.rewritten(stack, written));
    return this.local(place, path, value);
  }

  /** The value of an attribute: as configured, or otherwise as AWS would return it. */
  private valueOf(resource: Resource, path: string): string {
    const { stack, type, block } = resource;
    const place = placeOf(resource);
    const written = block[path.slice(1)];
    if (written !== undefined) return this.local(place, path, () => this.rewritten(stack, written));
    const value = givenOut(place, type, path);
    this.options.giveOut?.(place, path, value);
    return this.local(place, path, () => value);
  }

  private output(producer: string, path: string): string {
    const { name, key, rest } = outputIn(path);
    const whole = this.stacks.get(producer)?.outputs[name] ?? null;
    const value = key === undefined ? whole : (whole as Record<string, unknown> | null)?.[key];
    return this.local(`${producer}/${name}`, key ?? "", () => this.rewritten(producer, value ?? null)) + rest;
  }

  private local(place: string, path: string, value: () => unknown): string {
    const name = `v${createHash("sha256").update(`${place}${path}`).digest("hex").slice(0, 12)}`;
    if (!(name in this.locals)) this.locals[name] = value();
    return `local.${name}`;
  }
}

/**
 * Conditions on data sources are removed; prevent_destroy is removed too, since it would fail the plan of all stacks.
 */
function withoutConditions(lifecycle: Record<string, unknown>): Record<string, unknown> {
  const left = new Set(["precondition", "postcondition", "prevent_destroy"]);
  return Object.fromEntries(Object.entries(lifecycle).filter(([name]) => !left.has(name)));
}
