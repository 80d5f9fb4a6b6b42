import { type WriteStream } from "node:tty";

import { Progress } from "../../stacks/progress";

/** The output to a stream while 901 stacks are created, one every 5 ms. */
function written(stream: { isTTY: boolean }): string[] {
  const texts: string[] = [];
  const clock = jest.spyOn(Date, "now").mockReturnValue(0);
  const progress = new Progress({ ...stream, write: (text: string) => texts.push(text) } as unknown as WriteStream);
  for (let done = 1; done <= 901; done += 1) {
    clock.mockReturnValue(done * 5);
    progress.show(done, 901);
  }
  progress.clear();
  clock.mockRestore();
  return texts;
}

const { CI } = process.env;
beforeEach(() => delete process.env["CI"]);
afterEach(() => {
  if (CI !== undefined) process.env["CI"] = CI;
});

test("a terminal shows the progress after a second, ten times per second, and nothing at the end", () => {
  const texts = written({ isTTY: true });
  expect(texts[0]).toBe("\r200 of 901 stacks, 4 s left\x1b[K");
  expect(texts).toHaveLength(37);
  expect(texts.at(-1)).toBe("\r\x1b[K");
});

test("nothing is shown in a pipe or in CI", () => {
  expect(written({ isTTY: false })).toEqual([]);
  process.env["CI"] = "true";
  expect(written({ isTTY: true })).toEqual([]);
  delete process.env["CI"];
});
