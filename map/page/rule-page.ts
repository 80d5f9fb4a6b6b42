/** The page of a rule: headings, paragraphs, lists and code blocks of its Markdown; other markup stays as written. */
import { element } from "./dom";

export function rulePage(markdown: string): HTMLElement {
  const blocks = markdown.split(/^```\w*\n([\s\S]*?)^```$/m);
  return element(
    "div",
    { class: "page" },
    ...blocks.flatMap((block, at) => (at % 2 === 1 ? [codeBlock(block)] : paragraphs(block))),
  );
}

function codeBlock(text: string): HTMLElement {
  return element("pre", {}, element("code", {}, text.trimEnd()));
}

function paragraphs(text: string): HTMLElement[] {
  return text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      if (part.startsWith("## ")) return element("h4", {}, part.slice(3));
      if (!part.startsWith("- ")) return element("p", {}, ...inline(part));
      const items = part.split(/\n(?=- )/).map((item) => element("li", {}, ...inline(item.slice(2))));
      return element("ul", {}, ...items);
    });
}

/** `code` in text. */
function inline(text: string): (Node | string)[] {
  return text.split(/`([^`]+)`/).map((part, at) => (at % 2 === 1 ? element("code", {}, part) : part));
}
