/**
 * Text of the user's as Terraform takes it literally: `${HOME}` in a command is the shell's, not a reference.
 *
 * @returns the text with `${` and `%{` doubled to `$${` and `%%{`
 */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}
