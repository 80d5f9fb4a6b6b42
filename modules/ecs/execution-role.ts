import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";

import { ownSource, partitionOf, policyDocument, type PolicyStatement, trustPolicy } from "../iam-policy";
import { literal } from "../literal";
import { type ContainerProps } from "./container";
import { parseEcrImage } from "./image";

export interface ExecutionRoleProps {
  readonly name: string;
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly containers: readonly ContainerProps[];
  readonly logGroupArn: string;
  /** ARNs of the customer managed keys that secrets are encrypted with (ECS-22). @default none */
  readonly secretsKeyArns?: readonly string[];
  /** ARNs of secrets that are not variables of a container, such as the log router's. @default none */
  readonly otherSecrets?: readonly string[];
  /** ARNs of repositories that a pull-through cache fills (ECS-26). @default none */
  readonly cachedRepositoryArns?: readonly string[];
  /** Further permissions. @default none */
  readonly statements?: readonly PolicyStatement[];
}

/** The permissions that ECS needs to start a task: pull these images, read these secrets, write to this log. */
export class ExecutionRole extends Construct {
  readonly roleArn: string;
  /** The resources that must exist before ECS starts a task. */
  readonly policies: readonly IamRolePolicy[];

  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", {
      name: props.name,
      assumeRolePolicy: trustPolicy("ecs-tasks.amazonaws.com", ownSource("ecs", props.region, props.accountId, "*")),
    });
    const policy = new IamRolePolicy(this, "Policy", {
      name: "start-tasks",
      role: role.id,
      policy: policyDocument([
        ...pullStatements(props.containers, props.region),
        ...cacheStatements(props.cachedRepositoryArns ?? []),
        ...environmentStatements(props.containers),
        ...secretStatements([...secretsOf(props.containers), ...(props.otherSecrets ?? [])]),
        ...keyStatements(props.secretsKeyArns ?? [], ["secretsmanager", "ssm"]),
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `${props.logGroupArn}:*`,
        },
      ]),
    });
    const { statements = [] } = props;
    const own =
      statements.length > 0
        ? [new IamRolePolicy(this, "own", { name: "own", role: role.id, policy: policyDocument(statements) })]
        : [];
    this.policies = [policy, ...own];
    this.roleArn = role.arn;
  }
}

function pullStatements(containers: readonly ContainerProps[], region: string): PolicyStatement[] {
  const partition = partitionOf(region);
  const repositories = containers.flatMap(({ image }) => {
    const ecr = parseEcrImage(image);
    return ecr ? [`arn:${partition}:ecr:${ecr.region}:${ecr.account}:repository/${ecr.repository}`] : [];
  });
  if (repositories.length === 0) return [];
  return [
    // The only ECR action without resource-level permissions.
    { Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
    {
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: unique(repositories),
    },
  ];
}

/** The first pull of an image creates its repository and imports into it (ECS-26). */
export function cacheStatements(repositoryArns: readonly string[]): PolicyStatement[] {
  if (repositoryArns.length === 0) return [];
  const actions = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"];
  return [{ Effect: "Allow", Action: actions, Resource: unique(repositoryArns) }];
}

/** Environment files are read from S3 when the task starts (ECS-23). */
function environmentStatements(containers: readonly ContainerProps[]): PolicyStatement[] {
  const files = containers.flatMap(({ environmentFiles = [] }) => environmentFiles);
  if (files.length === 0) return [];
  const objects = files.map(({ file }) => literal(file));
  const keys = files.flatMap(({ kmsKeyId }) => (kmsKeyId === undefined ? [] : [kmsKeyId]));
  return [
    { Effect: "Allow", Action: ["s3:GetObject"], Resource: unique(objects) },
    {
      Effect: "Allow",
      Action: ["s3:GetBucketLocation"],
      Resource: unique(objects.map((arn) => arn.slice(0, arn.indexOf("/")))),
    },
    ...keyStatements(keys, ["s3"]),
  ];
}

function secretsOf(containers: readonly ContainerProps[]): string[] {
  return containers.flatMap(({ secrets, repositoryCredentials }) => [
    ...Object.values(secrets),
    ...(repositoryCredentials === undefined ? [] : [repositoryCredentials]),
  ]);
}

function secretStatements(secrets: readonly string[]): PolicyStatement[] {
  const arns = unique(secrets);
  const actions = { secretsmanager: "secretsmanager:GetSecretValue", ssm: "ssm:GetParameters" };
  return Object.entries(actions).flatMap(([service, action]): PolicyStatement[] => {
    const resources = arns.filter((arn) => arn.split(":")[2] === service).map(withoutSecretVersion);
    return resources.length > 0 ? [{ Effect: "Allow", Action: [action], Resource: unique(resources) }] : [];
  });
}

/** Only through the services that store the data, since the key may encrypt other data too. */
function keyStatements(keyArns: readonly string[], through: readonly string[]): PolicyStatement[] {
  if (keyArns.length === 0) return [];
  const services = keyArns.flatMap((arn) => {
    const [, partition, , region] = arn.split(":");
    const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    return through.map((service) => `${service}.${region}.${suffix}`);
  });
  return [
    {
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: unique(keyArns),
      Condition: { StringEquals: { "kms:ViaService": unique(services) } },
    },
  ];
}

/** A secret's ARN may end with `:key:stage:version`, which IAM doesn't support. */
function withoutSecretVersion(arn: string): string {
  return arn.split(":").slice(0, 7).join(":");
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
