/** Whether packets get from one place to another, and the resource that decides. */
import { type Resolution } from "../../graph/graph";
import { type Unknown, type Value } from "../../graph/model";
import { type Ternary } from "../../graph/ternary";
import { type RouteTable } from "./route-table";
import { type Subnet } from "./subnet";
import { type TransitGap } from "./transit-gateway/forwarded";

export interface Connectivity {
  readonly answer: Ternary;
  /** Address of the resource that routes the packets, or that stops them. */
  readonly resource: string;
  /** Text for messages: `aws_route_table.private has no route to 10.9.1.0/24`. */
  readonly detail: string;
  /** Only of `unknown`: what would settle it. */
  readonly resolveBy?: string;
  /** Only of `yes`: the kind of connection. Security group references work only over a peering connection. */
  readonly over?: "local" | "peering" | "transit-gateway";
  /** Only of `yes`: the subnets in which the packets leave a transit gateway, whose network ACLs apply. */
  readonly via?: readonly Subnet[];
  /** Only of `no`: set if only a route is missing. */
  readonly missing?: MissingRoute;
  /** Only of `no`: what a transit gateway lacks, if it is known. */
  readonly gap?: TransitGap;
}

export interface MissingRoute {
  readonly table: RouteTable;
  /** The destination range, if it is known. */
  readonly range?: Value;
  /** The VPCs at both ends. */
  readonly from: Resolution;
  readonly to: Resolution;
}

export function unclear(resource: string, detail: string, { expression }: Unknown): Connectivity {
  return { answer: "unknown", resource, detail, resolveBy: expression };
}

/** The answer on which all candidates agree; undefined if they differ. */
export function agreedConnectivity(ways: readonly Connectivity[]): Connectivity | undefined {
  const [first, ...others] = ways;
  if (first === undefined || others.every(({ answer }) => answer === first.answer)) return first;
  return ways.find(({ answer }) => answer === "unknown");
}
