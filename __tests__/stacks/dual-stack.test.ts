import { synthFile } from "../support/synth";
import { changed, variants } from "../support/variants";

type Blocks = Record<string, Record<string, unknown>> | undefined;
const pick = (blocks: Blocks, ...attributes: readonly string[]) =>
  Object.fromEntries(
    Object.entries(blocks ?? {}).map(([name, block]) => [
      name,
      attributes.map((attribute) => block[attribute]).filter((value) => value !== undefined),
    ]),
  );
const ipv6Routes = (blocks: Blocks) =>
  Object.fromEntries(
    Object.entries(
      pick(
        blocks,
        ...["destination_ipv6_cidr_block", "egress_only_gateway_id", "gateway_id", "transit_gateway_id"],
        "vpc_peering_connection_id",
      ),
    ).filter(([, [destination]]) => String(destination).includes(":")),
  );

describe("a dual-stack VPC with NAT", () => {
  const stacks = synthFile(variants["dual-stack VPCs with NAT, a public load balancer and IPv6 servers"]!);
  const { resource, output } = stacks["vpc-apps"]!;

  test("gets an IPv6 block, and its subnets a /64 each, without DNS64", () => {
    expect(resource["aws_vpc"]!["apps"]).toMatchObject({ assign_generated_ipv6_cidr_block: true });
    expect(pick(resource["aws_subnet"], "ipv6_cidr_block", "assign_ipv6_address_on_creation", "enable_dns64")).toEqual(
      Object.fromEntries(
        [
          ["private-us-east-1a", 0],
          ["private-us-east-1b", 1],
          ["public-us-east-1a", 8],
          ["public-us-east-1b", 9],
        ].map(([name, number]) => [
          `apps_${name}`,
          [`\${cidrsubnet(aws_vpc.apps.ipv6_cidr_block, 8, ${number})}`, true],
        ]),
      ),
    );
    expect(output["vpc_ipv6_cidr"]!.value).toBe("${aws_vpc.apps.ipv6_cidr_block}");
  });

  test("leads IPv6 out through an egress-only gateway, and the public subnets through the internet gateway", () => {
    const gateways = Object.entries(ipv6Routes(resource["aws_route"])).map(([name, values]) =>
      [name, ...values].join(" "),
    );
    expect(gateways.sort()).toEqual(
      ["a", "b"]
        .flatMap((zone) => [
          `apps_private-us-east-1${zone}_internet-ipv6 ::/0 \${aws_egress_only_internet_gateway.apps.id}`,
          `apps_public-us-east-1${zone}_internet-ipv6 ::/0 \${aws_internet_gateway.apps.id}`,
        ])
        .sort(),
    );
  });

  test("keeps mount targets and endpoints on IPv4", () => {
    expect(pick(resource["aws_vpc_endpoint"], "ip_address_type")).toEqual(
      Object.fromEntries(Object.keys(resource["aws_vpc_endpoint"]!).map((name) => [name, []])),
    );
    expect(Object.values(resource["aws_efs_mount_target"]!)[0]).not.toHaveProperty("ip_address_type");
  });

  test("lets IPv6 clients connect to tasks, and to a public load balancer", () => {
    const web = stacks["ecs-web"]!.resource;
    expect(pick(web["aws_vpc_security_group_ingress_rule"], "cidr_ipv4", "cidr_ipv6", "from_port")).toMatchObject({
      "nginx_from_10_0_0_0-8_80": ["10.0.0.0/8", 80],
      "nginx_from_2001-db8---32_80": ["2001:db8::/32", 80],
    });
    const limited = synthFile(
      changed((file) => {
        Object.assign(file.workloadVpcs!["apps"]!, { ipv6: true, internet: "nat" });
        const { services } = file.workloads!["web"] as { services: Record<string, object> };
        Object.assign(services["nginx"]!, { loadBalancer: { scheme: "public", allowFrom: ["2001:db8:1::/48"] } });
      }),
    );
    const rules = limited["ecs-web"]!.resource["aws_vpc_security_group_ingress_rule"];
    expect(Object.values(pick(rules, "cidr_ipv6", "from_port"))).toContainEqual(["2001:db8:1::/48", 80]);
  });

  test("lets tasks send to IPv6 addresses, and gives a public load balancer IPv6 addresses", () => {
    const web = stacks["ecs-web"]!.resource;
    const egress = pick(web["aws_vpc_security_group_egress_rule"], "cidr_ipv4", "cidr_ipv6", "from_port");
    expect(egress).toMatchObject({
      nginx_https: ["0.0.0.0/0", 443],
      "nginx_https-ipv6": ["::/0", 443],
      "nginx_egress_2001-db8---32_tcp_5432": ["2001:db8::/32", 5432],
    });
    expect(web["aws_lb"]!["nginx"]).toMatchObject({ ip_address_type: "dualstack" });
    expect(Object.values(pick(web["aws_route53_record"], "name", "type"))).toEqual([
      ["www.example.com", "AAAA"],
      ["www.example.com", "A"],
    ]);
    expect(pick(web["aws_vpc_security_group_ingress_rule"], "cidr_ipv4", "cidr_ipv6")).toMatchObject({
      nginx_http_anywhere: ["0.0.0.0/0"],
      "nginx_http_anywhere-ipv6": ["::/0"],
    });
  });

  test("of the shared network resolves through servers with IPv6 addresses", () => {
    const shared = stacks["shared-network"]!.resource;
    expect(shared["aws_route53_resolver_endpoint"]!["outbound"]).toMatchObject({ resolver_endpoint_type: "DUALSTACK" });
    expect(shared["aws_ec2_transit_gateway_vpc_attachment"]!["on-premises"]).toMatchObject({ ipv6_support: "enable" });
    expect(Object.values(ipv6Routes(shared["aws_route"]))).toEqual(
      ["a", "b"].map(() => ["fd00:2::1/128", "tgw-0123456789abcdef0"]),
    );
  });
});

