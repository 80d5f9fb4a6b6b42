import * as fc from "fast-check";

import { jsonText, markdownBlock, markdownCode, markdownText, printable, printableLines } from "../../proof/text";

const esc = "\u001b";
// eslint-disable-next-line no-control-regex
const dangerous = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad\u061c]/;

describe("on a terminal", () => {
  test.each([
    [`${esc}[2J${esc}]0;owned\u0007`, "\\u{1b}[2J\\u{1b}]0;owned\\u{7}"],
    ["first\nsecond\r\tthird", "first\\nsecond\\r\\tthird"],
    ["\u009b31mred", "\\u{9b}31mred"],
    ["\u202egnp.exe", "\\u{202e}gnp.exe"],
    ["soft\u00adhyphen, zero\u200bwidth", "soft\\u{ad}hyphen, zero\\u{200b}width"],
    ["\u{e0041}tag", "\\u{e0041}tag"],
    ["\ud800 alone", "\\u{d800} alone"],
    ["grüße, 名前, 🙂", "grüße, 名前, 🙂"],
  ])("%j prints as %s", (text, printed) => {
    expect(printable(text)).toBe(printed);
  });

  test("a very long name is truncated, and says so", () => {
    const printed = printable("a".repeat(1_000_000));
    expect(printed).toBe(`${"a".repeat(2000)} … (998000 more characters)`);
  });

  test("lines of HCL keep their line breaks", () => {
    expect(printableLines(`a {\n\tb = "${esc}"\r\n}`)).toEqual(["a {", '  b = "\\u{1b}"', "}"]);
  });

  test("no dangerous character is printed, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(printable(text)).not.toMatch(dangerous);
      }),
    );
  });
});

describe("as JSON", () => {
  test("keeps its value, and is printable", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
        const json = jsonText(texts);
        expect(JSON.parse(json)).toEqual(texts);
        expect(json.replaceAll("\n", "")).not.toMatch(dangerous);
      }),
    );
  });
});

describe("in Markdown", () => {
  test.each([
    ["@platform-team", "@&#8203;platform-team"],
    ["closes #12 and GH-12", "closes #&#8203;12 and GH&#8203;-12"],
    ["https://evil.example", "https:&#8203;//evil.example"],
    ["www.evil.example", "www&#8203;.evil.example"],
    ["[a](b) ![c](d)", "&#91;a&#93;&#40;b&#41; &#33;&#91;c&#93;&#40;d&#41;"],
    ["<!-- hidden --><script>", "&#60;&#33;-- hidden --&#62;&#60;script&#62;"],
    ["a|b", "a&#124;b"],
    ["**bold** _it_ ~~x~~ `code`", "&#42;&#42;bold&#42;&#42; &#95;it&#95; &#126;&#126;x&#126;&#126; &#96;code&#96;"],
    ["&#64;team", "&#38;#&#8203;64;team"],
    ["# heading", "#&#8203; heading"],
    ["- item", "&#45; item"],
    ["1. item", "1&#46; item"],
    ["line\n\n## next", "line&#92;n&#92;n#&#8203;#&#8203; next"],
    ["$x$", "&#36;x&#36;"],
  ])("%j is prose: %s", (text, markdown) => {
    expect(markdownText(text)).toBe(markdown);
  });

  test.each([
    ["aws_vpc.apps", "`aws_vpc.apps`"],
    ["a`b", "``a`b``"],
    ["`a``b`", "``` `a``b` ```"],
    ["a|b", "`a\\|b`"],
    ["a\n\n# b", "`a\\n\\n# b`"],
    ["", "` `"],
  ])("%j is code: %s", (text, markdown) => {
    expect(markdownCode(text)).toBe(markdown);
  });

  test("no text closes the block around it", () => {
    expect(markdownBlock("hcl", 'a = "\n```\n</details>@team"')).toBe('````hcl\na = "\n```\n</details>@team"\n````');
  });

  test("prose never contains anything that GitHub interprets", () => {
    const parts = fc.constantFrom(
      "@",
      "team",
      "#",
      "1",
      "<",
      ">",
      "!--",
      "|",
      "`",
      "[",
      "](",
      ")",
      "\n",
      "&",
      "://",
      " ",
    );
    fc.assert(
      fc.property(fc.array(parts), (list) => {
        const shown = markdownText(list.join(""))
          .replaceAll("&#8203;", "\u200b")
          .replace(/&#\d+;/g, "");
        expect(shown).not.toMatch(/[<>|`[\]()]|@\w|#\d|:\/\/|\n/);
      }),
    );
  });
});
