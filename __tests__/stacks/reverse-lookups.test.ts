import { findVpc } from "../../proof/aws/dns/find-vpc";
import { answerIn } from "../../proof/aws/dns/resolvers";
import { Facts } from "../../proof/facts";
import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { graphOfStacks } from "../../proof/graph/read";
import { synthFile } from "../support/synth";
import { changed } from "../support/variants";

const stacksWith = (autodefinedReverse: boolean | undefined) =>
  synthFile(
    changed(({ workloadVpcs }) => {
      Object.assign(workloadVpcs!["apps"]!, { autodefinedReverse });
    }),
  );

describe("reverse lookups of a VPC", () => {
  test.each([
    [false, "DISABLE"],
    [true, "ENABLE"],
  ])("are set if the file says so: %s", (written, autodefined_reverse_flag) => {
    expect(stacksWith(written)["vpc-apps"]!.resource["aws_route53_resolver_config"]).toMatchObject({
      apps: { autodefined_reverse_flag, resource_id: "${aws_vpc.apps.id}" },
    });
  });

  test("are left as they are if it does not", () => {
    expect(stacksWith(undefined)["vpc-apps"]!.resource["aws_route53_resolver_config"]).toBeUndefined();
  });

  test.each([
    [false, "no"],
    [true, "yes"],
  ] as const)("are answered as the proof says: %s, by AWS: %s", (written, verdict) => {
    const parsed = Object.entries(stacksWith(written)).map(([name, { json }]) => [
      name,
      JSON.parse(json) as JsonObject,
    ]);
    const facts = new Facts(graphOfStacks(Object.fromEntries(parsed) as Record<string, JsonObject>, []));
    expect(answerIn(facts, findVpc(facts, "vpc-apps"), "4.3.2.10.in-addr.arpa").verdict).toBe(verdict);
  });
});
