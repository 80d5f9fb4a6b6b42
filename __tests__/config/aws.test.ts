import { knownRegions, partitionOf, serviceDomainOf } from "../../config/aws";
import { region } from "../../config/schema/primitives";

describe("a Region", () => {
  it.each([
    ["us-east-1", "aws", "amazonaws.com"],
    ["cn-northwest-1", "aws-cn", "amazonaws.com.cn"],
    ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
    ["us-iso-east-1", "aws-iso", "c2s.ic.gov"],
    ["us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"],
    ["eusc-de-east-1", "aws-eusc", "amazonaws.eu"],
  ])("%s is of partition %s, with its services in %s", (name, partition, domain) => {
    expect([partitionOf(name), serviceDomainOf(name)]).toEqual([partition, domain]);
  });

  it("is taken by the schema if it is known", () => {
    expect(knownRegions.filter((name) => !region.safeParse(name).success)).toEqual([]);
  });
});