test("a dual-stack VPC without NAT leads IPv6 to the transit gateway, and has no egress-only gateway", () => {
  const { resource } = synthFile(variants["a dual-stack VPC behind a transit gateway"]!)["vpc-apps"]!;
  expect(resource["aws_egress_only_internet_gateway"]).toBeUndefined();
  expect(
    resource["aws_ec2_transit_gateway_vpc_attachment"]!["apps"] ??
      Object.values(resource["aws_ec2_transit_gateway_vpc_attachment"]!)[0],
  ).toMatchObject({ ipv6_support: "enable" });
  expect(
    [...new Set(Object.values(ipv6Routes(resource["aws_route"])).map((values) => values.join(" ")))].sort(),
  ).toEqual([
    "2001:db8:1::/48 pcx-0123456789abcdef0",
    "2001:db8::/32 tgw-0123456789abcdef0",
    "::/0 tgw-0123456789abcdef0",
  ]);
});

test("an adopted dual-stack VPC fails a plan unless it and its subnets have IPv6 ranges", () => {
  const stacks = synthFile(variants["an adopted dual-stack VPC"]!);
  const { data, output } = stacks["vpc-apps"]!;
  const required = Object.entries({ ...data["aws_vpc"], ...data["aws_subnet"] }).flatMap(([name, { lifecycle }]) => {
    const { postcondition } = lifecycle as { postcondition: { condition: string; error_message: string }[] };
    return postcondition
      .filter(({ condition }) => condition === '${self.ipv6_cidr_block != ""}')
      .map(({ error_message }) => `${name}: ${error_message}`);
  });
  const message = (name: string, id: string) =>
    `${name}: ${id} should have an IPv6 range, as ipv6: true in the file says: add one where it is managed, or omit ipv6`;
  expect(required.sort()).toEqual([
    message("apps", "vpc-0bbbbbbbbbbbbbbb0"),
    message("apps_public-us-east-1a", "subnet-0bbbbbbbbbbbbbbb8"),
    message("apps_public-us-east-1b", "subnet-0bbbbbbbbbbbbbbb9"),
    message("apps_us-east-1a", "subnet-0bbbbbbbbbbbbbbb1"),
    message("apps_us-east-1b", "subnet-0bbbbbbbbbbbbbbb2"),
  ]);
  expect(output["vpc_ipv6_cidr"]!.value).toBe("${data.aws_vpc.apps.ipv6_cidr_block}");
  expect(stacks["ecs-web"]!.resource["aws_lb"]!["nginx"]).toMatchObject({ ip_address_type: "dualstack" });
});
