import { isGlobalId } from "../../../proof/graph/identity";

describe("an id assigned by AWS", () => {
  it.each(["fs-0123456789abcdef0", "rslvr-rr-0123456789abcdef0", "vpc-1a2b3c4d", "arn:aws:iam::222222222222:role/web"])(
    "is %s",
    (text) => {
      expect(isGlobalId(text)).toBe(true);
    },
  );

  it.each(["web-20240131", "example-web-execution-4fe6eafd", "team-deadbeef", "fs-web", "nginx"])(
    "is not the name %s",
    (text) => {
      expect(isGlobalId(text)).toBe(false);
    },
  );
});
