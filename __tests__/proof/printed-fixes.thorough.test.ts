import { fixtureFolders } from "./judged-fixtures";
import { triedFixes } from "./tried-fixes";

test("a printed fix changes its hop without a new finding when the whole graph is proved, and can be printed as HCL", () => {
  const { wrong, tried } = triedFixes(fixtureFolders);
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(100);
});
