import { partitionOf, serviceDomainOf } from "./aws";
import { accountId, bucketName, ipAddress, name, region, resourceId } from "./schema/primitives";

/** The values of a new organization file. */
export interface Starter {
  readonly name: string;
  readonly region: string;
  /** 12 digits; the workloads' account may be the same. */
  readonly networkAccount: string;
  readonly workloadAccount: string;
  readonly platform: "ecs-fargate" | "eks-fargate";
  /** DNS servers on-premises that answer every name outside AWS. */
  readonly dnsServers: readonly string[];
  /** The way to the DNS servers. */
  readonly transitGateway: string;
  /** The bucket of the states. @default local files */
  readonly stateBucket?: string;
}

/** The schemas that a starter's values have to match, by the name of the option. */
export const starterValues = {
  name,
  region,
  "network-account": accountId,
  "workload-account": accountId,
  "dns-server": ipAddress,
  "transit-gateway": resourceId("tgw", "a transit gateway"),
  "state-bucket": bucketName("example-terraform-state"),
} as const;

/** A commented organization file that synthesizes and whose mount paths are proved. */
export function starterFile(starter: Starter): string {
  const { networkAccount, workloadAccount, region: home } = starter;
  const isOneAccount = networkAccount === workloadAccount;
  const owner = isOneAccount ? "network" : "apps";
  const lines = [
    "# yaml-language-server: $schema=./organization.schema.json",
    "#",
    "# Every property is described in docs/organization.md. Check this file with: npm run synth",
    "",
    "# Begins names in AWS and of states. A change replaces resources.",
    `name: ${starter.name}`,
    `region: ${home}`,
    "",
    ...stateOf(starter),
    "",
    "accounts:",
    `  network: { id: "${networkAccount}" }`,
    ...(isOneAccount ? [] : [`  apps: { id: "${workloadAccount}" }`]),
    "  # The role that Terraform assumes in an account; without one, your credentials have to belong to it:",
    `  # deployRole: arn:${partitionOf(home)}:iam::${workloadAccount}:role/terraform`,
    "",
    "# The stack shared-network: resolver rules, shared with the accounts of the workload VPCs.",
    "sharedNetwork:",
    "  account: network",
    "  vpc:",
    "    cidr: 10.0.0.0/22",
    `    availabilityZones: [${home}a, ${home}b]`,
    "    # The way to the DNS servers.",
    `    transitGateway: ${starter.transitGateway}`,
    "  dns:",
    "    # Every name outside AWS is answered by these servers on-premises.",
    "    forward:",
    `      - { domain: ".", to: [${starter.dnsServers.join(", ")}] }`,
    "    # AWS's own names are answered by AWS, or no task finds its file system.",
    `    resolveInAws: [${serviceDomainOf(home)}]`,
    `    shareWith: [${isOneAccount ? "" : "apps"}]`,
    "",
    "# The stack vpc-apps: private subnets, VPC endpoints, and a file system with a mount target per zone.",
    "workloadVpcs:",
    "  apps:",
    `    account: ${owner}`,
    "    cidr: 10.10.0.0/16",
    `    availabilityZones: [${home}a, ${home}b]`,
    "    # none: images and logs go through VPC endpoints. Also: nat, transitGateway",
    "    internet: none",
    "    fileSystems:",
    "      content:",
    "        accessPoints:",
    "          # Clients see /web as the root, and act as this user.",
    "          web: { path: /web, uid: 1000, gid: 1000 }",
    "",
    ...workloadOf(starter),
  ];
  return `${lines.join("\n")}\n`;
}

function stateOf({ stateBucket }: Starter): string[] {
  return stateBucket
    ? [
        "# An existing bucket. With `account: network`, the stack state-bucket creates it.",
        "state:",
        "  backend: s3",
        `  bucket: ${stateBucket}`,
      ]
    : [
        "# Files beside this one, for a first try. A team uses s3 or cloud: docs/state.md",
        "state:",
        "  backend: local",
      ];
}

function workloadOf({ platform, region: home, workloadAccount }: Starter): string[] {
  const image = `${workloadAccount}.dkr.ecr.${home}.${serviceDomainOf(home)}/nginx:1.27`;
  const mount = ["mounts:", "  /usr/share/nginx/html: { fileSystem: content, accessPoint: web, readOnly: true }"];
  if (platform === "ecs-fargate") {
    return [
      "workloads:",
      "  # The stack ecs-web: a cluster and its services.",
      "  web:",
      "    platform: ecs-fargate",
      "    vpc: apps",
      "    services:",
      "      nginx:",
      `        image: ${image}`,
      "        cpu: 256",
      "        memory: 512",
      "        desiredCount: 2",
      "        ports: [80]",
      "        # Who may connect:",
      "        allowFrom: [10.10.0.0/16]",
      ...mount.map((line) => `        ${line}`),
    ];
  }
  return [
    "workloads:",
    "  # The stack eks-web: a cluster and the manifests of its deployments.",
    "  web:",
    "    platform: eks-fargate",
    "    vpc: apps",
    "    # Who may use kubectl, and from where, since the cluster's API is private:",
    `    admins: [arn:${partitionOf(home)}:iam::${workloadAccount}:role/platform-admin]`,
    "    apiAllowedCidrs: [10.10.0.0/16]",
    "    profiles:",
    "      web: { selectors: [{ namespace: web }] }",
    "    deployments:",
    "      nginx:",
    "        namespace: web",
    `        image: ${image}`,
    "        replicas: 2",
    "        ports: [80]",
    ...mount.map((line) => `        ${line}`),
  ];
}

/** Files that must not be committed: states, plans and the output of synth. The state of the bucket's own stack has no other copy. */
export const starterIgnore = `cdktf.out/
.cdktf.out-*/
.terraform/
terraform.*.tfstate*
!terraform.*state-bucket.tfstate
*.tfstate.lock.info
plan
*.plan
plan*.json
manifests/
*.log
`;
