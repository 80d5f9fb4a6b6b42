/**
 * The script that an instance gets, from the expression that Terraform encodes it by: a call of base64encode on one
 * string. References would have to be Terraform's to fill in.
 */
export function scriptOf(expression: unknown): string {
  const [, text] = /^\$\{base64encode\((".*")\)\}$/s.exec(String(expression)) ?? [];
  if (text === undefined) throw new Error(`should be base64encode of a string, got ${String(expression)}`);
  return (JSON.parse(text) as string).replace(/([$%])\1(?=\{)/g, "$1");
}
