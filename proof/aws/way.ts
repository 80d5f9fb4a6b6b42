/** Whether packets get from one place to another, with what decides it. */
import { type Answer, type Resolution } from "../graph/graph";
import { type Unknown, type Value } from "../graph/model";
import { type RouteTable } from "./route-table";
import { type Subnet } from "./subnet";
import { type TransitGap } from "./transit-gateway";

export interface Way {
  readonly answer: Answer;
  /** Address of what leads on, or of what stops the packets. */
  readonly resource: string;
  /** For people: `aws_route_table.private has no route to 10.9.1.0/24`. */
  readonly detail: string;
  /** Only of `unknown`: what would settle it. */
  readonly settle?: string;
  /** Only of `yes`: how the packets travel. Security group references cross a peering connection alone. */
  readonly over?: "local" | "peering" | "transit-gateway";
  /** Only of `yes`: where the packets leave a transit gateway, and pass the network ACLs of these subnets. */
  readonly via?: readonly Subnet[];
  /** Only of `no`: set where a route is all that is missing. */
  readonly missing?: MissingRoute;
  /** Only of `no`: set where it is known what a transit gateway lacks. */
  readonly gap?: TransitGap;
}

export interface MissingRoute {
  readonly table: RouteTable;
  /** The range to route to, where it is known. */
  readonly range?: Value;
  /** The VPCs at both ends. */
  readonly from: Resolution;
  readonly to: Resolution;
}

export function unclear(resource: string, detail: string, { expression }: Unknown): Way {
  return { answer: "unknown", resource, detail, settle: expression };
}

/** What holds whichever of several it is; undefined where they differ. */
export function agreedWay(ways: readonly Way[]): Way | undefined {
  const [first, ...others] = ways;
  if (first === undefined || others.every(({ answer }) => answer === first.answer)) return first;
  return ways.find(({ answer }) => answer === "unknown");
}
