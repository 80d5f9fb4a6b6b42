/** The network in the resources of states and plans. */
import { merged, type Observed, type ObservedVpc } from "../observed";
import { blocks, idOf, labelsOf, ofArn, text, texts, truth } from "./attributes";
import { type TerraformResource } from "./resources";
import { routeTablesIn } from "./route-tables";
import { fileSystemsIn } from "./storage";

export function observe(source: string, resources: readonly TerraformResource[]): Observed {
  const vpcs = resources.flatMap(vpcsIn).map(withAssociations(resources));
  const ids = new Set(vpcs.map(({ id }) => id));
  const ranges = resources.flatMap(rangesIn).filter(({ id }) => ids.has(id));
  return {
    source,
    remedy: "add the state or plan that has it with another --from, or read AWS with --live",
    planned: resources.flatMap(plannedIn),
    // The primary range is the VPC's own.
    vpcs: merged([...vpcs, ...ranges]),
    subnets: merged(resources.flatMap(subnetsIn)),
    routeTables: routeTablesIn(resources),
    endpoints: merged(resources.flatMap(endpointsIn)),
    dhcpOptions: merged(resources.flatMap(dhcpOptionsIn)),
    ...fileSystemsIn(resources),
  };
}

const parts = new Set(["aws_vpc", "aws_subnet", "aws_route_table", "aws_vpc_endpoint"]);

function plannedIn({ mode, type, address, values }: TerraformResource): Observed["planned"] {
  if (mode === "data" || !parts.has(type) || text(values, "id") !== undefined) return [];
  return [{ type, address, vpc: idOf("vpc", values["vpc_id"]) }];
}

function vpcsIn(resource: TerraformResource): Observed["vpcs"] {
  const { type, values } = resource;
  const id = idOf("vpc", values["id"]);
  if ((type !== "aws_vpc" && type !== "aws_default_vpc") || id === undefined) return [];
  const { region, account } = ofArn(values);
  const primary = text(values, "cidr_block");
  const all = blocks(values, "cidr_block_associations").flatMap((block) => text(block, "cidr_block") ?? []);
  return [
    {
      id,
      ...labelsOf(resource),
      owner: text(values, "owner_id") ?? account,
      region: text(values, "region") ?? region,
      ranges: [...new Set([...(primary === undefined ? [] : [primary]), ...all])],
      hasIpv6: values["ipv6_cidr_block"] === undefined ? undefined : text(values, "ipv6_cidr_block") !== undefined,
      dhcpOptions: text(values, "dhcp_options_id"),
      mainTable: idOf("rtb", values["main_route_table_id"]) ?? idOf("rtb", values["default_route_table_id"]),
      dnsSupport: truth(values, "enable_dns_support"),
      dnsHostnames: truth(values, "enable_dns_hostnames"),
    },
  ];
}

/** A state may be older than the associations beside the VPC. */
function withAssociations(resources: readonly TerraformResource[]) {
  return (vpc: ObservedVpc): ObservedVpc => {
    const own = resources.filter(({ values }) => values["vpc_id"] === vpc.id);
    const hasIpv6 = own.some(({ type }) => type === "aws_vpc_ipv6_cidr_block_association") || vpc.hasIpv6;
    const options = own.find(({ type }) => type === "aws_vpc_dhcp_options_association");
    return { ...vpc, hasIpv6, dhcpOptions: text(options?.values, "dhcp_options_id") ?? vpc.dhcpOptions };
  };
}

/** Ranges that are resources of their own. */
function rangesIn({ type, values }: TerraformResource): Observed["vpcs"] {
  const id = type === "aws_vpc_ipv4_cidr_block_association" ? idOf("vpc", values["vpc_id"]) : undefined;
  const range = text(values, "cidr_block");
  return id === undefined || range === undefined ? [] : [{ id, ranges: [range] }];
}

function subnetsIn(resource: TerraformResource): Observed["subnets"] {
  const { type, values } = resource;
  if (type !== "aws_subnet" && type !== "aws_default_subnet") return [];
  const [id, vpc] = [idOf("subnet", values["id"]), idOf("vpc", values["vpc_id"])];
  if (id === undefined || vpc === undefined) return [];
  return [
    {
      id,
      vpc,
      ...labelsOf(resource),
      zone: text(values, "availability_zone"),
      owner: text(values, "owner_id") ?? ofArn(values).account,
      range: truth(values, "ipv6_native") ? undefined : text(values, "cidr_block"),
      hasIpv6: values["ipv6_cidr_block"] === undefined ? undefined : text(values, "ipv6_cidr_block") !== undefined,
      dns64: truth(values, "enable_dns64"),
    },
  ];
}

function endpointsIn(resource: TerraformResource): Observed["endpoints"] {
  const { type, values } = resource;
  if (type !== "aws_vpc_endpoint") return [];
  const [id, vpc, service] = [idOf("vpce", values["id"]), idOf("vpc", values["vpc_id"]), text(values, "service_name")];
  if (id === undefined || vpc === undefined || service === undefined) return [];
  return [
    {
      id,
      vpc,
      service,
      ...labelsOf(resource),
      type: text(values, "vpc_endpoint_type") ?? "Gateway",
      privateDns: truth(values, "private_dns_enabled"),
      state: text(values, "state"),
      routeTables: texts(values, "route_table_ids"),
    },
  ];
}

function dhcpOptionsIn(resource: TerraformResource): Observed["dhcpOptions"] {
  const { type, values } = resource;
  if (type !== "aws_vpc_dhcp_options" && type !== "aws_default_vpc_dhcp_options") return [];
  const id = idOf("dopt", values["id"]);
  const servers = values["domain_name_servers"];
  if (id === undefined || servers === undefined) return [];
  // The provider lists the servers of the default set as one text.
  const list = typeof servers === "string" ? servers.split(/[\s,]+/) : texts(values, "domain_name_servers");
  return [{ id, ...labelsOf(resource), servers: list }];
}
