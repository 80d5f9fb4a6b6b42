import * as z from "zod";

import { formatted, port } from "./primitives";

const calleePattern = /^([a-z]([a-z0-9-]{0,30}[a-z0-9])?\/)?[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/;

const callee = formatted(
  calleePattern,
  "the name of a service of the workload, such as api, or of another ECS workload, such as shop/api",
);

const expected = "should be a list of ports, or loadBalancer";

const way = z
  .union(
    [
      z.array(port).min(1).meta({ title: "The tasks", description: "Ports of the service's containers." }),
      z
        .literal("loadBalancer", { error: expected })
        .meta({ title: "The load balancer", description: "The listeners of the service's internal load balancer." }),
    ],
    { error: expected },
  )
  .meta({
    description: "The ports of the service's tasks, or its `loadBalancer`.",
    examples: [[8080], "loadBalancer"],
  });

/** Connections to services of the file, as the caller states them. */
export const connectTo = z
  .record(callee, way)
  .default({})
  .meta({
    description:
      "Services of the file that the tasks connect to, each with ports of its tasks or its `loadBalancer`: of the workload by name, of another ECS workload as `<workload>/<service>`. Opens both ends: egress of the tasks, and ingress of the service, by security group within a VPC and by the VPCs' ranges across VPCs. It is `allowFrom` of the service from the caller's side. Use `loadBalancer` from another VPC, where the names of `discovery` don't resolve.",
    examples: [{ api: [8080], "shop/cart": "loadBalancer" }],
  });

/** Whether the schema accepts a key of `connectTo`. */
export function isCallee(key: string): boolean {
  return calleePattern.test(key);
}

/** The service that a key of `connectTo` names: the workload is omitted if it is the caller's own. */
export function calleeOf(key: string, ownWorkload: string): { readonly workload: string; readonly service: string } {
  const [first = "", second] = key.split("/");
  return second === undefined ? { workload: ownWorkload, service: first } : { workload: first, service: second };
}
