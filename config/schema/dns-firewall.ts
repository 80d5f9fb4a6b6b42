import * as z from "zod";

import { firewallRuleGroupArn, wholeNumber } from "./primitives";

/** Greater than 100 and less than 9900: the other numbers are Firewall Manager's (Route 53, profile-associate-dns-firewall). */
const priority = wholeNumber(101, 9899, "an integer from 101 to 9899, since AWS reserves the others");

const group = z
  .strictObject({
    group: firewallRuleGroupArn.meta({
      description:
        "The ARN of the rule group, in the Region of the shared network. One of the network account is shared with the principals of `shareWith`; the owner of any other must share it with the network account and with the accounts of the VPCs.",
      examples: ["arn:aws:route53resolver:us-east-1:111111111111:firewall-rule-group/rslvr-frg-0123456789abcdef"],
    }),
    priority: priority.meta({
      description:
        "Its place among the rule groups of a VPC: the lowest number is evaluated first (DNS-28). Two groups can't have one number even while a change is deployed: to exchange the numbers of two groups, deploy another number of one of them first.",
      examples: [101],
    }),
  })
  .meta({ description: "An existing rule group.", examples: [groupExample()] });

function groupExample() {
  return {
    group: "arn:aws:route53resolver:us-east-1:111111111111:firewall-rule-group/rslvr-frg-0123456789abcdef",
    priority: 101,
  };
}

export const firewall = z
  .strictObject({
    groups: z
      .array(group)
      .min(1, { error: "should have a rule group, or be left out" })
      .meta({
        description:
          "Existing rule groups, by ARN. Their rules are not known here, so `prove` can't tell whether they block a name that mounts, images or logs need: every path is `unknown`, unless the plan or state that has their rules is another input, or `assume` states `firewall-allows-needed-names` of them (DNS-23). Give a group that takes the place of another one a priority of its own, since the VPC may have both for a moment (DNS-28).",
        examples: [[groupExample()]],
      }),
    failOpen: z
      .boolean()
      .default(false)
      .meta({
        description:
          "Whether queries are answered while DNS Firewall itself fails. Otherwise they fail, so that nothing resolves unfiltered: no task mounts its file system then.",
        examples: [true],
      }),
    mutationProtection: z
      .boolean()
      .default(false)
      .meta({
        description:
          "Whether AWS refuses to change or remove the associations with VPCs. To change or remove one, deploy `false` first. Route 53 Profiles have no such protection.",
        examples: [true],
      }),
  })
  .optional()
  .meta({
    description:
      "DNS Firewall: rule groups that filter the queries of the shared network's VPC and of every workload VPC (DNS-23), through the Route 53 Profile where a VPC has that. Default: no rule groups of this file's.",
    examples: [{ groups: [groupExample()] }],
  });

export type Firewall = NonNullable<z.output<typeof firewall>>;
