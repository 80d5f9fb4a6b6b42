import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Route53ResolverQueryLogConfig } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config";
import { Route53ResolverQueryLogConfigAssociation } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config-association";
import { Construct } from "constructs";

export interface QueryLogProps {
  readonly name: string;
  /** ARN of an S3 bucket or Firehose stream. @default a log group of its own */
  readonly destinationArn?: string;
  /** Of the log group that is its own. @default for ever */
  readonly retentionDays?: number;
}

/** What every VPC asks the resolver. */
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

  /** Logs what is asked in a VPC of this account. */
  addVpc(id: string, vpcId: string): void {
    new Route53ResolverQueryLogConfigAssociation(this, id, {
      resolverQueryLogConfigId: this.queryLogConfigId,
      resourceId: vpcId,
    });
  }
}
