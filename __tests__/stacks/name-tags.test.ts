import { synthFile } from "../support/synth";
import { changed, variants } from "../support/variants";

const stacks = synthFile(variants["Name tags of VPCs"]!);

/** The `Name` tag of every resource of a stack that has one, by its address. */
function nameTags(stack: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(stacks[stack]!.resource).flatMap(([type, resources]) =>
      Object.entries(resources).flatMap(([name, { tags }]): [string, string][] => {
        const tag = (tags as Record<string, string> | undefined)?.["Name"];
        return tag === undefined ? [] : [[`${type}.${name}`, tag]];
      }),
    ),
  );
}

test("the tags of everything of a network begin with its name, and those of file systems do not", () => {
  expect(nameTags("vpc-apps")).toMatchObject({
    "aws_vpc.apps": "acme-prod-use1-apps",
    "aws_subnet.apps_private-us-east-1a": "acme-prod-use1-apps-private-us-east-1a",
    "aws_route_table.apps_private-us-east-1a": "acme-prod-use1-apps-private-us-east-1a",
    "aws_nat_gateway.apps_public-us-east-1a": "acme-prod-use1-apps-nat-us-east-1a",
    "aws_internet_gateway.apps": "acme-prod-use1-apps",
    "aws_vpc_dhcp_options.apps": "acme-prod-use1-apps",
    "aws_vpc_endpoint.s3": "acme-prod-use1-apps-s3",
    "aws_flow_log.flow-logs": "acme-prod-use1-apps-flow-logs",
    "aws_efs_file_system.content": "example-apps-content",
  });
  expect(nameTags("shared-network")).toMatchObject({
    "aws_vpc.network": "acme-network-use1",
    "aws_subnet.network_private-us-east-1a": "acme-network-use1-private-us-east-1a",
    "aws_ec2_transit_gateway_vpc_attachment.on-premises": "acme-network-use1",
  });
});

test("names that AWS can't change do not depend on it", () => {
  const unnamed = synthFile(
    changed((file) => {
      Object.assign(file.workloadVpcs!["apps"]!, { internet: "nat", flowLogs: { destination: "cloudwatch" } });
    }),
  );
  for (const stack of ["vpc-apps", "shared-network"]) {
    for (const [type, resources] of Object.entries(stacks[stack]!.resource)) {
      for (const [name, named] of Object.entries(resources)) {
        expect(without(named, "tags")).toEqual(without(unnamed[stack]!.resource[type]![name]!, "tags"));
      }
    }
  }
});

function without(resource: Readonly<Record<string, unknown>>, property: string) {
  return Object.fromEntries(Object.entries(resource).filter(([key]) => key !== property));
}
