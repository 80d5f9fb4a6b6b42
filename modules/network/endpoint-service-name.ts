/**
 * The services whose interface endpoints in China have another prefix, as listed by `aws ec2
 * describe-vpc-endpoint-services` in Beijing and Ningxia; all others, including logs and secrets, have the usual names.
 */
const ofChina = new Set([
  ...["account", "application-autoscaling", "appmesh-envoy-management", "athena", "autoscaling", "awsconnector"],
  ...["backup", "batch", "cassandra", "cloudcontrolapi", "cloudformation", "codedeploy-commands-secure", "databrew"],
  ...["dms", "ebs", "ec2", "ecr.api", "ecr.dkr", "eks", "elasticache", "elasticbeanstalk", "elasticfilesystem"],
  ...["elasticfilesystem-fips", "emr-containers", "execute-api", "fsx", "imagebuilder", "iot.data", "iotsitewise.api"],
  ...["iotsitewise.data", "kinesis-streams", "lambda", "license-manager", "monitoring", "polly", "rds", "redshift"],
  ...["redshift-data", "sagemaker.api", "sagemaker.featurestore-runtime", "sagemaker.runtime", "securityhub"],
  ...["servicecatalog", "sms", "sqs", "states", "sts", "sync-states", "synthetics", "transcribe"],
  ...["transcribestreaming", "transfer", "workspaces", "xray"],
]);

/**
 * The name of an interface endpoint's service.
 *
 * @param service its last part, such as `ecr.api`
 * @returns such as `com.amazonaws.us-east-1.ecr.api`, or `cn.com.amazonaws.cn-north-1.ecr.api`
 */
export function endpointServiceName(region: string, service: string): string {
  const inChina = region.startsWith("cn-");
  const prefix = inChina && ofChina.has(service) ? "cn.com.amazonaws" : "com.amazonaws";
  const name = `${prefix}.${region}.${service}`;
  return inChina && service === "transcribe" ? `${name}.cn` : name;
}
