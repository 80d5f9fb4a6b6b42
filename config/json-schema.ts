import * as z from "zod";

import { organization } from "./schema/organization";

/** The part of JSON Schema draft 7 that the file's schema uses. */
export interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  /** The hint for a value that doesn't match the pattern; editors with the YAML language server show it. */
  readonly patternErrorMessage?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
}

/**
 * The file's JSON Schema for editors, in the written form: short forms are allowed, and properties with a default are
 * optional.
 */
export function organizationJsonSchema(): JsonSchema {
  return z.toJSONSchema(organization, {
    io: "input",
    // The draft with the best editor support.
    target: "draft-7",
    override: ({ zodSchema, jsonSchema }) => {
      // Zod omits the metadata of the written form for a short form that is transformed on loading.
      const examples = z.globalRegistry.get(zodSchema)?.examples;
      if (examples !== undefined) jsonSchema.examples = examples as typeof jsonSchema.examples;
      const { def } = (zodSchema as z.core.$ZodTypes)._zod;
      if (def.type === "default") jsonSchema.default = def.defaultValue as typeof jsonSchema.default;
      // Zod's bounds of unlimited integers are of no use to a reader.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  }) as JsonSchema;
}
