/** `0.0.0.0/1` and `128.0.0.0/1` are what some networks write for `0.0.0.0/0`. */
import { graphOfStacks } from "../../../../proof/graph/read";
import { prove } from "../../../../proof/prove";
import { type HopName } from "../../../../proof/verdict";
import { mountingStack } from "../../../support/mounting-stack";

type Json = Record<string, unknown>;
type Resources = Record<string, Record<string, Json>>;

const halves = ["0.0.0.0/1", "128.0.0.0/1"];
const any = (cidr_blocks: readonly string[]) => ({ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks });

function verdictOf(name: HopName, change: (resource: Resources) => void): string {
  const { provider, resource } = mountingStack();
  change(resource);
  return prove(graphOfStacks({ web: { provider, resource } })).paths[0]!.hops.find(({ hop }) => hop === name)!.verdict;
}

describe("rules of security groups", () => {
  const group = (ingress: readonly string[], egress: readonly string[]) => (resource: Resources) => {
    Object.assign(resource["aws_security_group"]!["all"]!, { ingress: [any(ingress)], egress: [any(egress)] });
  };

  test("allow every address in two halves", () => {
    expect(verdictOf("network", group(halves, halves))).toBe("passes");
    expect(verdictOf("image", group(halves, halves))).toBe("passes");
  });

  test("allow a subnet in two halves", () => {
    const subnet = ["10.10.1.0/25", "10.10.1.128/25"];
    expect(verdictOf("network", group(subnet, subnet))).toBe("passes");
  });

  test("leave one half open", () => {
    expect(verdictOf("image", group(halves, ["0.0.0.0/1"]))).toBe("unknown");
    expect(verdictOf("network", group(["10.10.1.0/25", "10.10.1.192/26"], halves))).toBe("unknown");
  });
});

describe("rules of a network ACL", () => {
  const acl = (ranges: readonly string[]) => (resource: Resources) => {
    const rules = ranges.map((cidr_block, at) => ({
      ...{ rule_no: 100 + at, action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block },
    }));
    const subnet_ids = ["${aws_subnet.a.id}"];
    resource["aws_network_acl"] = { all: { vpc_id: "${aws_vpc.apps.id}", subnet_ids, ingress: rules, egress: rules } };
  };

  test("allow every address in two halves", () => {
    expect(verdictOf("image", acl(halves))).toBe("passes");
  });

  test("leave one half open", () => {
    expect(verdictOf("image", acl(["0.0.0.0/1"]))).toBe("unknown");
  });
});

describe("routes", () => {
  const gateway = { gateway_id: "${aws_internet_gateway.apps.id}" };
  const routes = (route: readonly Json[]) => (resource: Resources) => {
    Object.assign(resource["aws_route_table"]!["apps"]!, { route });
  };

  test("lead to every address in two halves", () => {
    expect(verdictOf("image", routes(halves.map((cidr_block) => ({ cidr_block, ...gateway }))))).toBe("passes");
  });

  test("leave one half open", () => {
    expect(verdictOf("image", routes([{ cidr_block: "0.0.0.0/1", ...gateway }]))).toBe("unknown");
  });

  test("have to lead the same way", () => {
    const other = { cidr_block: "0.0.0.0/1", network_interface_id: "eni-0123456789abcdef0" };
    expect(verdictOf("image", routes([{ cidr_block: "0.0.0.0/0", ...gateway }, other]))).toBe("unknown");
    expect(verdictOf("image", routes([{ cidr_block: "128.0.0.0/1", ...gateway }, other]))).toBe("unknown");
  });

  test("of which narrower ones replace the default route", () => {
    const narrow = halves.map((cidr_block) => ({ cidr_block, ...gateway }));
    const idle = { cidr_block: "0.0.0.0/0", network_interface_id: "eni-0123456789abcdef0" };
    expect(verdictOf("image", routes([idle, ...narrow]))).toBe("passes");
  });
});
