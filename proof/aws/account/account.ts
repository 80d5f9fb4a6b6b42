/** The account and Region of a resource, according to provider configurations and data sources. */
import { type Graph } from "../../graph/graph";
import { type Resource } from "../../graph/model";
import { accountOfKeys } from "./account-of-keys";

/** The account of a resource's provider; undefined unless exactly one is possible. */
export function accountOf(graph: Graph, resource: Resource): string | undefined {
  const accounts = resource.provider?.accounts ?? [];
  if (accounts.length === 1) return accounts[0];
  const arn = graph.text(resource.get("arn"))?.split(":");
  if (arn?.[0] === "arn" && /^\d{12}$/.test(arn[4] ?? "")) return arn[4];
  for (const identity of graph.all("aws_caller_identity", "data")) {
    if (identity.document !== resource.document || identity.provider?.name !== resource.provider?.name) continue;
    const account = graph.text(identity.get("account_id"));
    if (account !== undefined) return account;
  }
  return accountOfKeys(graph, resource);
}

export function regionOf(graph: Graph, resource: Resource): string | undefined {
  const own = graph.text(resource.get("region"));
  return own ?? resource.provider?.region;
}

/** Whether two resources are certainly in different Regions, where the id of one means nothing in the other. */
export function isInOtherRegion(graph: Graph, one: Resource, other: Resource): boolean {
  const [here, there] = [regionOf(graph, one), regionOf(graph, other)];
  return here !== undefined && there !== undefined && here !== there;
}
