import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse, json } from "../request";

interface Service {
  readonly serviceArn: string;
  readonly [property: string]: unknown;
}

/** Settings of a service that the emulator accepts and forgets. */
const forgotten = [
  "availabilityZoneRebalancing",
  "capacityProviderStrategy",
  "enableECSManagedTags",
  "enableExecuteCommand",
  "healthCheckGracePeriodSeconds",
  "placementConstraints",
];

export class EcsServiceSettings implements Gap {
  readonly lacks = `ECS services' ${forgotten.join(", ")} when they are read`;
  readonly seenIn = "moto 5.2.1";
  private readonly settings = new Map<string, Record<string, unknown>>();

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    if (request.service !== "ecs") return undefined;
    if (/^(Create|Update)Service$/.test(request.action)) {
      const response = await behind.forward(request);
      const { service } = JSON.parse(response.body) as { service?: Service };
      if (!service) return response;
      const asked = Object.entries(JSON.parse(request.body) as Record<string, unknown>);
      const kept = Object.fromEntries(asked.filter(([name]) => forgotten.includes(name)));
      // Otherwise the emulator would return EC2.
      const launchType = isFilled(kept["capacityProviderStrategy"]) ? { launchType: undefined } : {};
      this.settings.set(service.serviceArn, { ...this.settings.get(service.serviceArn), ...kept, ...launchType });
      return json(response.status, { service: { ...service, ...this.settings.get(service.serviceArn) } });
    }
    if (request.action !== "DescribeServices") return undefined;
    const response = await behind.forward(request);
    const { services = [], ...rest } = JSON.parse(response.body) as { services?: Service[] };
    const whole = services.map((service) => ({ ...service, ...this.settings.get(service.serviceArn) }));
    return json(response.status, { ...rest, services: whole });
  }
}

function isFilled(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}
