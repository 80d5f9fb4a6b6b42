/** The routes of a table to public addresses, by their destinations: IPv4 blocks, and entries of prefix lists. */
import { type Facts } from "../../facts";
import { type Unknown, unknownValue, type Value } from "../../graph/model";
import { covered, overlap, publicRanges, rangeOf } from "./cidr";
import { entriesOf, serviceOf } from "./prefix-list";
import { type Route, type RouteTable } from "./route-table";

/** A shorter route to public addresses is one to a network that these names do not lead to. */
const widest = 4;

/**
 * The routes to most public addresses: `0.0.0.0/0` and wide ones before it, such as `128.0.0.0/1`.
 * @returns undefined if they leave addresses out
 */
export function publicRoutes(facts: Facts, { routes }: RouteTable): readonly Route[] | undefined {
  const found = routes.flatMap((route) =>
    blocksOf(facts, route).flatMap((block) => {
      const range = rangeOf(block);
      return range?.version === 4 && Number(block.split("/")[1]) <= widest ? [{ route, range }] : [];
    }),
  );
  const used = found.filter(({ range }) => {
    const narrower = found.filter(
      (other) => overlap(range, other.range) === "all" && overlap(other.range, range) !== "all",
    );
    return !covered(
      range,
      narrower.map((other) => other.range),
    );
  });
  const ranges = found.map(({ range }) => range);
  if (!publicRanges.every((range) => covered(range, ranges))) return undefined;
  return [...new Set(used.map(({ route }) => route))];
}

/** The default routes: `0.0.0.0/0`, or either half of it. */
export function defaultRoutes(facts: Facts, { routes }: RouteTable): readonly Route[] {
  const of = (bits: string) =>
    routes.filter((route) =>
      blocksOf(facts, route).some((block) => block.endsWith(bits) && rangeOf(block)?.version === 4),
    );
  const whole = of("/0");
  return whole.length > 0 ? whole : of("/1");
}

/** Set if a route that is not fully known may be a default route: its prefix list has entries outside the input. */
export function unreadRoute(facts: Facts, { routes }: RouteTable): Unknown | undefined {
  const open = routes.find(
    ({ prefixList }) => prefixList && !entriesOf(facts, prefixList) && serviceOf(facts, prefixList) === undefined,
  );
  return open && unknownValue(`the entries of ${facts.graph.describe(open.prefixList!)}`, "not in the input");
}

function blocksOf(facts: Facts, { destination, prefixList }: Route): readonly string[] {
  const values: readonly Value[] = prefixList ? (entriesOf(facts, prefixList) ?? []) : [destination];
  return values.flatMap((value) => facts.graph.text(value) ?? []);
}
