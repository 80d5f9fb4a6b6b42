import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Route53ResolverQueryLogConfig } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config";
import { Route53ResolverQueryLogConfigAssociation } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config-association";
import { Construct } from "constructs";

export interface QueryLogProps {
  readonly name: string;
  /** ARN of an S3 bucket or Firehose stream. @default a log group that is created */
  readonly destinationArn?: string;
  /** Retention of the created log group. @default forever */
  readonly retentionDays?: number;
}

/** Logs the DNS queries of VPCs. */
export class QueryLog extends Construct {
  readonly queryLogConfigId: string;
  readonly queryLogConfigArn: string;

  constructor(scope: Construct, id: string, { name, destinationArn, retentionDays }: QueryLogProps) {
    super(scope, id);
    const config = new Route53ResolverQueryLogConfig(this, "Resource", {
      name,
      destinationArn:
        destinationArn ??
        new CloudwatchLogGroup(this, "LogGroup", {
          name: `/aws/route53resolver/${name}`,
          retentionInDays: retentionDays,
        }).arn,
    });
    this.queryLogConfigId = config.id;
    this.queryLogConfigArn = config.arn;
  }

  /** Logs the queries of a VPC in this account. */
  addVpc(id: string, vpcId: string): void {
    new Route53ResolverQueryLogConfigAssociation(this, id, {
      resolverQueryLogConfigId: this.queryLogConfigId,
      resourceId: vpcId,
    });
  }
}
