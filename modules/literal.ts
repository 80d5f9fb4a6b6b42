/**
 * Escapes user text so that Terraform takes it literally: `${HOME}` in a command is for the shell, not a reference.
 *
 * @returns the text with `${` and `%{` doubled to `$${` and `%%{`
 */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}
