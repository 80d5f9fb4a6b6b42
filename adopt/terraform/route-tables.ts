/** Route tables in states and plans, with the routes and associations that are resources of their own. */
import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { merged, type ObservedRoute, type ObservedRouteTable } from "../observed";
import { blocks, idOf, labelsOf, text, truth } from "./attributes";
import { type TerraformResource } from "./resources";

export function routeTablesIn(resources: readonly TerraformResource[]): readonly ObservedRouteTable[] {
  return merged(resources.flatMap(tablesIn)).map((table) => {
    const own = new Map(table.routes?.map((route) => [route.destination, route]));
    return { ...table, routes: table.routes && [...own.values()] };
  });
}

function tablesIn(resource: TerraformResource): readonly ObservedRouteTable[] {
  const { type, mode, values } = resource;
  const id = idOf("rtb", values["route_table_id"]);
  switch (type) {
    case "aws_route_table":
    case "aws_default_route_table":
      return mode === "data" ? lookedUp(resource) : managed(resource);
    case "aws_route":
      return id === undefined ? [] : [{ id, subnets: [], routes: routeOf(values, "destination_") }];
    case "aws_route_table_association": {
      const subnet = idOf("subnet", values["subnet_id"]);
      return id === undefined || subnet === undefined ? [] : [{ id, subnets: [subnet] }];
    }
    case "aws_main_route_table_association": {
      const vpc = idOf("vpc", values["vpc_id"]);
      return id === undefined || vpc === undefined ? [] : [{ id, vpc, isMain: true, subnets: [] }];
    }
    default:
      return [];
  }
}

function managed(resource: TerraformResource): readonly ObservedRouteTable[] {
  const { values } = resource;
  const id = idOf("rtb", values["id"]) ?? idOf("rtb", values["default_route_table_id"]);
  if (id === undefined) return [];
  const routes = blocks(values, "route").flatMap((block) => routeOf(block, ""));
  // The main table of a VPC may be another than its default one: only an association of its own says so.
  return [{ id, ...labelsOf(resource), vpc: idOf("vpc", values["vpc_id"]), subnets: [], routes }];
}

function lookedUp(resource: TerraformResource): readonly ObservedRouteTable[] {
  const { values } = resource;
  const id = idOf("rtb", values["route_table_id"]) ?? idOf("rtb", values["id"]);
  if (id === undefined) return [];
  const associations = blocks(values, "associations");
  const subnets = [idOf("subnet", values["subnet_id"]), ...associations.map((one) => idOf("subnet", one["subnet_id"]))];
  return [
    {
      id,
      ...labelsOf(resource),
      vpc: idOf("vpc", values["vpc_id"]),
      isMain: associations.some((one) => truth(one, "main")) || undefined,
      subnets: [...new Set(subnets.filter((subnet) => subnet !== undefined))],
      routes: Array.isArray(values["routes"])
        ? blocks(values, "routes").flatMap((block) => routeOf(block, ""))
        : undefined,
    },
  ];
}

const targets = [
  ...["nat_gateway_id", "transit_gateway_id", "gateway_id", "vpc_endpoint_id", "network_interface_id"],
  ...["egress_only_gateway_id", "vpc_peering_connection_id", "core_network_arn", "local_gateway_id"],
  ...["carrier_gateway_id", "instance_id"],
];

function routeOf(values: JsonObject, prefix: string): readonly ObservedRoute[] {
  const names = [`${prefix}cidr_block`, `${prefix}ipv6_cidr_block`, "destination_prefix_list_id"];
  const destination = names.map((name) => text(values, name)).find((found) => found !== undefined);
  if (destination === undefined) return [];
  return [{ destination, target: targets.map((name) => text(values, name)).find((found) => found !== undefined) }];
}
