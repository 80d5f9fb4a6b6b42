/** Color only on a terminal, unless NO_COLOR is set (no-color.org). */
export function usesColor(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}
