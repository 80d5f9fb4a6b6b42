const moved = "changes only together with the name, and then moves resources: e2e/renamed.test.ts";

/** The reason of properties that name what Terraform reads. */
const readAtPlan = "the parameter must exist when a plan reads it: e2e/pipeline-rollout.test.ts";

/** Properties that can't be changed alone, with the reason, by `heading property`. */
export const unchangeable: Readonly<Record<string, string>> = {
  "The file region": "every zone in the file is of the Region",
  "The file include": "changes nothing by itself: config/includes.test.ts",
  "The file defaults": "a mapping of properties that are changed one by one",
  "`defaults` vpcs": "properties of VPCs, which are changed there one by one",
  "`defaults` fileSystems": "properties of file systems, which are changed there one by one",
  "`defaults` services": "properties of services, which are changed there one by one",
  "The file regions": "adds or removes stacks: stacks/regions.test.ts",
  "`regions.<name>` sharedNetwork": "a mapping of properties that are changed one by one, as sharedNetwork",
  "`workloadVpcs.<name>`: New VPC region": "a deployed VPC can't move: stacks/regions.test.ts",
  "`workloadVpcs.<name>`: Adopted VPC region": "a deployed VPC can't move: stacks/regions.test.ts",
  "`retired.<name>`: Retired stack region": "where the retired stack is, which doesn't change",
  "The file sharedNetwork": "a mapping of properties that are changed one by one",
  "`state`: Local files backend": "chooses the mapping: see `state`",
  "`state`: S3 backend": "chooses the mapping: see `state`",
  "`state`: HCP Terraform backend": "chooses the mapping: see `state`",
  "`sharedNetwork` dns": "a mapping of properties that are changed one by one",
  "`sharedNetwork.dns.queryLog`: CloudWatch Logs destination": "chooses the mapping: see `queryLog`",
  "`sharedNetwork.dns.queryLog`: S3 destination": "chooses the mapping: see `queryLog`",
  "`sharedNetwork.dns.queryLog`: Firehose destination": "chooses the mapping: see `queryLog`",
  "`workloadVpcs.<name>.flowLogs`: CloudWatch Logs destination": "chooses the mapping: see `flowLogs`",
  "`workloadVpcs.<name>.flowLogs`: S3 destination": "chooses the mapping: see `flowLogs`",
  "`workloadVpcs.<name>`: Adopted VPC vpc": "a mapping of properties that are changed one by one",
  "`workloads.<name>.services.<name>`: One container imageTagParameter": readAtPlan,
  "`workloads.<name>.services.<name>.containers.<name>` imageTagParameter": readAtPlan,
  "`workloads.<name>.tasks.<name>`: One container imageTagParameter": readAtPlan,
  "`workloads.<name>`: ECS on Fargate platform": "another platform is another stack",
  "`workloads.<name>`: ECS on container instances platform": "another platform is another stack",
  "`workloads.<name>`: EKS on Fargate platform": "another platform is another stack",
  "`workloadVpcs.<name>`: New VPC formerly": moved,
  "`workloadVpcs.<name>`: Adopted VPC formerly": moved,
  "`workloadVpcs.<name>.fileSystems.<name>`: New file system formerly": moved,
  "`workloadVpcs.<name>.fileSystems.<name>`: Existing file system formerly": moved,
  "`workloadVpcs.<name>.fileSystems.<name>.accessPoints.<name>` formerly": moved,
  "`workloads.<name>`: ECS on Fargate formerly": moved,
  "`workloads.<name>`: ECS on container instances formerly": moved,
  "`workloads.<name>`: EKS on Fargate formerly": moved,
  "`workloads.<name>.services.<name>`: One container formerly": moved,
  "`workloads.<name>.services.<name>`: Several containers formerly": moved,
  "`assume[]` statement": "chooses the mapping: see `assume`",
};

/** Properties that no organization of the suite changes yet: a new one is listed here until an organization has it. */
export const notYet: readonly string[] = [];

/** Properties whose order matters, which the reference states. */
export const orderMatters: ReadonlySet<string> = new Set([
  "command",
  "entryPoint",
  // The first file that has a variable determines it.
  "environmentFiles",
  // A service without `instances` runs on the first suitable ones.
  "instances",
]);
