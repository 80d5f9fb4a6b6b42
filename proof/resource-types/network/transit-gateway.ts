import { type Service } from "../resource-type";

const attachment = { referencedBy: { id: ["transit_gateway_attachment_id"] } };
const table = { type: "aws_ec2_transit_gateway_route_table" };

export const transitGateway: Service = {
  types: {
    aws_ec2_transit_gateway: {
      idPrefixes: ["tgw"],
      referencedBy: { id: ["transit_gateway_id"] },
      creates: { association_default_route_table_id: table, propagation_default_route_table_id: table },
      destruction: { means: "the networks that it connects no longer reach each other" },
    },
    aws_ec2_transit_gateway_vpc_attachment: {
      idPrefixes: ["tgw-attach"],
      ...attachment,
      destruction: { means: "its VPC loses the way to the networks behind the transit gateway" },
      withdraws: [
        {
          form: "loses",
          attribute: "subnet_ids",
          means: "so tasks of its zone no longer reach the transit gateway",
          todo: "keep a subnet in every zone that has tasks",
        },
      ],
    },
    aws_ec2_transit_gateway_vpc_attachment_accepter: attachment,
    aws_ec2_transit_gateway_route_table: {
      idPrefixes: ["tgw-rtb"],
      referencedBy: { id: ["transit_gateway_route_table_id"] },
      destruction: { means: "traffic of its attachments is no longer routed" },
    },
    aws_ec2_transit_gateway_route: {
      destruction: {
        means: "traffic to its range is no longer routed, or takes another route",
        shows: ["destination_cidr_block"],
      },
    },
    aws_ec2_transit_gateway_route_table_association: {
      destruction: { means: "traffic from its attachment is no longer routed" },
    },
    aws_ec2_transit_gateway_route_table_propagation: {
      destruction: { means: "traffic to the ranges of its attachment is no longer routed" },
    },
    aws_ec2_transit_gateway_default_route_table_association: {},
    aws_ec2_transit_gateway_default_route_table_propagation: {},
    aws_ec2_transit_gateway_prefix_list_reference: {
      destruction: { means: "traffic to the ranges of its list is no longer routed" },
    },
  },
};
