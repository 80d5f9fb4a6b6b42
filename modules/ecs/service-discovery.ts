import { ServiceDiscoveryService } from "@cdktf/provider-aws/lib/service-discovery-service";
import { Construct } from "constructs";

export interface ServiceDiscoveryProps {
  /** The name below the namespace. */
  readonly name: string;
  readonly namespaceId: string;
}

/** A Cloud Map name that resolves to the addresses of a service's tasks. */
export class ServiceDiscovery extends Construct {
  readonly registryArn: string;

  constructor(scope: Construct, id: string, { name, namespaceId }: ServiceDiscoveryProps) {
    super(scope, id);
    this.registryArn = new ServiceDiscoveryService(this, "Resource", {
      name,
      // ECS takes minutes to deregister the tasks of a deleted service, and Cloud Map refuses the deletion until then.
      forceDestroy: true,
      dnsConfig: {
        namespaceId,
        routingPolicy: "MULTIVALUE",
        // A short TTL, since tasks start and stop.
        dnsRecords: [{ type: "A", ttl: 10 }],
      },
    }).arn;
  }
}
