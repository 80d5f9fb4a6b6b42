import { existsSync } from "node:fs";
import { join } from "node:path";

import { readGraph } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { type HopName, type HopResult } from "../../../proof/verdict";

/** What the report says of one hop of a fixture's path. @param at which of its paths */
export function fixtureResult(hop: HopName, fixture: string, at = 0): HopResult | undefined {
  const folder = join(__dirname, "../fixtures", fixture);
  const state = join(folder, "state.json");
  const { paths } = prove(readGraph([existsSync(state) ? state : join(folder, "plan.json")]));
  return paths[at]?.hops.find(({ hop: name }) => name === hop);
}

/** A NAT gateway, with everything that it needs in the VPC of these fixtures. */
export const throughNat = {
  fix: "route 0.0.0.0/0 of aws_route_table.app to a NAT gateway in a public subnet of aws_vpc.prod",
  terraform: `resource "aws_internet_gateway" "prod_public" {
  vpc_id = aws_vpc.prod.id
}

resource "aws_subnet" "prod_public" {
  vpc_id     = aws_vpc.prod.id
  cidr_block = "10.30.255.240/28"
}

resource "aws_route_table" "prod_public" {
  vpc_id = aws_vpc.prod.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.prod_public.id
  }
}

resource "aws_route_table_association" "prod_public" {
  subnet_id      = aws_subnet.prod_public.id
  route_table_id = aws_route_table.prod_public.id
}

resource "aws_eip" "prod_nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "prod_nat" {
  allocation_id = aws_eip.prod_nat.id
  subnet_id     = aws_subnet.prod_public.id
}

resource "aws_route" "app_out" {
  route_table_id         = aws_route_table.app.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.prod_nat.id
}`,
};
