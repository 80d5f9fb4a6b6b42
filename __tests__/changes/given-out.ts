import { createHash } from "node:crypto";

/**
 * Values that AWS would assign: ids, ARNs, host names. A resource has the same value everywhere, so that a state that
 * was never applied is consistent.
 */
export function givenOut(place: string, type: string, path: string): unknown {
  const hash = createHash("sha256").update(place).digest("hex");
  const attribute = /([A-Za-z_]+)$/.exec(path)?.[1] ?? "id";
  if (path.includes("[*]")) return ["10.0.0.10", "10.0.0.11"];
  const special = specialValues[attribute]?.(hash, type);
  if (special !== undefined) return special;
  if (attribute === "id" && idIsArn.has(type)) return arn(type, hash);
  if (attribute === "id")
    return `${idPrefixes[type] ?? type.replace(/^aws_/, "").replaceAll("_", "-")}-${hash.slice(0, 17)}`;
  if (attribute.endsWith("arn")) return arn(type, hash);
  return `${attribute.replaceAll("_", "-")}-${hash.slice(0, 17)}`;
}

const specialValues: Readonly<Record<string, (hash: string, type: string) => unknown>> = {
  latest_version: () => 1,
  version: () => "v1.12.4-eksbuild.1",
  revision: () => 1,
  arn_suffix: (hash, type) => `${type === "aws_lb" ? "app" : "targetgroup"}/it/${hash.slice(0, 16)}`,
  dns_name: (hash) => `${hash.slice(0, 8)}.us-east-1.elb.amazonaws.com`,
  issuer: (hash) => `https://oidc.eks.us-east-1.amazonaws.com/id/${hash.slice(0, 32).toUpperCase()}`,
  endpoint: (hash) => `https://${hash.slice(0, 32).toUpperCase()}.gr7.us-east-1.eks.amazonaws.com`,
  key_id: (hash) => `${hash.slice(0, 8)}-0000-0000-0000-${hash.slice(0, 12)}`,
  cluster_security_group_id: (hash) => `sg-${hash.slice(0, 17)}`,
  account_id: () => "222222222222",
};

const idPrefixes: Readonly<Record<string, string>> = {
  aws_vpc: "vpc",
  aws_subnet: "subnet",
  aws_security_group: "sg",
  aws_route_table: "rtb",
  aws_internet_gateway: "igw",
  aws_nat_gateway: "nat",
  aws_eip: "eipalloc",
  aws_vpc_endpoint: "vpce",
  aws_vpc_dhcp_options: "dopt",
  aws_efs_file_system: "fs",
  aws_efs_access_point: "fsap",
  aws_efs_mount_target: "fsmt",
  aws_launch_template: "lt",
  aws_vpc_security_group_ingress_rule: "sgr",
  aws_vpc_security_group_egress_rule: "sgr",
};

/** Types whose id in the provider is their ARN. */
const idIsArn = new Set(["aws_ecs_cluster", "aws_ecs_service", "aws_lb", "aws_lb_target_group", "aws_lb_listener"]);

const services: Readonly<Record<string, string>> = {
  cloudwatch: "logs",
  efs: "elasticfilesystem",
  lb: "elasticloadbalancing",
  service: "servicediscovery",
  route53: "route53resolver",
  vpc: "ec2",
  subnet: "ec2",
};

const resources: Readonly<Record<string, (hash: string) => string>> = {
  aws_iam_role: (hash) => `role/${hash}`,
  aws_iam_openid_connect_provider: (hash) => `oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/${hash.toUpperCase()}`,
  aws_iam_instance_profile: (hash) => `instance-profile/${hash}`,
  aws_ecs_task_definition: (hash) => `task-definition/${hash}:1`,
  aws_ecs_cluster: (hash) => `cluster/${hash}`,
  aws_efs_access_point: (hash) => `access-point/fsap-${hash}`,
  aws_efs_file_system: (hash) => `file-system/fs-${hash}`,
  aws_cloudwatch_log_group: (hash) => `log-group:${hash}`,
  aws_kms_key: (hash) => `key/${hash}`,
  aws_lb_target_group: (hash) => `targetgroup/it/${hash.slice(0, 16)}`,
  aws_lb: (hash) => `loadbalancer/app/it/${hash.slice(0, 16)}`,
};

function arn(type: string, hash: string): string {
  const [family = ""] = type.replace(/^aws_/, "").split("_");
  const service = type.startsWith("aws_kms") ? "kms" : (services[family] ?? family);
  const region = service === "iam" ? "" : "us-east-1";
  const short = hash.slice(0, 17);
  return `arn:aws:${service}:${region}:222222222222:${resources[type]?.(short) ?? `${family}/${short}`}`;
}
