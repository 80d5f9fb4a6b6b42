/** Instances, how they are launched, their addresses; prefix lists. */
import { type Service, type Withdrawal } from "./resource-type";

const noInstances = (attribute: string): Withdrawal => ({
  form: "becomes",
  attribute,
  is: 0,
  means: "has no instance any more, so the tasks on its instances stop",
  todo: `keep ${attribute} above 0, or confirm that everything on its instances is to stop`,
});

export const ec2: Service = {
  types: {
    aws_instance: { referencedBy: { id: ["network_interface_id"] } },
    aws_launch_template: { referencedBy: { id: ["launch_template_id"] } },
    aws_launch_configuration: {},
    aws_autoscaling_group: {
      destruction: { means: "its instances are terminated, and no task is placed on them" },
      withdraws: [noInstances("max_size"), noInstances("desired_capacity")],
    },
    aws_ebs_volume: { destruction: { means: "its data is lost unless there is a snapshot", data: true } },
    aws_autoscaling_policy: {},
    aws_ami: { destruction: { means: "its image is deregistered: nothing can be launched from it any more" } },
    aws_network_interface: { idPrefixes: ["eni"], referencedBy: { id: ["network_interface_id"] } },
    aws_eip: {
      idPrefixes: ["eipalloc"],
      identity: ["allocation_id"],
      referencedBy: { id: ["allocation_id"] },
      destruction: { means: "its address is released, and others may have allowed or named it" },
    },
    aws_ec2_managed_prefix_list: {
      idPrefixes: ["pl"],
      referencedBy: { id: ["prefix_list_id", "destination_prefix_list_id"], ids: ["prefix_list_ids"] },
      withdraws: [
        {
          form: "loses",
          attribute: "entry",
          member: "cidr",
          means: "so routes and security group rules with the list no longer cover it",
          todo: "check that no route or rule with this list needs the range",
        },
      ],
      destruction: { means: "routes and security group rules that refer to it lose their ranges" },
    },
    aws_ec2_managed_prefix_list_entry: {
      destruction: { means: "routes and security group rules with the list no longer cover its range" },
    },
    aws_prefix_list: {},
  },
};
