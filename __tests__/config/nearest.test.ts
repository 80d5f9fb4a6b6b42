import * as fc from "fast-check";

import { didYouMean, editDistance, listed, nearest, orChoose } from "../../config/nearest";

describe("nearest", () => {
  it.each([
    ["fileSystem", "fileSystems"],
    ["cdir", "cidr"],
    ["AVAILABILITYZONES", "availabilityZones"],
  ])("takes %s for %s", (written, meant) => {
    expect(nearest(written, ["cidr", "account", "availabilityZones", "fileSystems"])).toBe(meant);
  });

  it("fails to see a likeness where more than one in three characters differs", () => {
    expect(nearest("restartPolicy", ["readOnly", "rootDirectory"])).toBeUndefined();
  });

  it("takes the first of two that are equally near", () => {
    expect(nearest("b", ["a", "c"])).toBe("a");
  });
});

describe("advice", () => {
  it("names what was meant, or else what there is", () => {
    expect(didYouMean("aps", ["apps", "network"])).toBe("; did you mean 'apps'?");
    expect(didYouMean("zzz", ["apps", "network"])).toBe("");
    expect(orChoose("zzz", ["apps", "network"])).toBe("; available: apps and network");
    expect(orChoose("zzz", [])).toBe("; none is defined");
  });

  it("lists no more than a dozen", () => {
    expect(listed(["a"])).toBe("a");
    expect(listed(["a", "b", "c"], "or")).toBe("a, b or c");
    expect(listed("abcdefghijklmn".split(""))).toBe("a, b, c, d, e, f, g, h, i, j, k, l …");
  });
});

describe("edit distance", () => {
  it("counts a swap of neighbours as one", () => {
    expect(editDistance("cdir", "cidr")).toBe(1);
    expect(editDistance("", "abc")).toBe(3);
  });

  it("is the same both ways, and nothing only between equals", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
