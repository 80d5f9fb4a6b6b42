/**
 * What ECS refuses of a container in network mode awsvpc (ECS-08): "DNS servers are not supported on container when
 * networkMode=awsvpc", and likewise extra hosts, host names, links and disableNetworking (cdk-preflight, which was run
 * against AWS; aws-otel-collector#1359 for links; ecs-deplojo#26 for host names).
 */
import { propertyIgnoringCase } from "../../../aws/attributes/block";
import { fails, type HopAnswer } from "../../../hop-answer";
import { withoutProperty } from "./container-fix";
import { isSet, nameOf, type RegistrationRule, unknownSetting } from "./rule";

const refused = ["dnsServers", "extraHosts", "hostname", "links", "disableNetworking"];

export const awsvpc: RegistrationRule = {
  name: "awsvpc",
  *evaluate({ facts: { graph }, task, containers, networkMode }): Iterable<HopAnswer> {
    if (networkMode !== "awsvpc") return;
    for (const container of containers) {
      for (const name of refused) {
        const set = isSet(graph, propertyIgnoringCase(graph, container.definition, name));
        if (set === "no") continue;
        if (set !== "yes") yield unknownSetting("ECS-08", task, `${name} of ${nameOf(container)}`, set);
        else {
          const detail = `${nameOf(container)} sets ${name}, which ECS refuses in network mode awsvpc`;
          yield fails("ECS-08", task.address, detail, withoutProperty(graph, task, container, name));
        }
      }
    }
  },
};
