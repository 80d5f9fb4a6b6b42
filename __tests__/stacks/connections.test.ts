import { parseOrganizationText } from "../../config/load";
import { type SynthesizedStack, synthFile } from "../support/synth";
import { changed, type File, yamlOf } from "../support/variants";

/** The example, with changed settings of its service and of its VPC. */
function withSettings(service: Record<string, unknown>, vpc: Record<string, unknown> = {}) {
  return changed(({ workloads, workloadVpcs }: File) => {
    const { services } = workloads!["web"] as unknown as { services: Record<string, Record<string, unknown>> };
    Object.assign(services["nginx"]!, service);
    Object.assign(workloadVpcs!["apps"]!, vpc);
  });
}

function egressRules({ resource }: SynthesizedStack) {
  return Object.fromEntries(
    Object.entries(resource["aws_vpc_security_group_egress_rule"] ?? {})
      .filter(([name]) => name.includes("egress"))
      .map(([name, rule]) => {
        const { cidr_ipv4, referenced_security_group_id, prefix_list_id, ip_protocol, from_port, to_port } = rule;
        const to = cidr_ipv4 ?? referenced_security_group_id ?? prefix_list_id;
        return [name, `${String(ip_protocol)} ${String(from_port)}-${String(to_port)} ${String(to)}`];
      }),
  );
}

describe("egress of a service", () => {
  test("opens each range of ports to a group, a range, a prefix list or a VPC of the file", () => {
    const egress = [
      { to: "sg-0123456789abcdef0", ports: [5432] },
      { to: "10.2.0.0/16", ports: [1521, "8000-8100"] },
      { to: "pl-0123456789abcdef0", ports: [123], protocol: "udp" },
      { to: "apps", ports: [6379] },
    ];
    expect(egressRules(synthFile(withSettings({ egress }))["ecs-web"]!)).toEqual({
      "nginx_egress_sg-0123456789abcdef0_tcp_5432": "tcp 5432-5432 sg-0123456789abcdef0",
      "nginx_egress_10_2_0_0-16_tcp_1521": "tcp 1521-1521 10.2.0.0/16",
      "nginx_egress_10_2_0_0-16_tcp_8000-8100": "tcp 8000-8100 10.2.0.0/16",
      "nginx_egress_pl-0123456789abcdef0_udp_123": "udp 123-123 pl-0123456789abcdef0",
      nginx_egress_apps_tcp_6379: "tcp 6379-6379 10.10.0.0/16",
    });
  });

  test("is empty by default", () => {
    expect(egressRules(synthFile(withSettings({}))["ecs-web"]!)).toEqual({});
  });
});

describe("a workload VPC with a transit gateway", () => {
  const transitGateway = { id: "tgw-0123456789abcdef0", routes: ["10.2.0.0/16", "pl-0123456789abcdef0"] };
  const routes = (vpc: Record<string, unknown>) =>
    Object.values(synthFile(withSettings({}, vpc))["vpc-apps"]!.resource["aws_route"] ?? {}).map(
      ({ route_table_id, destination_cidr_block, destination_prefix_list_id, transit_gateway_id, depends_on }) => ({
        table: route_table_id,
        to: destination_cidr_block ?? destination_prefix_list_id,
        over: transit_gateway_id,
        after: depends_on,
      }),
    );

  test("is attached in every zone, and routes there once the attachment exists", () => {
    const made = synthFile(withSettings({}, { transitGateway }))["vpc-apps"]!;
    const [attachment] = Object.values(made.resource["aws_ec2_transit_gateway_vpc_attachment"]!);
    const zones = Object.keys(made.resource["aws_subnet"]!);
    expect(attachment!["subnet_ids"]).toHaveLength(zones.length);
    expect(routes({ transitGateway })).toHaveLength(zones.length * 2);
    for (const route of routes({ transitGateway })) {
      expect(route).toMatchObject({
        over: "tgw-0123456789abcdef0",
        after: ["aws_ec2_transit_gateway_vpc_attachment.vpc-apps"],
      });
    }
  });

  test("is the way to the internet where the file says so", () => {
    const all = routes({ transitGateway, internet: "transitGateway" }).map(({ to }) => to);
    expect(new Set(all)).toEqual(new Set(["10.2.0.0/16", "pl-0123456789abcdef0", "0.0.0.0/0"]));
  });
});

describe("warnings about routes", () => {
  const warningsOf = (service: Record<string, unknown>, vpc: Record<string, unknown> = {}) =>
    parseOrganizationText("organization.yaml", yamlOf(withSettings(service, vpc))).warnings.map(
      ({ path, message }) => `${path.join(".")}: ${message}`,
    );
  const to = (...destinations: string[]) => ({ egress: destinations.map((one) => ({ to: one, ports: [1521] })) });
  const id = "tgw-0123456789abcdef0";

  test("name a destination that the VPC has no route to", () => {
    expect(warningsOf(to("apps", "10.2.0.0/16"))).toEqual([
      "workloads.web.services.nginx.egress.1.to: leads to 10.2.0.0/16, and VPC 'apps' has no route there; add the range to transitGateway.routes of the VPC",
    ]);
  });

  test.each([
    ["the transit gateway routes a wider range", { transitGateway: { id, routes: ["10.0.0.0/8"] } }],
    ["a prefix list may contain it", { transitGateway: { id, routes: ["pl-0123456789abcdef0"] } }],
    [
      "the default route leads there",
      { transitGateway: { id, routes: ["172.16.0.0/12"] }, internet: "transitGateway" },
    ],
  ])("are not given if %s", (_, vpc) => {
    expect(warningsOf(to("10.2.0.0/16"), vpc)).toEqual([]);
  });

  test("name a transit gateway that nothing is routed to", () => {
    expect(warningsOf({}, { transitGateway: { id } })).toEqual([
      "workloadVpcs.apps.transitGateway: leads nowhere; list ranges in routes, or set internet: transitGateway",
    ]);
  });
});
