/** Markdown as it is shown. */
export function shownText(markdown: string): string {
  return markdown
    .replaceAll("&#8203;", "")
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll(/\\([^\n])/g, "$1")
    .replaceAll("`", "")
    .replaceAll("**", "");
}
