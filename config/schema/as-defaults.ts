import * as z from "zod";

type AsDefaults<Shape extends z.ZodRawShape> = { [Key in keyof Shape]: z.ZodOptional<Shape[Key]> };

/** The properties of a mapping as defaults: each may be missing, and has no default of its own. */
export function asDefaults<Shape extends z.ZodRawShape>(shape: Shape) {
  const optional = Object.entries(shape).map(([key, property]) => [
    key,
    withoutDefault(property)
      .optional()
      .meta(z.globalRegistry.get(property) ?? {}),
  ]);
  return z.strictObject(Object.fromEntries(optional) as AsDefaults<Shape>);
}

function withoutDefault(property: z.core.$ZodType): z.ZodType {
  if (property instanceof z.ZodDefault) return withoutDefault(property.unwrap());
  return property instanceof z.ZodOptional ? withoutDefault(property.unwrap()) : (property as z.ZodType);
}
