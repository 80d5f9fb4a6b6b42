/** A graph with the facts that are derived from it: each computed once, on demand. */
import { type Graph } from "./graph/graph";
import { type Resource, type ResourceKey } from "./graph/model";

/**
 * Facts are functions of a graph, kept by the function that makes them:
 *
 * ```ts
 * export const natGateways = (facts: Facts) => new NatGateways(facts.graph);            // one for the whole graph
 * facts.once(natGateways);
 * export const routesOf = (facts: Facts, table: Resource) => …;                         // one for each resource
 * facts.per(routesOf, table);
 * ```
 *
 * A fix is tried on another graph, which has its own facts. A fact must therefore refer to nothing outside its own
 * `Facts`, and be lazy, so that a fix does not recompute it for all VPCs.
 */
export class Facts {
  private readonly made = new Map<unknown, unknown>();
  private readonly madePer = new Map<unknown, Map<ResourceKey, unknown>>();

  constructor(readonly graph: Graph) {}

  once<T>(make: (facts: Facts) => T): T {
    let fact = this.made.get(make) as T;
    if (fact === undefined && !this.made.has(make)) this.made.set(make, (fact = make(this)));
    return fact;
  }

  per<T>(make: (facts: Facts, resource: Resource) => T, resource: Resource): T {
    let made = this.madePer.get(make);
    if (!made) this.madePer.set(make, (made = new Map()));
    const { key } = resource;
    let fact = made.get(key) as T;
    if (fact === undefined && !made.has(key)) made.set(key, (fact = make(this, this.graph.at(key) ?? resource)));
    return fact;
  }
}
