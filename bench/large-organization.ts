/** An organization file with many VPCs like the example's, as JSON, which is valid YAML. */
export function largeOrganization(vpcs: number, workloadsEach: number): string {
  const names = Array.from({ length: vpcs }, (_, at) => `apps-${at + 1}`);
  return JSON.stringify({
    name: "large",
    region: "us-east-1",
    organizationArn: "arn:aws:organizations::111111111111:organization/o-exampleorgid",
    state: { backend: "local" },
    accounts: { network: { id: "111111111111" }, apps: { id: "222222222222" } },
    sharedNetwork: {
      account: "network",
      vpc: {
        cidr: "10.0.0.0/22",
        availabilityZones: ["us-east-1a", "us-east-1b"],
        transitGateway: "tgw-0123456789abcdef0",
      },
      dns: {
        forward: [{ domain: ".", to: ["10.2.0.1", "10.2.0.2"] }],
        resolveInAws: ["amazonaws.com"],
        shareWith: ["organization"],
      },
    },
    workloadVpcs: Object.fromEntries(
      names.map((name, at) => [
        name,
        {
          account: "apps",
          cidr: `10.${16 + (at >> 4)}.${(at & 15) * 16}.0/20`,
          availabilityZones: ["us-east-1a", "us-east-1b"],
          internet: "none",
          fileSystems: { content: { accessPoints: { web: { path: "/web", uid: 1000, gid: 1000 } } } },
        },
      ]),
    ),
    workloads: Object.fromEntries(
      names.flatMap((vpc) =>
        Array.from({ length: workloadsEach }, (_, at) => [
          `${vpc}-web-${at + 1}`,
          {
            platform: "ecs-fargate",
            vpc,
            services: {
              nginx: {
                image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27",
                cpu: 256,
                memory: 512,
                desiredCount: 2,
                ports: [80],
                allowFrom: ["10.0.0.0/8"],
                mounts: { "/srv": { fileSystem: "content", accessPoint: "web", readOnly: true } },
              },
            },
          },
        ]),
      ),
    ),
  });
}
