import * as z from "zod";

/** A mapping that is allowed in the same place: another branch of a union. */
export interface Rival {
  readonly keys: readonly string[];
  /** How the file selects it, such as `backend: s3`; missing if its keys select it. */
  readonly chosenBy?: string;
}

/** What a message about a mapping needs from its schema. */
export interface SchemaObject {
  readonly keys: readonly string[];
  readonly rivals: readonly Rival[];
}

type Keys = Extract<z.core.$ZodIssue, { code: "unrecognized_keys" }>["keys"];

/**
 * Zod's issues don't contain the schema they come from; Zod's error hook has it, matched by the list of keys in the
 * issue.
 */
export class SchemaObjects {
  private readonly schemaOf = new WeakMap<Keys, z.ZodObject>();
  private rivals: Map<z.core.$ZodType, readonly Rival[]> | undefined;

  constructor(private readonly root: z.core.$ZodType) {}

  readonly remember = (issue: z.core.$ZodRawIssue): undefined => {
    if (issue.code === "unrecognized_keys" && issue.inst instanceof z.ZodObject) {
      this.schemaOf.set(issue.keys, issue.inst);
    }
  };

  of(unrecognized: Keys): SchemaObject {
    const schema = this.schemaOf.get(unrecognized);
    if (schema === undefined) return { keys: [], rivals: [] };
    this.rivals ??= rivalsBelow(this.root);
    return { keys: Object.keys(schema.shape), rivals: this.rivals.get(schema) ?? [] };
  }
}

/** For every mapping that is a branch of a union: the other branches. */
function rivalsBelow(root: z.core.$ZodType): Map<z.core.$ZodType, readonly Rival[]> {
  const rivals = new Map<z.core.$ZodType, readonly Rival[]>();
  const visit = (schema: z.core.$ZodType): void => {
    const { def } = (schema as z.core.$ZodTypes)._zod;
    switch (def.type) {
      case "object":
        return Object.values(def.shape).forEach(visit);
      case "array":
        return visit(def.element);
      case "record":
        return visit(def.valueType);
      case "optional":
      case "prefault":
      case "default":
        return visit(def.innerType);
      case "pipe":
        return visit(def.in);
      case "union": {
        const objects = def.options.filter((option) => option instanceof z.ZodObject);
        const discriminator = "discriminator" in def ? String(def.discriminator) : undefined;
        for (const object of objects) {
          const others = objects.filter((other) => other !== object);
          rivals.set(
            object,
            others.map((other) => rival(other, discriminator)),
          );
        }
        return def.options.forEach(visit);
      }
    }
  };
  visit(root);
  return rivals;
}

function rival(schema: z.ZodObject, discriminator: string | undefined): Rival {
  const keys = Object.keys(schema.shape);
  const literal = discriminator === undefined ? undefined : schema.shape[discriminator];
  return literal instanceof z.ZodLiteral ? { keys, chosenBy: `${discriminator}: ${literal.value}` } : { keys };
}
