/**
 * The script of an instance, from Terraform's expression for it: a base64encode call on one string. References are not
 * supported.
 */
export function scriptOf(expression: unknown): string {
  const [, text] = /^\$\{base64encode\((".*")\)\}$/s.exec(String(expression)) ?? [];
  if (text === undefined) throw new Error(`should be base64encode of a string, got ${String(expression)}`);
  return (JSON.parse(text) as string).replace(/([$%])\1(?=\{)/g, "$1");
}
