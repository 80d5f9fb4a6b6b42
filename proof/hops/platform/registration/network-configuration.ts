/**
 * "Network Configuration must be provided when networkMode 'awsvpc' is specified" (ECS-21; ecs-deploy#133,
 * retool-onpremise#84). No source says whether a task set inherits that of its service.
 */
import { fails, type HopAnswer, unknown } from "../../../hop-answer";
import { type RegistrationRule } from "./rule";

export const networkConfiguration: RegistrationRule = {
  name: "network-configuration",
  *evaluate({ workload, networkMode }): Iterable<HopAnswer> {
    const { subnets, address, takesNetworkOfService } = workload;
    if (networkMode !== "awsvpc") return;
    if (subnets.items.length === 0 && !subnets.unknownRest) {
      const detail = "has no network_configuration with subnets, which network mode awsvpc requires";
      yield fails("ECS-21", address, detail);
    } else if (takesNetworkOfService) {
      const detail = "has no network_configuration; not known whether ECS uses that of its service";
      yield unknown("ECS-21", address, detail, `network_configuration of ${address}`);
    }
  },
};
