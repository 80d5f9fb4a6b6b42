import { stringify } from "yaml";

/**
 * The organization that the figures of docs/performance.md are about: VPCs with two file systems and two workloads each. Every
 * fifth VPC has an EKS workload as its second one, the others have ECS workloads.
 *
 * @param vpcs at most 3,800
 * @returns YAML in block style, the same text for the same number
 */
export function mixedOrganization(vpcs: number): string {
  const names = Array.from({ length: vpcs }, (_, at) => `apps-${at + 1}`);
  return stringify(
    {
      name: "large",
      region: "us-east-1",
      organizationArn: "arn:aws:organizations::111111111111:organization/o-exampleorgid",
      state: { backend: "local" },
      accounts: { network: { id: "111111111111" }, apps: { id: "222222222222" } },
      sharedNetwork: {
        account: "network",
        vpc: { cidr: "10.0.0.0/22", availabilityZones: zones, transitGateway: "tgw-0123456789abcdef0" },
        dns: {
          forward: [{ domain: ".", to: ["10.2.0.1", "10.2.0.2"] }],
          resolveInAws: ["amazonaws.com"],
          shareWith: ["organization"],
        },
      },
      workloadVpcs: Object.fromEntries(names.map((name, at) => [name, workloadVpc(at)])),
      workloads: Object.fromEntries(names.flatMap(workloadsOf)),
    },
    { aliasDuplicateObjects: false, lineWidth: 0 },
  );
}

const zones = ["us-east-1a", "us-east-1b"];
const image = "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27";

function workloadVpc(at: number): object {
  return {
    account: "apps",
    cidr: `10.${16 + (at >> 4)}.${(at & 15) * 16}.0/20`,
    availabilityZones: zones,
    internet: "none",
    fileSystems: {
      content: { accessPoints: { web: { path: "/web", uid: 1000, gid: 1000 } } },
      uploads: { accessPoints: { inbox: { path: "/inbox", uid: 1000, gid: 1000 } } },
    },
  };
}

function workloadsOf(vpc: string, at: number): [string, object][] {
  const second = at % 5 === 4 ? eksWorkload(vpc) : ecsWorkload(vpc);
  return [
    [`${vpc}-web`, ecsWorkload(vpc)],
    [`${vpc}-admin`, second],
  ];
}

function ecsWorkload(vpc: string): object {
  return {
    platform: "ecs-fargate",
    vpc,
    services: {
      nginx: {
        image,
        cpu: 256,
        memory: 512,
        desiredCount: 2,
        ports: [80],
        allowFrom: ["10.0.0.0/8"],
        mounts: {
          "/srv": { fileSystem: "content", accessPoint: "web", readOnly: true },
          "/inbox": { fileSystem: "uploads", accessPoint: "inbox" },
        },
      },
    },
  };
}

function eksWorkload(vpc: string): object {
  return {
    platform: "eks-fargate",
    vpc,
    admins: ["arn:aws:iam::222222222222:role/platform-admin"],
    apiAllowedCidrs: ["10.0.0.0/8"],
    profiles: { web: { selectors: [{ namespace: "web" }] } },
    deployments: {
      nginx: {
        namespace: "web",
        image,
        replicas: 2,
        mounts: { "/srv": { fileSystem: "content", accessPoint: "web", readOnly: true } },
      },
    },
  };
}
