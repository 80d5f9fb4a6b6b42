import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { knownMessages } from "../../../proof/why/known-messages";
import { matchesOf } from "../../../proof/why/match";
import { messagesIn } from "../../../proof/why/stopped-task";
import { publicMessages } from "./public-messages";

const pages = join(__dirname, "../../../docs/rules");

/** The messages in a rule's page, by rule. */
const inPages = new Map(
  readdirSync(pages)
    .filter((file) => /^[A-Z]+-\d+\.md$/.test(file))
    .map((file) => {
      const [, block = ""] =
        /^Error message:\n\n```text\n(.*?)```$/ms.exec(readFileSync(join(pages, file), "utf8")) ?? [];
      return [file.slice(0, -3), block.split("\n").filter((line) => line !== "")] as const;
    }),
);

test("every known message is in the pages of its rules, and every message of a page is known", () => {
  const known = knownMessages.flatMap(({ text, rules }) => rules.map((rule) => `${rule}: ${text}`));
  const written = [...inPages].flatMap(([rule, texts]) => texts.map((text) => `${rule}: ${text}`));
  expect(known.sort()).toEqual(written.sort());
});

test("no message is listed twice", () => {
  const texts = knownMessages.map(({ text }) => text);
  expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([]);
});

describe("a public message leads to its rule:", () => {
  test.each(publicMessages)("%s: %s", (rule, message) => {
    const [first] = matchesOf(message).exact;
    expect(first?.rules[0]).toBe(rule);
  });

  test("at least 40", () => expect(publicMessages.length).toBeGreaterThanOrEqual(40));
});

test.each([
  ["the mount was denied access by the server", "EFS-09"],
  ["failed: the log group that is specified does not exist (logger args could not be validated)", "ECS-10"],
  ["no fargate configuration exists for these values", "ECS-05"],
])("a message in other words, %s, is near that of %s", (message, rule) => {
  const { exact, near } = matchesOf(message);
  expect(exact).toEqual([]);
  expect(near[0]?.rules).toContain(rule);
});

test("an unknown message matches nothing", () => {
  expect(matchesOf("Essential container in task exited")).toEqual({ exact: [], near: [] });
  expect(matchesOf("")).toEqual({ exact: [], near: [] });
});

test("the messages of stopped tasks are read from describe-tasks, each once", () => {
  const task = { stoppedReason: "one", containers: [{ reason: "two" }, { name: "no reason" }] };
  expect(messagesIn(JSON.stringify({ tasks: [task, task], failures: [{ reason: "MISSING" }] }))).toEqual([
    "one",
    "two",
    "MISSING",
  ]);
  expect(messagesIn(JSON.stringify([task]))).toEqual(["one", "two"]);
  expect(messagesIn('{"tasks": [1, null], "failures": "x"}')).toEqual([]);
  expect(messagesIn("{ not JSON")).toEqual(["{ not JSON"]);
  expect(messagesIn(" \n")).toEqual([]);
});
