import * as z from "zod";

import { checkedBy, containerChoice, targetProperties } from "./load-balancer";
import { formatted, listenerArn, resourceId, wholeNumber } from "./primitives";

const example =
  "arn:aws:elasticloadbalancing:us-east-1:222222222222:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2";

/** ELB, API_RuleCondition: at most 128 characters, a dot, and letters only after the last one. */
const host = formatted(
  /^(?=.{1,128}$)[A-Za-z0-9*?.-]*\.[A-Za-z*?]+$/,
  "a host name of at most 128 characters, with * for any characters and ? for one, such as *.example.com",
);

/** ELB, API_RuleCondition: at most 128 characters. */
const path = formatted(
  /^\/[A-Za-z0-9_.$/~"'@:+&*?-]{0,127}$/,
  "an absolute URL path of at most 128 characters, with * for any characters and ? for one, such as /api/*",
);

export const listenerRule = z
  .strictObject({
    listener: listenerArn.meta({
      description:
        "The listener's ARN, of the VPC's account and Region; a plan fails unless its load balancer is in the VPC. A change replaces the rule.",
      examples: [example],
    }),
    securityGroup: resourceId("sg", "a security group").meta({
      description:
        "A security group of the load balancer, which may connect to the tasks' port; a plan fails unless the load balancer has it. Its own rules stay its owner's: they must allow it to send to the tasks (output `task_security_group_ids`).",
      examples: ["sg-0123456789abcdef0"],
    }),
    priority: wholeNumber(1, 50000, "a priority from 1 to 50000").meta({
      description: "The rule's place among the listener's rules, the lowest first; each is used once.",
      examples: [100],
    }),
    hosts: z
      .array(host)
      .min(1)
      .optional()
      .meta({
        description: "Host names that the rule matches, with `*` and `?` as wildcards. Default: any.",
        examples: [["www.example.com"]],
      }),
    paths: z
      .array(path)
      .min(1)
      .optional()
      .meta({
        description:
          "URL paths that the rule matches, with `*` and `?` as wildcards; with `hosts`, both must match. Default: any.",
        examples: [["/api/*"]],
      }),
    ...containerChoice,
    healthCheck: checkedBy,
    ...targetProperties,
  })
  .meta({
    description: "A rule of an existing listener that forwards requests to the service.",
    examples: [{ listener: example, securityGroup: "sg-0123456789abcdef0", priority: 100, hosts: ["www.example.com"] }],
  });

export type ListenerRule = z.output<typeof listenerRule>;
