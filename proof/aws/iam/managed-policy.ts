/** AWS managed policies, as far as a starting task uses what they allow. */
import { type Graph } from "../../graph/graph";
import { literal, unknownValue } from "../../graph/model";
import { type PolicyDocument, policyDocument } from "./policy-document";

interface Managed {
  readonly actions: readonly string[];
  /** The actions are those that it does not allow. */
  readonly allBut?: true;
}

const readImages = [
  "ecr:GetAuthorizationToken",
  "ecr:BatchCheckLayerAvailability",
  "ecr:GetDownloadUrlForLayer",
  "ecr:BatchGetImage",
];

const readLogs = [
  "logs:Describe*",
  "logs:Get*",
  "logs:List*",
  "logs:StartQuery",
  "logs:StopQuery",
  "logs:FilterLogEvents",
];

/**
 * The actions that they allow on every resource, by policy name. Source: the AWS Managed Policy Reference Guide. A
 * starting task needs nothing that they allow only on some resources or conditions.
 */
const known: Readonly<Record<string, Managed>> = {
  AdministratorAccess: { actions: ["*"] },
  PowerUserAccess: { actions: ["iam:*", "organizations:*", "account:*"], allBut: true },
  AmazonElasticFileSystemClientReadOnlyAccess: {
    actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:DescribeMountTargets"],
  },
  AmazonElasticFileSystemClientReadWriteAccess: {
    actions: [
      "elasticfilesystem:ClientMount",
      "elasticfilesystem:ClientWrite",
      "elasticfilesystem:DescribeMountTargets",
    ],
  },
  AmazonElasticFileSystemClientFullAccess: {
    actions: [
      "elasticfilesystem:ClientMount",
      "elasticfilesystem:ClientRootAccess",
      "elasticfilesystem:ClientWrite",
      "elasticfilesystem:DescribeMountTargets",
    ],
  },
  "service-role/AmazonECSTaskExecutionRolePolicy": {
    actions: [...readImages, "logs:CreateLogStream", "logs:PutLogEvents"],
  },
  "service-role/AmazonEC2ContainerServiceforEC2Role": {
    actions: [...readImages, "logs:CreateLogStream", "logs:PutLogEvents", "ec2:DescribeTags", "ecs:*"],
  },
  AmazonEKSFargatePodExecutionRolePolicy: { actions: readImages },
  AmazonEC2ContainerRegistryFullAccess: { actions: ["ecr:*"] },
  AmazonEC2ContainerRegistryPowerUser: { actions: readImages },
  AmazonEC2ContainerRegistryReadOnly: { actions: readImages },
  AmazonEC2ContainerRegistryPullOnly: {
    actions: [
      "ecr:GetAuthorizationToken",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
      "ecr:BatchImportUpstreamImage",
    ],
  },
  AmazonEKSWorkerNodePolicy: { actions: ["eks:DescribeCluster", "eks-auth:AssumeRoleForPodIdentity"] },
  AmazonS3ReadOnlyAccess: { actions: ["s3:Get*", "s3:List*", "s3:Describe*"] },
  AmazonSSMFullAccess: { actions: ["ssm:*", "logs:*", "ec2messages:*", "cloudwatch:PutMetricData"] },
  AmazonSSMManagedInstanceCore: {
    actions: ["ssm:GetDocument", "ssm:DescribeDocument", "ssm:GetManifest", "ssm:GetParameter", "ssm:GetParameters"],
  },
  AmazonSSMReadOnlyAccess: { actions: ["ssm:Describe*", "ssm:Get*", "ssm:List*"] },
  SecretsManagerReadWrite: { actions: ["secretsmanager:*", "kms:DescribeKey", "kms:ListAliases", "kms:ListKeys"] },
  "service-role/AWSAppRunnerServicePolicyForECRAccess": { actions: [...readImages, "ecr:DescribeImages"] },
  "service-role/AmazonEC2ContainerServiceEventsRole": { actions: ["ecs:RunTask"] },
  CloudWatchAgentServerPolicy: {
    actions: ["cloudwatch:PutMetricData", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
  },
  CloudWatchLogsReadOnlyAccess: { actions: readLogs },
  CloudWatchLogsFullAccess: { actions: ["logs:*"] },
};

/** Policies that allow only actions of these services; the exact actions are not distinguished. */
const servicesOf: Readonly<Record<string, readonly string[]>> = {
  AmazonDynamoDBFullAccess: ["dynamodb", "kms", "cloudwatch"],
  AmazonDynamoDBReadOnlyAccess: ["dynamodb", "kms", "cloudwatch"],
  AmazonS3FullAccess: ["s3", "s3-object-lambda"],
  AmazonSNSFullAccess: ["sns"],
  AmazonSQSFullAccess: ["sqs"],
  AWSXRayDaemonWriteAccess: ["xray"],
  AWSXrayWriteOnlyAccess: ["xray"],
};

/** The ARN of an AWS managed policy with known statements. A data source finds it by its name, which has no path. */
export function managedArn(name: string): string | undefined {
  const path = Object.keys(known).find((one) => one.split("/").at(-1) === name);
  return path === undefined ? undefined : `arn:aws:iam::aws:policy/${path}`;
}

/**
 * The document of an AWS managed policy, with `rest` if its statements are not known.
 * @param arn `arn:aws:iam::aws:policy/NAME`; the result is undefined for any other ARN
 */
export function managedPolicy(graph: Graph, arn: string): PolicyDocument | undefined {
  const name = /^arn:aws[\w-]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  if (name === undefined) return undefined;
  if (Object.hasOwn(known, name)) return documentOf(graph, known[name]!);
  const unknownRest = unknownValue(arn, "is an AWS managed policy whose statements are not known");
  const services = Object.hasOwn(servicesOf, name) ? servicesOf[name]! : ["*"];
  const actions = { negated: false, items: services.map((service) => literal(service === "*" ? "*" : `${service}:*`)) };
  // AWS managed policies of tasks allow actions; those that deny have it in their names.
  const effect = /deny/i.test(name) ? "Deny" : "Allow";
  const resources = { negated: false, items: [literal("*")] };
  return { statements: [{ effect, actions, resources, conditions: [], unknownRest }] };
}

function documentOf(graph: Graph, { actions, allBut }: Managed): PolicyDocument {
  const statement = { Effect: "Allow", [allBut ? "NotAction" : "Action"]: actions, Resource: "*" };
  return policyDocument(graph, literal(JSON.stringify({ Statement: [statement] })));
}
