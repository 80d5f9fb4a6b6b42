import { type EcsService } from "../config/organization";
import { isRange } from "../config/schema/primitives";
import { permitSending, rangeClient } from "../modules/ecs/client";
import { type ScheduledTask } from "../modules/ecs/scheduled-task";
import { type Service } from "../modules/ecs/service";

/** A CIDR range within a Terraform address. */
export function rangeId(cidr: string): string {
  return cidr.replace(/[:/]/g, "-");
}

/**
 * Allows the clients of each service to connect to its tasks and its load balancer. Clients that the file names are
 * also allowed to send there, since their own security group allows only outbound HTTPS.
 *
 * @param settings the services of the file, by name
 * @param services the service constructs
 * @param all everything that can be a client by name: services and tasks
 */
export function admitClients(
  settings: Readonly<Record<string, EcsService>>,
  services: Readonly<Record<string, Service>>,
  all: Readonly<Record<string, Service | ScheduledTask>>,
): void {
  for (const [name, { allowFrom = [], containers, loadBalancer }] of Object.entries(settings)) {
    const service = services[name];
    if (!service) throw new Error(`no service named '${name}'`);
    const ports = Object.values(containers).flatMap((container) => container.ports);
    const reach = (client: Service | ScheduledTask, id: string, to: string, open: readonly number[]) => {
      for (const port of open) {
        const { securityGroupId } = client;
        permitSending(client, `to_${id}_${port}`, { securityGroupId, to, port, description: `requests to ${name}` });
      }
    };
    for (const written of allowFrom) {
      if (isRange(written)) service.addClient(rangeId(written), rangeClient(written), ports);
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
  if (!client) throw new Error(`the workload has no service or task named '${name}'`);
  return client;
}
