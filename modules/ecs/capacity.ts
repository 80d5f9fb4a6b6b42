import { type TerraformResource } from "cdktf";

/**
 * The capacity of a task. A cluster's association with its capacity providers must exist before a service names them; the
 * association of an existing cluster does already.
 */
export type Capacity =
  | { readonly kind: "fargate"; readonly association: TerraformResource }
  | {
      /** Fargate on an existing cluster, which may have no capacity providers: a launch type needs none (ECS-20). */
      readonly kind: "fargate-launch-type";
    }
  | {
      /** A mix of Fargate and Fargate Spot; the weights distribute the tasks beyond the base. */
      readonly kind: "spot";
      readonly onDemandBase: number;
      readonly onDemandWeight: number;
      readonly spotWeight: number;
      /** @default the cluster has it already */
      readonly association?: TerraformResource;
    }
  | {
      readonly kind: "instances";
      readonly capacityProvider: string;
      /** A cluster query, such as `attribute:mountpath.resolve in [vpc]`. @default any instance */
      readonly placement?: string;
      readonly association: TerraformResource;
    };

/** The Fargate platform version for Linux that can mount EFS; 1.3.0 and older can't (ECS-01). */
export const fargatePlatformVersion = "1.4.0";

/**
 * The setting for a service or `run-task`. A strategy rather than a launch type on a cluster of the stack, since changing
 * from one to the other replaces a service (aws_ecs_service, `capacity_provider_strategy`).
 */
export function placementOf(capacity: Capacity) {
  switch (capacity.kind) {
    case "fargate":
      return {
        platformVersion: fargatePlatformVersion,
        capacityProviderStrategy: [{ capacityProvider: "FARGATE", base: 0, weight: 1 }],
      };
    case "fargate-launch-type":
      return { platformVersion: fargatePlatformVersion, launchType: "FARGATE" };
    case "spot":
      return {
        platformVersion: fargatePlatformVersion,
        capacityProviderStrategy: [
          { capacityProvider: "FARGATE", base: capacity.onDemandBase, weight: capacity.onDemandWeight },
          { capacityProvider: "FARGATE_SPOT", base: 0, weight: capacity.spotWeight },
        ].filter(({ base, weight }) => base > 0 || weight > 0),
      };
    case "instances":
      return {
        capacityProviderStrategy: [{ capacityProvider: capacity.capacityProvider, base: 0, weight: 1 }],
        ...(capacity.placement ? { placementConstraints: [{ type: "memberOf", expression: capacity.placement }] } : {}),
      };
  }
}

/** The resources that must exist before a task starts with this capacity. */
export function associationOf(capacity: Capacity): TerraformResource[] {
  return "association" in capacity && capacity.association !== undefined ? [capacity.association] : [];
}
