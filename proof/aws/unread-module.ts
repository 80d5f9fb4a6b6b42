/** Modules that a configuration calls and that cannot be followed: they may add to whatever they are given. */
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { type Resource, type ResourceKey, type Unknown, unknown } from "../graph/model";

/** Set where a module that is not read is given the resource: what it adds to it is not known. */
export function unreadModuleOf(facts: Facts, resource: Resource): Unknown | undefined {
  const found = facts.once(takers).get(resource.key);
  return found && unknown(`the resources of ${found.address}`, found.unsure?.why ?? "it is not read");
}

/** All of them, for people: workloads in them are not judged. */
export function unreadModules(graph: Graph): readonly string[] {
  return graph.all("module").map(({ address, document, unsure }) => {
    return `${address} of ${document.name} is not judged: ${unsure?.why ?? "it is not read"}`;
  });
}

function takers({ graph }: Facts): ReadonlyMap<ResourceKey, Resource> {
  const found = new Map<ResourceKey, Resource>();
  for (const module of graph.all("module")) {
    for (const key of module.dependsOn) if (!found.has(key)) found.set(key, module);
  }
  return found;
}
