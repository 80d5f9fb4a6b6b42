import { literal } from "../../modules/literal";
import { shortened } from "../../modules/names";

describe("shortened", () => {
  test("keeps a name that fits", () => {
    expect(shortened("a".repeat(64), 64)).toBe("a".repeat(64));
  });

  test("keeps long names with the same beginning distinct, within the limit", () => {
    const names = ["-task", "-execution"].map((end) => shortened("example-web-".repeat(8) + end, 64));
    expect(names).toEqual([
      "example-web-example-web-example-web-example-web-example-d8a4fe12",
      "example-web-example-web-example-web-example-web-example-f74b9a02",
    ]);
  });
});

describe("literal", () => {
  test.each([
    ["${HOME}", "$${HOME}"],
    ["%{if}", "%%{if}"],
    ["$HOME 100% $$ {}", "$HOME 100% $$ {}"],
    ["$${twice}", "$$${twice}"],
  ])("%s reaches the container as written", (written, inTerraform) => {
    expect(literal(written)).toBe(inTerraform);
  });
});
