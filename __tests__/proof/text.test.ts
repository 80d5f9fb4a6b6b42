import { printable } from "../../proof/text";

it("shows what would steer a terminal instead of sending it", () => {
  expect(printable("\u001b[31mred\u001b]0;title\u0007\r\n\u202eevil\u200b\u0085")).toBe(
    "\\u{1b}[31mred\\u{1b}]0;title\\u{7}\\u{d}\\u{a}\\u{202e}evil\\u{200b}\\u{85}",
  );
});

it("leaves every other text alone", () => {
  expect(printable("fs-….efs.us-east-1.amazonaws.com → bücher 日本")).toBe(
    "fs-….efs.us-east-1.amazonaws.com → bücher 日本",
  );
});
