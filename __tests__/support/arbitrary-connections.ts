import * as fc from "fast-check";

import { type WrittenOrganization } from "./arbitrary-organization";

type AnyWorkload = NonNullable<WrittenOrganization["workloads"]>[string];
type Workload = Exclude<AnyWorkload, { platform: "eks-fargate" }>;
type EksWorkload = Extract<AnyWorkload, { platform: "eks-fargate" }>;
type Service = Workload["services"][string];
type Way = NonNullable<Service["connectTo"]>[string];

/**
 * Adds connections between services and tasks of the workloads. A workload connects only to itself and to earlier ones,
 * since stacks can't wait for each other.
 */
export function connected(workloads: Record<string, Workload>): fc.Arbitrary<Record<string, Workload>> {
  const edges = Object.entries(workloads).flatMap(([name, workload], index) =>
    Object.entries({ ...workload.services, ...workload.tasks }).flatMap(([caller, settings]) =>
      Object.entries(workloads)
        .slice(0, index + 1)
        .flatMap(([other, { services }]) =>
          Object.entries(services).flatMap(([callee, service]) => {
            // Public subnets have no route to other VPCs.
            const isPublic = settings.assignPublicIp === true || service.assignPublicIp === true;
            if (isPublic && workload.vpc !== workloads[other]?.vpc) return [];
            const key = other === name ? callee : `${other}/${callee}`;
            return waysTo(service, other === name ? caller : undefined).map((way) => ({ settings, key, way }));
          }),
        ),
    ),
  );
  return fc.subarray(edges, { maxLength: Math.min(edges.length, 4) }).map((chosen) => {
    for (const { settings, key, way } of chosen) settings.connectTo = { ...settings.connectTo, [key]: way };
    return workloads;
  });
}

/** Adds connections from deployments to services of ECS. An ECS workload of the same name takes the place of a cluster. */
export function podsConnected(
  clusters: Record<string, EksWorkload>,
  ecs: Record<string, Workload>,
): fc.Arbitrary<Record<string, EksWorkload>> {
  const edges = Object.entries(clusters).flatMap(([name, { deployments }]) =>
    Object.values(deployments ?? {}).flatMap((deployment) =>
      Object.entries(ecs).flatMap(([workload, { services }]) =>
        Object.entries(services)
          .filter(() => workload !== name)
          .filter(([, service]) => service.assignPublicIp !== true)
          .flatMap(([callee, service]) =>
            waysTo(service, undefined).map((way) => ({ deployment, key: `${workload}/${callee}`, way })),
          ),
      ),
    ),
  );
  return fc.subarray(edges, { maxLength: Math.min(edges.length, 3) }).map((chosen) => {
    for (const { deployment, key, way } of chosen) deployment.connectTo = { ...deployment.connectTo, [key]: way };
    return clusters;
  });
}

/** How a client may connect to a service: not as `allowFrom` says already. */
function waysTo(service: Service, client: string | undefined): Way[] {
  const containers = "containers" in service ? Object.values(service.containers) : [service];
  const ports = [...new Set(containers.flatMap((container) => container.ports ?? []))];
  const { allowFrom, loadBalancer } = service;
  const isAllowed = (from: readonly string[] | undefined) => client !== undefined && (from ?? []).includes(client);
  return [
    ...(ports.length > 0 && !isAllowed(allowFrom) ? [ports] : []),
    ...(loadBalancer && loadBalancer.scheme !== "public" && !isAllowed(loadBalancer.allowFrom)
      ? ["loadBalancer" as const]
      : []),
  ];
}
