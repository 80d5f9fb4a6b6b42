/** The arguments of a resource in Terraform JSON. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Blocks by type and name. */
type Blocks = Readonly<Record<string, Readonly<Record<string, Arguments>>>>;

/** The parts of a stack's Terraform JSON that the rules read. */
export interface StackJson {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly output?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly provider?: unknown;
  readonly terraform?: unknown;
}

/** Every stack of an organization, by name. */
export type StackJsons = Readonly<Record<string, StackJson>>;

export interface Resource {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  /** Such as `ecs-web/aws_ecs_service.nginx`. */
  readonly address: string;
  readonly args: Arguments;
}

const reference = /\$\{([^{}]+)\}/g;
const remote = /^data\.terraform_remote_state\.([\w-]+)\.outputs\.(\w+)(.*)$/;

/**
 * The resources of all stacks and their references, including references through another stack's outputs. Data sources
 * are resources of a type such as `data.aws_vpc`.
 */
export class Stacks {
  private readonly byType = new Map<string, Resource[]>();
  private readonly byAddress = new Map<string, Resource>();
  /** By type and argument. */
  private readonly referrers = new Map<string, Map<Resource, Resource[]>>();

  constructor(readonly jsons: StackJsons) {
    for (const [stack, { resource = {}, data = {} }] of Object.entries(jsons)) {
      const sources = Object.entries(data).map(([type, named]) => [`data.${type}`, named] as const);
      for (const [type, named] of [...Object.entries(resource), ...sources]) {
        for (const [name, args] of Object.entries(named)) {
          const one = { stack, type, name, address: `${stack}/${type}.${name}`, args };
          this.byAddress.set(one.address, one);
          const alike = this.byType.get(type);
          if (alike) alike.push(one);
          else this.byType.set(type, [one]);
        }
      }
    }
  }

  of(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** Every resource, without data sources. */
  all(): Resource[] {
    return [...this.byAddress.values()].filter(({ type }) => !type.startsWith("data."));
  }

  /** The resources that a value refers to, at any depth, in order; optionally of one type only. */
  referred(from: Resource, value: unknown, type?: string): Resource[] {
    return stringsOf(value)
      .flatMap((text) => this.inText(from.stack, text))
      .filter((one) => type === undefined || one.type === type);
  }

  /** Resources of a type with an argument that refers to a resource. */
  referring(type: string, argument: string, to: Resource): readonly Resource[] {
    const key = `${type}.${argument}`;
    let referrers = this.referrers.get(key);
    if (!referrers) {
      referrers = new Map();
      for (const one of this.of(type)) {
        for (const target of new Set(this.referred(one, one.args[argument]))) {
          const known = referrers.get(target);
          if (known) known.push(one);
          else referrers.set(target, [one]);
        }
      }
      this.referrers.set(key, referrers);
    }
    return referrers.get(to) ?? [];
  }

  /** The account of a stack's provider, or the stack itself if no account is set. */
  accountOf(stack: string): string {
    const [aws] = blocks((this.jsons[stack]?.provider as { aws?: unknown } | undefined)?.aws);
    return texts(aws?.["allowed_account_ids"])[0] ?? stack;
  }

  /** The Region of a stack's provider; one for all stacks without any. */
  regionOf(stack: string): string {
    const [aws] = blocks((this.jsons[stack]?.provider as { aws?: unknown } | undefined)?.aws);
    return texts(aws?.["region"])[0] ?? "";
  }

  /** The default tags of a stack's provider. */
  defaultTagsOf(stack: string): Arguments {
    const [aws] = blocks((this.jsons[stack]?.provider as { aws?: unknown } | undefined)?.aws);
    return blocks(blocks(aws?.["default_tags"])[0]?.["tags"])[0] ?? {};
  }

  private inText(stack: string, text: string): Resource[] {
    if (!text.includes("${")) return [];
    return [...text.matchAll(reference)].flatMap(([, expression = ""]) => this.inExpression(stack, expression));
  }

  private inExpression(stack: string, expression: string): Resource[] {
    const [, other, output, path] = remote.exec(expression) ?? [];
    if (other !== undefined && output !== undefined) {
      const keys = [...(path ?? "").matchAll(/\.([\w-]+)|\["([^"]+)"\]/g)].map(
        ([, dotted, quoted]) => dotted ?? quoted,
      );
      const value = keys.reduce<unknown>(
        (at, key) => (at as Record<string, unknown> | undefined)?.[key ?? ""],
        this.jsons[other]?.output?.[output]?.value,
      );
      return stringsOf(value).flatMap((text) => this.inText(other, text));
    }
    const [, type, name] = /^((?:data\.)?\w+)\.([\w-]+)/.exec(expression) ?? [];
    const found = this.byAddress.get(`${stack}/${type}.${name}`);
    return found ? [found] : [];
  }
}

function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}

/** The blocks of an argument: Terraform JSON omits the list around a single block. */
export function blocks(value: unknown): readonly Arguments[] {
  if (Array.isArray(value)) return value as Arguments[];
  return typeof value === "object" && value !== null ? [value as Arguments] : [];
}

/** The strings of a list. */
export function texts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** A string without references, whose length is known. */
export function literalText(value: unknown): string | undefined {
  return typeof value === "string" && !/(?<!\$)\$\{/.test(value) ? value : undefined;
}

/** A number, which may be written as a string. */
export function number(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}
