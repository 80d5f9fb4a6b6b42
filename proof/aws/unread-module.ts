/** Module calls that can't be read: they may add to every resource that they get as an argument. */
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { type Resource, type ResourceKey, type Unknown, unknownValue } from "../graph/model";

/** Set if a resource is an argument of a module that can't be read, which may add to it. */
export function unreadModuleOf(facts: Facts, resource: Resource): Unknown | undefined {
  const found = facts.once(takers).get(resource.key);
  return found && unknownValue(`the resources of ${found.address}`, found.unsure?.why ?? "it is not read");
}

/** Warnings for all of them: their workloads are not judged. */
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
