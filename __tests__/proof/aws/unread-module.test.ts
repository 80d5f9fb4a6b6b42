import { vpcDnsFacts } from "../../../proof/aws/dns/vpc-dns";
import { unreadModules } from "../../../proof/aws/unread-module";
import { Facts } from "../../../proof/facts";
import { graphOfStacks } from "../../../proof/graph/read";

const of = (module: object) => {
  const vpcs = { apps: { cidr_block: "10.1.0.0/16" }, other: { cidr_block: "10.2.0.0/16" } };
  const apps = { provider: { aws: { region: "us-east-1" } }, module, resource: { aws_vpc: vpcs } };
  return new Facts(graphOfStacks({ apps }));
};

describe("a module that is not read", () => {
  const facts = of({ dns: { source: "acme/dns/aws", vpc_id: "${aws_vpc.apps.id}" } });
  const vpc = (name: string) => facts.per(vpcDnsFacts, facts.graph.resource(`aws_vpc.${name}`)!);

  it("may associate rules and DHCP options with a VPC in its arguments", () => {
    const why =
      "the resources of module.dns: the module acme/dns/aws is not installed: run terraform get in the folder, or pass the saved plan instead";
    expect(vpc("apps").unseenRules).toEqual([{ unknown: `which resolver rules aws_vpc.apps has: ${why}` }]);
    expect(vpc("apps").dhcpServers).toEqual({ unknown: why });
  });

  it("does not affect resources that are not in its arguments", () => {
    expect(vpc("other").unseenRules).toEqual([]);
    expect(vpc("other").dhcpServers).toEqual(["AmazonProvidedDNS"]);
  });

  it("is named in messages", () => {
    expect(unreadModules(facts.graph)).toEqual([
      "module.dns of apps is not judged: the module acme/dns/aws is not installed: run terraform get in the folder, or pass the saved plan instead",
    ]);
  });
});
