import { knownRegions, partitionOf, serviceDomainOf } from "../../config/aws";
import { region } from "../../config/schema/primitives";

describe("a Region", () => {
  it.each([
    ["us-east-1", "aws", "amazonaws.com"],
    ["cn-northwest-1", "aws-cn", "amazonaws.com.cn"],
    ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
  ])("%s is of partition %s, with its services in %s", (name, partition, domain) => {
    expect([partitionOf(name), serviceDomainOf(name)]).toEqual([partition, domain]);
  });

  it("is accepted by the schema if it is known", () => {
    expect(knownRegions.filter((name) => !region.safeParse(name).success)).toEqual([]);
  });
});
