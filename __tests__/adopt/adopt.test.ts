import { adopt, type AdoptOptions } from "../../adopt/adopt";
import { AdoptError } from "../../adopt/note";
import { observe } from "../../adopt/terraform/observe";
import { resourcesOf } from "../../adopt/terraform/resources";
import { parseOrganizationText } from "../../config/load";
import * as network from "./network";

const { dhcpOptions, endpoint, fileSystem, id, subnet, table, twoZones, vpc, vpcId } = network;

const minimal = parseOrganizationText("organization.yaml", network.organization).organization;

function adoptIn(resources: readonly network.StateResource[], options: Partial<AdoptOptions> = {}) {
  const observed = observe("state.json", resourcesOf("state.json", network.stateJson(resources)));
  const written = adopt(observed, vpcId, minimal, { subnet: [], ...options });
  return { ...written, todo: written.notes.filter(({ stops }) => stops).map(({ text }) => text) };
}

/** A comment of several lines as one. */
function unwrapped(text: string): string {
  return text.replace(/\n +# {3}/g, " ");
}

test("says what can't be decided, and what fails until somebody acts", () => {
  const resources = [
    vpc({ owner_id: "333333333333", enable_dns_hostnames: false, tags: {} }),
    ...[subnet(1, "a", "10.20.0.0/24"), subnet(2, "b", "10.20.1.0/24"), subnet(5, "a", "10.20.5.0/24")],
    ...[subnet(6, "b", "10.20.6.0/24", { enable_dns64: true })],
    ...table(11, [1], id("nat", 1)),
    dhcpOptions("10.2.0.1", "AmazonProvidedDNS"),
    endpoint(1, "logs"),
    endpoint(2, "kms", { private_dns_enabled: false }),
    endpoint(3, "s3", { vpc_endpoint_type: "Gateway", route_table_ids: [id("rtb", 11)] }),
  ];
  const { text, todo } = adoptIn(resources);
  expect(unwrapped(text)).toBe(`workloadVpcs:
  # ${vpcId} of account 333333333333 in us-east-1, from state.json.
  # Not in a state: resolver rules that others associate, network ACLs, what endpoints let in, policies of file systems. State what you know under assume (docs/assume.md), or read AWS with --live.
  adopted:
    # ${vpcId} belongs to account 333333333333: the file has no such account: add it under accounts, and write its name here.
    account: account-333333333333
    vpc:
      # enable_dns_hostnames of ${vpcId} should be true, or a plan fails: turn it on where the VPC is managed (VPC-01).
      id: ${vpcId}
      cidr: 10.20.0.0/16
      # Chosen: the first in each zone by: a default route out, the most addresses, the lowest address. To choose others, repeat --subnet.
      # Not chosen: ${id("subnet", 5)} (us-east-1a, 10.20.5.0/24).
      # Left out: ${id("subnet", 6)}, whose DNS64 hides the mount targets from tasks (EFS-11).
      # Not in the input: where the default route of ${id("subnet", 2)} (${id("rtb", 1)}) leads. Make sure that it is not public.
      privateSubnets:
        us-east-1a: { id: ${id("subnet", 1)}, routeTable: ${id("rtb", 11)}, cidr: 10.20.0.0/24 }
        us-east-1b: { id: ${id("subnet", 2)}, routeTable: ${id("rtb", 1)}, cidr: 10.20.1.0/24 }
      # A default route leads out in us-east-1a only, so none applies to all zones.
      internet: none
      # ${id("dopt", 1)} specifies 10.2.0.1 and AmazonProvidedDNS, so a plan fails: change it where it is managed; or replace gives every host of the VPC options that do (VPC-04).
      dhcpOptions: keep
      # Left out: ${id("vpce", 2)} (com.amazonaws.us-east-1.kms), which has no private DNS name (EP-06).
      # S3 gateway: ${id("vpce", 3)} is not on ${id("rtb", 1)}, so a plan fails: add it there where it is managed (EP-03).
      existingEndpoints: [logs, s3]
`);
  expect(todo.map((line) => line.slice(0, 33))).toEqual([
    "vpc-00000000000000001 belongs to ",
    "enable_dns_hostnames of vpc-00000",
    "dopt-00000000000000001 specifies ",
    "S3 gateway: vpce-0000000000000000",
  ]);
  // The placeholder of the account is refused, with the names that there are.
  expect(() => parseOrganizationText("o.yaml", network.organization + text)).toThrow(
    "workloadVpcs.adopted.account: should be the name of an account, got 'account-333333333333'; available: network and apps",
  );
});

test("other subnets, another name and another account can be given", () => {
  const more = [subnet(7, "a", "10.20.7.0/24"), subnet(8, "b", "10.20.8.0/24"), ...table(14, [7, 8])];
  const options = { subnet: [id("subnet", 7), id("subnet", 8)], name: "jobs", account: "network" };
  const { text } = adoptIn([...twoZones(), ...more], options);
  expect(text).toContain(`\n  jobs:\n`);
  expect(text).toContain("    account: network\n");
  expect(text).toContain(`us-east-1a: { id: ${id("subnet", 7)}, routeTable: ${id("rtb", 14)}, cidr: 10.20.7.0/24 }`);
  expect(text).toContain("      internet: none\n");
});

test("a secondary range is adopted if it has the private subnets of more zones", () => {
  const { text } = adoptIn([
    vpc(),
    {
      type: "aws_vpc_ipv4_cidr_block_association",
      name: "more",
      values: { vpc_id: vpcId, cidr_block: "100.64.0.0/16" },
    },
    ...[subnet(1, "a", "100.64.0.0/20"), subnet(2, "b", "100.64.16.0/20"), subnet(3, "a", "10.20.0.0/20")],
    ...table(11, [1, 2, 3], id("tgw", 1)),
  ]);
  expect(text).toContain("      cidr: 100.64.0.0/16\n");
  expect(text).toContain(
    "      # Other ranges of the VPC: 10.20.0.0/16. Endpoints that mountpath creates allow this one only.\n",
  );
  expect(text).toContain(
    `# Left out, since they are in other ranges: ${id("subnet", 3)} (us-east-1a, 10.20.0.0/20).\n`,
  );
  expect(text).toContain(
    `      # The default route leads to ${id("tgw", 1)}: none if that leads to no internet.\n      internet: nat\n`,
  );
});

test("a dual-stack VPC says ipv6, if all of its subnets are", () => {
  const six = { ipv6_cidr_block: "2600:1f18::/64" };
  const subnets = (second: object) => [subnet(1, "a", "10.20.0.0/20", six), subnet(2, "b", "10.20.16.0/20", second)];
  const base = [vpc({ ipv6_cidr_block: "2600:1f18::/56" }), ...table(11, [1, 2], id("nat", 1))];
  expect(adoptIn([...base, ...subnets(six)]).text).toContain("      ipv6: true\n");
  const { text } = adoptIn([...base, ...subnets({})]);
  expect(text).not.toContain("      ipv6: true\n");
  expect(text).toContain(`# The VPC has IPv6, and ${id("subnet", 2)} has none: ipv6 stays false.\n`);
});

test("data sources of a shared VPC name the account that owns it", () => {
  const looked = twoZones().filter(({ type }) => type === "aws_vpc" || type === "aws_subnet");
  const tables = [1, 2].map((number) => ({
    ...{ mode: "data" as const, type: "aws_route_table", name: `of_${number}` },
    values: {
      ...{ id: id("rtb", 10 + number), vpc_id: vpcId, subnet_id: id("subnet", number) },
      associations: [{ subnet_id: id("subnet", number), main: false }],
      routes: [{ cidr_block: "0.0.0.0/0", nat_gateway_id: id("nat", 1), gateway_id: "" }],
    },
  }));
  const { text } = adoptIn([...looked.map((one) => ({ ...one, mode: "data" as const })), ...tables]);
  expect(text).toContain("    account: apps\n");
  expect(text).toContain(`us-east-1b: { id: ${id("subnet", 2)}, routeTable: ${id("rtb", 12)}, cidr: 10.20.16.0/20 }`);
});

test("shared: true writes the VPC of the shared network", () => {
  const { text } = adoptIn(twoZones(), { shared: true, account: "network" });
  expect(text.replace(/^ +#.*\n/gm, "")).toBe(`sharedNetwork:
  account: network
  vpc:
    id: ${vpcId}
    cidr: 10.20.0.0/16
    subnets: { us-east-1a: ${id("subnet", 1)}, us-east-1b: ${id("subnet", 2)} }
`);
});

test("file systems with mount targets in the VPC are existing ones", () => {
  const three = [subnet(5, "c", "10.20.32.0/20"), ...table(14, [5], id("nat", 1))];
  const accessPoint = {
    type: "aws_efs_access_point",
    name: "web",
    values: { id: id("fsap", 1), file_system_id: id("fs", 1), root_directory: [{ path: "/web" }] },
  };
  const oneZone = [
    { type: "aws_efs_file_system", name: "scratch", values: { id: id("fs", 2), availability_zone_name: "us-east-1b" } },
    ...fileSystem(2, "scratch", [2]).slice(1),
  ];
  const elsewhere = { ...fileSystem(3, "other", [9])[1]! };
  const { text } = adoptIn([
    ...twoZones(),
    ...three,
    ...fileSystem(1, "content", [1, 2]),
    accessPoint,
    ...oneZone,
    elsewhere,
  ]);
  expect(unwrapped(text.slice(text.indexOf("    fileSystems:")))).toBe(`    fileSystems:
      # Zones with create get a mount target with the security group below.
      # The security group gets a rule for the clients: its own stack must not have inline rules (TF-02).
      # Access points that exist: ${id("fsap", 1)} (/web). Clients mount through new ones: add accessPoints.
      content:
        id: ${id("fs", 1)}
        mountTargets: { us-east-1a: ${id("fsmt", 101)}, us-east-1b: ${id("fsmt", 102)}, us-east-1c: create }
        securityGroup: ${id("sg", 1)}
      # The security group gets a rule for the clients: its own stack must not have inline rules (TF-02).
      # Add accessPoints, through which the clients mount.
      scratch:
        id: ${id("fs", 2)}
        oneZone: us-east-1b
        mountTargets: { us-east-1b: ${id("fsmt", 202)} }
        securityGroup: ${id("sg", 2)}
`);
  expect(() => parseOrganizationText("o.yaml", network.organization + text)).not.toThrow();
});

test("a subnet whose route table is not in the input is written so that synth refuses it", () => {
  const { text, todo } = adoptIn([vpc({ main_route_table_id: "" }), subnet(1, "a", "10.20.0.0/20")]);
  expect(todo).toEqual([
    `Not in the input: the route table of ${id("subnet", 1)}. Write its id, or add the input that has it.`,
  ]);
  expect(() => parseOrganizationText("o.yaml", network.organization + text)).toThrow(
    "routeTable: should be the id of a route table, such as rtb-0123456789abcdef0, got 'not-in-the-input'",
  );
});

test("what a plan creates is left out, by address", () => {
  const values = { ...subnet(5, "c", "10.20.32.0/20").values, id: undefined };
  const planned = network.planJson([...twoZones(), { type: "aws_subnet", name: "third", values }]);
  const observed = observe("plan.json", resourcesOf("plan.json", planned));
  expect(adopt(observed, vpcId, minimal, { subnet: [] }).text).toContain(
    "  # Left out, since they have no id before apply: aws_subnet.third.\n",
  );
  const created = { ...vpc().values, id: undefined };
  const first = network.planJson([{ type: "aws_vpc", name: "this", values: created }]);
  expect(() => adopt(observe("plan.json", resourcesOf("plan.json", first)), vpcId, minimal, { subnet: [] })).toThrow(
    new AdoptError([
      "plan.json has no VPC that exists: aws_vpc.this has no id before apply; add the state or plan that has it with another --from, or read AWS with --live, or create the VPC with mountpath",
    ]),
  );
});

test("a plan of a part keeps what it does not show", () => {
  const json = network.planJson(twoZones());
  const partial = { ...json, complete: false, planned_values: { root_module: { resources: [] } } };
  const observed = observe("plan.json", resourcesOf("plan.json", partial));
  expect(adopt(observed, vpcId, minimal, { subnet: [] }).text).toContain(`us-east-1b: { id: ${id("subnet", 2)}`);
});

describe("fails", () => {
  const fails = (resources: readonly network.StateResource[], options: Partial<AdoptOptions>, message: string) =>
    expect(() => adoptIn(resources, options)).toThrow(new AdoptError([message]));

  test("if every subnet is public", () => {
    fails(
      [vpc(), subnet(3, "a", "10.20.128.0/24"), ...table(13, [3], id("igw", 1))],
      {},
      `${vpcId} has no private subnet that can be adopted: a route leads to an internet gateway, or there are no IPv4 addresses, in ${id("subnet", 3)} (us-east-1a, 10.20.128.0/24); create private subnets first`,
    );
  });

  test("if the VPC's ranges are public", () => {
    fails(
      [vpc({ cidr_block: "198.18.0.0/16" }), subnet(1, "a", "198.18.1.0/24"), ...table(13, [1])],
      {},
      `${vpcId} has no private subnet that can be adopted: ${id("subnet", 1)} (us-east-1a, 198.18.1.0/24) should be in a range of the VPC within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, got 198.18.0.0/16`,
    );
  });

  test("if the input has none of its subnets", () => {
    fails(
      [vpc()],
      {},
      `${vpcId} has no private subnet that can be adopted: the input has no subnets of it; add the state or plan that has it with another --from, or read AWS with --live`,
    );
  });

  test("if a subnet that was given is not there, or the second of its zone", () => {
    const other = [subnet(7, "a", "10.20.7.0/24"), ...table(14, [7])];
    fails(
      twoZones(),
      { subnet: [id("subnet", 9)] },
      `--subnet: should be a subnet of ${vpcId} in the input, got ${id("subnet", 9)}; there are: ${[1, 2, 3].map((one) => id("subnet", one)).join(", ")} and ${id("subnet", 4)}`,
    );
    fails(
      [...twoZones(), ...other],
      { subnet: [id("subnet", 1), id("subnet", 7)] },
      `--subnet: should be one subnet per zone (EFS-01), got a second one: ${id("subnet", 7)} (us-east-1a, 10.20.7.0/24)`,
    );
  });

  test("if the account is not in the file", () => {
    fails(
      twoZones(),
      { account: "app" },
      "--account: should be the name of an account in the file, got app; did you mean 'apps'?",
    );
  });
});

test("values of a state change neither the YAML's structure nor a terminal", () => {
  const evil = 'x\n  evil: true\n\u001b[2J # "}';
  const resources = [
    vpc({ tags: { Name: evil }, enable_dns_hostnames: false }),
    subnet(1, "a", "10.20.0.0/20", { tags: { Name: evil } }),
    subnet(2, `b\n  evil: true`, "10.20.16.0/20"),
    ...table(11, [1], id("nat", 1)),
    dhcpOptions(evil),
    endpoint(1, evil),
  ];
  const { text } = adoptIn(resources);
  // eslint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  expect(text).not.toMatch(/^ *evil/m);
  const { organization } = parseOrganizationText("o.yaml", network.organization + text);
  expect(Object.keys(organization.workloadVpcs)).toEqual(["x-evil-true-2j"]);
});
