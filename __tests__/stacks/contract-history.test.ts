import { readFileSync } from "node:fs";
import { join } from "node:path";

import { contract } from "../../stacks/contract";
import { brokenPromises, contractJson } from "../../stacks/contract-history";

describe("the output contract", () => {
  test("stands in contract.json, which npm run contract writes", () => {
    expect(readFileSync(join(__dirname, "../../contract.json"), "utf8")).toBe(contractJson());
  });

  test("keeps what it promised where outputs were added since", () => {
    expect(brokenPromises({ ...contract, vpc: { vpc_id: contract.vpc.vpc_id } })).toEqual([]);
  });

  test("fails where an output is gone or has another type", () => {
    const earlier = { vpc: { vpc_id: { type: "map(string)" }, nat_gateway_ids: { type: "map(string)" } } };
    expect(brokenPromises(earlier)).toEqual([
      "vpc: output vpc_id is string, it was map(string)",
      "vpc: output nat_gateway_ids is gone, it was map(string)",
    ]);
  });
});
