/**
 * Ports of containers (ECS-21): "When networkMode=awsvpc, the host ports and container ports in port mappings must
 * match" (amazon-ecs-cli#1014; likewise in network mode host), and "TCP host port '3000' is mapped multiple times in
 * task" (ecs-agent#1220).
 */
import { propertyIgnoringCase } from "../../../aws/attributes/block";
import { list, type Value } from "../../../graph/model";
import { fails, type Fix, type HopAnswer } from "../../../hop-answer";
import { type Container } from "../../../workloads/workload";
import { setInContainer } from "./container-fix";
import { nameOf, type Registration, type RegistrationRule, unknownSetting } from "./rule";

export const portMappings: RegistrationRule = {
  name: "port-mappings",
  *evaluate(asked): Iterable<HopAnswer> {
    const { graph } = asked.facts;
    const { networkMode, task } = asked;
    const taken = new Map<string, Container>();
    for (const container of asked.containers) {
      const { items, unknownRest } = graph.items(propertyIgnoringCase(graph, container.definition, "portMappings"));
      if (unknownRest && networkMode !== undefined)
        yield unknownSetting("ECS-21", task, `portMappings of ${nameOf(container)}`, unknownRest);
      for (const item of items) {
        const own = graph.text(propertyIgnoringCase(graph, item, "containerPort"));
        const host = hostPort(asked, item);
        if (
          host !== undefined &&
          own !== undefined &&
          host !== own &&
          (networkMode === "awsvpc" || networkMode === "host")
        ) {
          const detail = `${nameOf(container)} maps host port ${host} to container port ${own}; in network mode ${networkMode} ECS refuses host ports that differ`;
          yield fails("ECS-21", task.address, detail, withoutHostPort(asked, container, items, item));
        }
        const port = host ?? (networkMode === "awsvpc" || networkMode === "host" ? own : undefined);
        if (port === undefined) continue;
        const protocol = (graph.text(propertyIgnoringCase(graph, item, "protocol")) ?? "tcp").toUpperCase();
        const other = taken.get(`${protocol} ${port}`);
        taken.set(`${protocol} ${port}`, container);
        if (!other) continue;
        const who = other === container ? `${nameOf(container)} maps` : `${nameOf(other)} and ${nameOf(container)} map`;
        yield fails("ECS-21", task.address, `${who} ${protocol} host port ${port} twice, which ECS refuses`);
      }
    }
  },
};

function withoutHostPort(
  { facts: { graph }, task }: Registration,
  container: Container,
  items: readonly Value[],
  mapping: Value,
): Fix[] {
  const at = graph.follow(mapping);
  if (at.kind !== "object") return [];
  const entries = new Map([...at.entries].filter(([name]) => name.toLowerCase() !== "hostport"));
  const value = list(items.map((item) => (item === mapping ? { ...at, entries } : item)));
  const description = `remove hostPort from portMappings of container ${container.name ?? "?"} in ${task.address}`;
  return setInContainer(graph, task, container, "portMappings", value, description);
}

/** 0 requests any port, like an omitted value. */
function hostPort({ facts: { graph } }: Registration, mapping: Value): string | undefined {
  const port = graph.text(propertyIgnoringCase(graph, mapping, "hostPort"));
  return port === "0" ? undefined : port;
}
