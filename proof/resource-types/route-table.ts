import { type Service } from "./resource-type";

const routeProperties = [
  "cidr_block",
  "ipv6_cidr_block",
  "destination_prefix_list_id",
  "core_network_arn",
  "egress_only_gateway_id",
  "gateway_id",
  "nat_gateway_id",
  "network_interface_id",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "vpc_peering_connection_id",
];

export const routeTable: Service = {
  withoutAddresses: ["aws_route_table"],
  types: {
    aws_route_table: {
      idPrefixes: ["rtb"],
      identity: ["route_table_id"],
      referencedBy: { id: ["route_table_id"], ids: ["route_table_ids"] },
      blockProperties: [...routeProperties, "carrier_gateway_id", "local_gateway_id"],
    },
    aws_default_route_table: {
      adopts: { as: "aws_route_table", by: "default_route_table_id", of: "default_route_table_id" },
      blockProperties: [...routeProperties, "instance_id"],
      unique: { by: ["default_route_table_id"] },
    },
    aws_route: {
      unique: { by: ["route_table_id"] },
      listedIn: [{ owner: "aws_route_table", by: "route_table_id", attribute: "route", as: { form: "route" } }],
    },
    aws_route_table_association: { unique: { by: ["subnet_id"] } },
    aws_main_route_table_association: {
      unique: { by: ["vpc_id"] },
      listedIn: [
        {
          owner: "aws_vpc",
          by: "vpc_id",
          attribute: "main_route_table_id",
          as: { form: "restored", from: "original_route_table_id" },
        },
      ],
    },
  },
};
