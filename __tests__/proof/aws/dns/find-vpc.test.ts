import { findVpc } from "../../../../proof/aws/dns/find-vpc";
import { Facts } from "../../../../proof/facts";
import { graphOfStacks } from "../../../../proof/graph/read";

const vpc = (resources: Record<string, unknown>) => ({ resource: { aws_vpc: resources } });
const facts = new Facts(
  graphOfStacks({
    "shared-network": vpc({ network: { cidr_block: "10.0.0.0/22" } }),
    "vpc-apps": vpc({ main: { cidr_block: "10.1.0.0/16", tags: { Name: "applications" } } }),
    "vpc-data": { data: { aws_vpc: { main: { id: "vpc-0123456789abcdef0" } } } },
    two: vpc({ one: { cidr_block: "10.3.0.0/16" }, other: { cidr_block: "10.4.0.0/16" } }),
  }),
);
const found = (wanted: string) => {
  const { resource, name } = findVpc(facts, wanted);
  return resource ? `${resource.document.name}:${name}` : name;
};

it.each([
  ["aws_vpc.network", "shared-network:aws_vpc.network"],
  ["network", "shared-network:aws_vpc.network"],
  ["shared-network", "shared-network:aws_vpc.network"],
  ["vpc-apps", "vpc-apps:aws_vpc.main"],
  ["apps", "vpc-apps:aws_vpc.main"],
  ["applications", "vpc-apps:aws_vpc.main"],
  ["vpc-apps:aws_vpc.main", "vpc-apps:aws_vpc.main"],
  ["vpc-0123456789abcdef0", "vpc-data:data.aws_vpc.main"],
  ["vpc-0fedcba9876543210", "vpc-0fedcba9876543210"],
  ["one", "two:aws_vpc.one"],
])("'%s' is %s", (wanted, address) => {
  expect(found(wanted)).toBe(address);
});

it("fails for a name that no VPC has, and lists the existing ones", () => {
  expect(() => found("nope")).toThrow(
    "no VPC is called 'nope'; there are: shared-network:aws_vpc.network, vpc-apps:aws_vpc.main, vpc-data:data.aws_vpc.main, two:aws_vpc.one, two:aws_vpc.other",
  );
});

it("fails for a name that several VPCs have, and says how to distinguish them", () => {
  expect(() => found("two")).toThrow("several VPCs are called 'two': two:aws_vpc.one, two:aws_vpc.other");
});
