import { DataAwsLb } from "@cdktf/provider-aws/lib/data-aws-lb";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { type TerraformResource } from "cdktf";
import { Construct } from "constructs";

import { literal } from "../literal";
import { admit } from "./client";
import { targetGroup, type TargetGroupProps } from "./target-group";

export interface ListenerRuleProps extends Omit<TargetGroupProps, "protocol"> {
  /** ARN of a listener of an Application Load Balancer. */
  readonly listenerArn: string;
  /** A security group of the load balancer. */
  readonly securityGroupId: string;
  /** 1 to 50000. */
  readonly priority: number;
  /** @default any */
  readonly hosts?: readonly string[];
  /** @default any */
  readonly paths?: readonly string[];
  readonly containerName: string;
  readonly containerPort: number;
  /** The tasks' security group, which allows the load balancer to connect. */
  readonly targetSecurityGroupId: string;
}

/**
 * A rule of a listener that somebody else manages, and the target group that it forwards to. Terraform's plan fails unless
 * the load balancer is in the VPC of the tasks and has the security group that they admit.
 */
export class ListenerRule extends Construct {
  /** The target group in the form that a service names it. */
  readonly target: { readonly targetGroupArn: string; readonly containerName: string; readonly containerPort: number };
  /** The resources that must exist before the service. */
  readonly listeners: readonly TerraformResource[];
  /** The CloudWatch dimension of the load balancer and target group. */
  readonly resourceLabel: string;

  constructor(scope: Construct, id: string, props: ListenerRuleProps) {
    super(scope, id);
    const { listenerArn, containerName, containerPort, hosts, paths, securityGroupId, vpcId } = props;
    const arn = loadBalancerArn(listenerArn);
    const balancer = new DataAwsLb(this, "shared", {
      arn,
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.vpc_id == "${vpcId}"}`,
            errorMessage: `the load balancer of ${listenerArn} should be in the VPC of the tasks`,
          },
          {
            condition: `\${contains(self.security_groups, "${securityGroupId}")}`,
            errorMessage: `the load balancer of ${listenerArn} should have the security group ${securityGroupId}`,
          },
        ],
      },
    });
    const targets = targetGroup(this, "rule", { ...props, name: `${props.name}-rule`, protocol: "HTTP" });
    const rule = new LbListenerRule(this, "Resource", {
      listenerArn,
      priority: props.priority,
      action: [{ type: "forward", targetGroupArn: targets.arn }],
      condition: [
        ...(hosts ? [{ hostHeader: { values: hosts.map(literal) } }] : []),
        ...(paths ? [{ pathPattern: { values: paths.map(literal) } }] : []),
      ],
      dependsOn: [balancer],
    });
    admit(this, "from-listener", {
      securityGroupId: props.targetSecurityGroupId,
      client: { referencedSecurityGroupId: securityGroupId },
      port: containerPort,
      description: "requests from the load balancer",
    });
    this.listeners = [rule];
    this.target = { targetGroupArn: targets.arn, containerName, containerPort };
    this.resourceLabel = `${arn.slice(arn.indexOf("loadbalancer/") + "loadbalancer/".length)}/${targets.arnSuffix}`;
  }
}

/** `…:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2` is of `…:loadbalancer/app/shared/50dc6c495c0c9188`. */
function loadBalancerArn(listenerArn: string): string {
  return listenerArn.replace(":listener/", ":loadbalancer/").replace(/\/[0-9a-f]+$/, "");
}
