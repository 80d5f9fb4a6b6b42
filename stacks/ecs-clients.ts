import { type EcsService } from "../config/organization";
import { isRange } from "../config/schema/primitives";
import { permitSending } from "../modules/ecs/client";
import { type ScheduledTask } from "../modules/ecs/scheduled-task";
import { type Service } from "../modules/ecs/service";

/** A range within an address. */
export function rangeId(cidr: string): string {
  return cidr.replace("/", "-");
}

/**
 * Admits the clients of each service to its tasks and to its load balancer. What is named in the file may send there,
 * too: its own group opens nothing but HTTPS.
 *
 * @param settings of the services, by name
 * @param services as made
 * @param all that may be a client by its name: services and tasks
 */
export function admitClients(
  settings: Readonly<Record<string, EcsService>>,
  services: Readonly<Record<string, Service>>,
  all: Readonly<Record<string, Service | ScheduledTask>>,
): void {
  for (const [name, { allowFrom = [], containers, loadBalancer }] of Object.entries(settings)) {
    const service = services[name];
    if (!service) throw new Error(`there is no service '${name}'`);
    const ports = Object.values(containers).flatMap((container) => container.ports);
    const reach = (client: Service | ScheduledTask, id: string, to: string, open: readonly number[]) => {
      for (const port of open) {
        const { securityGroupId } = client;
        permitSending(client, `to_${id}_${port}`, { securityGroupId, to, port, description: `requests to ${name}` });
      }
    };
    for (const written of allowFrom) {
      if (isRange(written)) service.addClient(rangeId(written), { cidrIpv4: written }, ports);
      else {
        const client = clientNamed(written, all);
        service.addClient(written, { referencedSecurityGroupId: client.securityGroupId }, ports);
        reach(client, name, service.securityGroupId, ports);
      }
    }
    const balancer = service.loadBalancer;
    if (!balancer) continue;
    for (const written of (loadBalancer?.allowFrom ?? []).filter((each) => !isRange(each))) {
      const client = clientNamed(written, all);
      balancer.addClient(written, { referencedSecurityGroupId: client.securityGroupId });
      reach(client, `${name}_load-balancer`, balancer.securityGroupId, Object.values(balancer.ports));
    }
  }
}

function clientNamed(name: string, all: Readonly<Record<string, Service | ScheduledTask>>): Service | ScheduledTask {
  const client = all[name];
  if (!client) throw new Error(`there is no service or task '${name}' in the workload`);
  return client;
}
