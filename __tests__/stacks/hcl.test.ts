import { hclOf } from "../../stacks/hcl/hcl";
import { templateText } from "../../stacks/hcl/template";

describe("a string", () => {
  test.each([
    ["text", '"text"'],
    ["", '""'],
    ["${aws_vpc.network.id}", "aws_vpc.network.id"],
    ["${a.b}-${c.d}", '"${a.b}-${c.d}"'],
    ['{"a":"${b["c/d"]}"}', '"{\\"a\\":\\"${b["c/d"]}\\"}"'],
    ['${join(", ", [for k, v in {a = "}"} : "${k}${v}"])}', 'join(", ", [for k, v in {a = "}"} : "${k}${v}"])'],
    ["$${not} %%{this}", '"$${not} %%{this}"'],
    ["two\nlines\tand \\ and \u0007", '"two\\nlines\\tand \\\\ and \\u0007"'],
    ["a\b\f", '"a\\u0008\\u000c"'],
    ["%{if a}b%{endif}", '"%{if a}b%{endif}"'],
    ["$", '"$"'],
    ["50%", '"50%"'],
  ])("%j is written as %s", (text, hcl) => {
    expect(templateText(text)).toBe(hcl);
  });
});

test("a moved block has references", () => {
  const moved = [{ from: "aws_vpc.old", to: "aws_vpc.new" }];
  expect(hclOf({ moved }, () => ({}))).toBe("moved {\n  from = aws_vpc.old\n  to   = aws_vpc.new\n}\n");
});

test("a block that is not known is refused", () => {
  expect(() => hclOf({ check: {} }, () => ({}))).toThrow("'check' can't be written as HCL");
});
