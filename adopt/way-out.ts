import { type ObservedRouteTable } from "./observed";

/** Where a subnet's traffic to the internet goes. */
export interface WayOut {
  /** `public` with any route to an internet gateway; `out` through something else; `unknown` if it was not read. */
  readonly kind: "public" | "out" | "none" | "unknown";
  /** The target of the default route. */
  readonly target?: string;
}

/** Targets that lead on to the internet, or to whoever decides about it: firewalls, NAT instances, central egress. */
const outward = /^(?:nat-|tgw-|vpce-|eni-|i-|arn:)/;

export function wayOut(table: ObservedRouteTable | undefined): WayOut {
  const { routes } = table ?? {};
  if (routes?.some(({ target }) => target?.startsWith("igw-"))) return { kind: "public" };
  const route = routes?.find(({ destination }) => destination === "0.0.0.0/0");
  if (route === undefined) return { kind: routes === undefined ? "unknown" : "none" };
  const { target } = route;
  if (target === undefined) return { kind: "unknown" };
  return { kind: outward.test(target) ? "out" : "none", target };
}
