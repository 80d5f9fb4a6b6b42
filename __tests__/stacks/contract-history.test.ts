import { readFileSync } from "node:fs";
import { join } from "node:path";

import { contract } from "../../stacks/contract";
import { brokenPromises, contractJson } from "../../stacks/contract-history";

describe("the output contract", () => {
  test("is committed in contract.json, as npm run contract writes it", () => {
    expect(readFileSync(join(__dirname, "../../contract.json"), "utf8")).toBe(contractJson());
  });

  test("is compatible after outputs are added", () => {
    expect(brokenPromises({ ...contract, vpc: { vpc_id: contract.vpc.vpc_id } })).toEqual([]);
  });

  test("fails if an output was removed or has another type", () => {
    const earlier = { vpc: { vpc_id: { type: "map(string)" }, nat_gateway_ids: { type: "map(string)" } } };
    expect(brokenPromises(earlier)).toEqual([
      "vpc: output vpc_id is string, it was map(string)",
      "vpc: output nat_gateway_ids is gone, it was map(string)",
    ]);
  });
});
