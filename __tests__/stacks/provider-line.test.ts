import { providersOnOneLine } from "../../stacks/provider-line";
import { synthFile } from "../support/synth";
import { exampleFile } from "../support/variants";

describe("a stack's provider", () => {
  const { json } = synthFile(exampleFile())["shared-network"]!;

  test("is on one line with the account that it is limited to", () => {
    expect(providersOnOneLine(json).split("\n")).toContain(
      '      {"allowed_account_ids":["111111111111"],"default_tags":[{"tags":{"mountpath:stack":"shared-network"}}],"region":"us-east-1"}',
    );
  });

  test("keeps its meaning, and nothing else is changed", () => {
    const written = providersOnOneLine(json);
    expect(JSON.parse(written)).toEqual(JSON.parse(json));
    const resources = (text: string) => text.slice(text.indexOf('\n  "resource": {'));
    expect(resources(written)).toBe(resources(json));
  });

  test("is unchanged if there is none", () => {
    expect(providersOnOneLine('{\n  "output": {}\n}')).toBe('{\n  "output": {}\n}');
  });
});
