/** Instances, how they are launched, their addresses; prefix lists. */
import { type Service } from "./resource-type";

export const ec2: Service = {
  types: {
    aws_instance: { referencedBy: { id: ["network_interface_id"] } },
    aws_launch_template: { referencedBy: { id: ["launch_template_id"] } },
    aws_launch_configuration: {},
    aws_autoscaling_group: {},
    aws_autoscaling_policy: {},
    aws_ami: {},
    aws_network_interface: { idPrefixes: ["eni"], referencedBy: { id: ["network_interface_id"] } },
    aws_eip: { idPrefixes: ["eipalloc"], referencedBy: { id: ["allocation_id"] } },
    aws_ec2_managed_prefix_list: {
      idPrefixes: ["pl"],
      referencedBy: { id: ["prefix_list_id"], ids: ["prefix_list_ids"] },
    },
    aws_ec2_managed_prefix_list_entry: {},
    aws_prefix_list: {},
  },
};
