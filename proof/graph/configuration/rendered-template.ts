/** The result of `template_file` for a known template: the provider renders it as `templatestring` does. */
import { isNull, literal, type Resource, type Value } from "../model";

export function renderedTemplate(
  resource: Resource,
  name: string,
  follow: (value: Value) => Value,
  render: (text: string, names: ReadonlyMap<string, Value>) => Value,
): Value | undefined {
  if (resource.mode !== "data" || resource.type !== "template_file" || name !== "rendered") return undefined;
  const template = follow(resource.get("template"));
  const names = follow(resource.get("vars"));
  if (template.kind !== "literal" || typeof template.value !== "string") return undefined;
  if (isNull(names)) return render(template.value, new Map());
  if (names.kind !== "object" || names.unknownRest) return undefined;
  // The provider takes a map of strings.
  const texts = [...names.entries].map(([key, value]): [string, Value] => {
    const of = follow(value);
    return [key, of.kind === "literal" && of.value !== null ? literal(String(of.value)) : value];
  });
  return render(template.value, new Map(texts));
}
