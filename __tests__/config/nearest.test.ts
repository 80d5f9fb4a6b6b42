import * as fc from "fast-check";

import { didYouMean, editDistance, listed, nearest, orChoose } from "../../config/nearest";

describe("nearest", () => {
  it.each([
    ["fileSystem", "fileSystems"],
    ["cdir", "cidr"],
    ["AVAILABILITYZONES", "availabilityZones"],
  ])("suggests %s for %s", (written, meant) => {
    expect(nearest(written, ["cidr", "account", "availabilityZones", "fileSystems"])).toBe(meant);
  });

  it("suggests nothing if more than one in three characters differs", () => {
    expect(nearest("restartPolicy", ["readOnly", "rootDirectory"])).toBeUndefined();
  });

  it("suggests the first of two candidates that are equally near", () => {
    expect(nearest("b", ["a", "c"])).toBe("a");
  });
});

describe("suggestions", () => {
  it("name the nearest candidate, or else all of them", () => {
    expect(didYouMean("aps", ["apps", "network"])).toBe("; did you mean 'apps'?");
    expect(didYouMean("zzz", ["apps", "network"])).toBe("");
    expect(orChoose("zzz", ["apps", "network"])).toBe("; available: apps and network");
    expect(orChoose("zzz", [])).toBe("; none is defined");
  });

  it("list at most a dozen", () => {
    expect(listed(["a"])).toBe("a");
    expect(listed(["a", "b", "c"], "or")).toBe("a, b or c");
    expect(listed("abcdefghijklmn".split(""))).toBe("a, b, c, d, e, f, g, h, i, j, k, l …");
  });
});

describe("edit distance", () => {
  it("counts a swap of neighbors as one", () => {
    expect(editDistance("cdir", "cidr")).toBe(1);
    expect(editDistance("", "abc")).toBe(3);
  });

  it("is symmetric, and zero only for equal texts", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
