import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener, type LbListenerConfig } from "@cdktf/provider-aws/lib/lb-listener";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";

import { literal } from "../literal";
import { admit, type Client, permitSending, rangeClient } from "./client";
import { balancedName, targetGroup, type TargetGroupProps } from "./target-group";

/** An alias record in a zone of the account, or of another one. */
export interface AliasRecord {
  readonly name: string;
  readonly zoneId: string;
  /** The provider of the zone's account. @default the stack's */
  readonly provider?: TerraformProvider;
}

export interface LoadBalancerProps extends Omit<TargetGroupProps, "protocol"> {
  /** A change replaces the load balancer. */
  readonly type: "application" | "network";
  readonly scheme: "internal" | "public";
  readonly subnetIds: readonly string[];
  /** IPv4 ranges that may connect, by construct id. @default only clients that are added */
  readonly allowFrom: Readonly<Record<string, string>>;
  /** Whether it has IPv6 addresses too: then its subnets have IPv6. @default IPv4 only */
  readonly dualStack?: boolean;
  /** ARN; HTTP is then redirected. @default HTTP only */
  readonly certificateArn?: string;
  readonly containerName: string;
  readonly containerPort: number;
  /** The tasks' security group, which allows the load balancer to connect. */
  readonly targetSecurityGroupId: string;
  /** @default no access logs */
  readonly accessLogs?: { readonly bucket: string; readonly prefix?: string };
  readonly idleTimeoutSeconds: number;
  readonly deletionProtection: boolean;
  /** ARN of a web ACL of AWS WAF, for an application load balancer. @default none */
  readonly webAclArn?: string;
  /** @default none */
  readonly records?: readonly AliasRecord[];
}

/** An Application or Network Load Balancer, its listeners and the target group of one service. */
export class LoadBalancer extends Construct {
  readonly dnsName: string;
  /** The security group of the load balancer itself. */
  readonly securityGroupId: string;
  /** The listeners that clients connect to, by protocol. */
  readonly ports: Readonly<Record<string, number>>;
  /** The resources that must exist before the service. */
  readonly listeners: readonly LbListener[];
  /** The target group in the form that a service names it. */
  readonly target: { readonly targetGroupArn: string; readonly containerName: string; readonly containerPort: number };
  /** The CloudWatch dimension of the load balancer and target group. */
  readonly resourceLabel: string;
  readonly loadBalancerArn: string;
  /** The hosted zone of its DNS name, for alias records. */
  readonly zoneId: string;
  /** By protocol. */
  readonly listenerArns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { vpcId, containerName, containerPort, accessLogs } = props;
    const group = new SecurityGroup(this, "load-balancer", {
      vpcId,
      name: `${props.name}-load-balancer`,
      description: `load balancer of ${props.name}`,
      tags: { Name: `${props.name}-load-balancer` },
    });
    this.securityGroupId = group.id;
    const isNetwork = props.type === "network";
    this.ports = listenerPorts(props);
    const balancer = new Lb(this, "Resource", {
      name: balancedName(props.name),
      loadBalancerType: props.type,
      internal: props.scheme === "internal",
      ipAddressType: props.dualStack ? "dualstack" : undefined,
      subnets: [...props.subnetIds],
      securityGroups: [group.id],
      idleTimeout: isNetwork ? undefined : props.idleTimeoutSeconds,
      enableDeletionProtection: props.deletionProtection,
      dropInvalidHeaderFields: isNetwork ? undefined : true,
      accessLogs: accessLogs && {
        enabled: true,
        bucket: accessLogs.bucket,
        prefix: accessLogs.prefix && literal(accessLogs.prefix),
      },
    });
    const targets = targetGroup(this, "Targets", { ...props, protocol: isNetwork ? "TCP" : "HTTP" });
    const forward = { type: "forward", targetGroupArn: targets.arn };
    const listener = (listenerId: string, config: Omit<LbListenerConfig, "loadBalancerArn">) =>
      new LbListener(this, listenerId, { loadBalancerArn: balancer.arn, ...config });
    const sslPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06";
    const ofNetwork = () =>
      Object.entries(this.ports).map(([name, number]) =>
        listener(name, {
          port: number,
          protocol: name.toUpperCase(),
          certificateArn: props.certificateArn,
          sslPolicy: props.certificateArn === undefined ? undefined : sslPolicy,
          defaultAction: [forward],
        }),
      );
    const ofApplication = () =>
      props.certificateArn
        ? [
            listener("https", {
              port: 443,
              protocol: "HTTPS",
              certificateArn: props.certificateArn,
              sslPolicy,
              defaultAction: [forward],
            }),
            listener("http", {
              port: 80,
              protocol: "HTTP",
              defaultAction: [
                { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },
              ],
            }),
          ]
        : [listener("http", { port: 80, protocol: "HTTP", defaultAction: [forward] })];
    this.listeners = isNetwork ? ofNetwork() : ofApplication();
    if (props.webAclArn !== undefined) {
      new Wafv2WebAclAssociation(this, "web-acl", { resourceArn: balancer.arn, webAclArn: props.webAclArn });
    }
    for (const { name, zoneId, provider } of props.records ?? []) {
      const record = (key: string, type: "A" | "AAAA") =>
        new Route53Record(this, key, {
          provider,
          zoneId,
          name,
          type,
          alias: { name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true },
        });
      record(`record_${zoneId}_${name}`, "A");
      if (props.dualStack) record(`record-ipv6_${zoneId}_${name}`, "AAAA");
    }
    for (const [source, range] of Object.entries(props.allowFrom)) this.addClient(source, rangeClient(range));
    this.forwardTo(props.targetSecurityGroupId, containerPort);
    this.dnsName = balancer.dnsName;
    this.loadBalancerArn = balancer.arn;
    this.zoneId = balancer.zoneId;
    this.listenerArns = Object.fromEntries(this.listeners.map(({ node, arn }) => [node.id, arn]));
    this.target = { targetGroupArn: targets.arn, containerName, containerPort };
    this.resourceLabel = `${balancer.arnSuffix}/${targets.arnSuffix}`;
  }

  /** Allows a client to connect to the listeners. @param id the client's id in Terraform addresses */
  addClient(id: string, client: Client): void {
    const { securityGroupId } = this;
    for (const [protocol, port] of Object.entries(this.ports)) {
      const description = `${protocol.toUpperCase()} from clients`;
      admit(this, `${protocol}_${id}`, { securityGroupId, client, port, description });
    }
  }

  /** Egress to the tasks' port only. */
  private forwardTo(tasks: string, port: number): void {
    const { securityGroupId } = this;
    permitSending(this, "to-tasks", { securityGroupId, to: tasks, port, description: "requests to the tasks" });
    admit(this, "from-load-balancer", {
      securityGroupId: tasks,
      client: { referencedSecurityGroupId: securityGroupId },
      port,
      description: "requests from the load balancer",
    });
  }
}

/** The listeners' ports by protocol: with a certificate, HTTP is redirected to HTTPS. */
export function listenerPorts(
  props: Pick<LoadBalancerProps, "type" | "certificateArn" | "containerPort">,
): Readonly<Record<string, number>> {
  const isEncrypted = props.certificateArn !== undefined;
  if (props.type === "network") return isEncrypted ? { tls: 443 } : { tcp: props.containerPort };
  return isEncrypted ? { http: 80, https: 443 } : { http: 80 };
}
