/**
 * Text of others, made fit for a terminal: control characters, terminal escapes and what turns the direction of writing
 * are shown as `\u{1b}`, never sent.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, (character) => {
    return `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
}
