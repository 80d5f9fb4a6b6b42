import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "yaml";
import type * as z from "zod";

import type { organization } from "../../config/schema/organization";
import { exampleNamed, exampleNames } from "./examples";

/** The file in its written form. */
export type File = z.input<typeof organization>;

const example = JSON.stringify(parse(readFileSync(join(__dirname, "../../organization.yaml"), "utf8")));

/** The example as data, a fresh copy each time. */
export function exampleFile(): File {
  return JSON.parse(example) as File;
}

/** The example with a change. */
export function changed(change: (file: File) => void): File {
  const file = exampleFile();
  change(file);
  return file;
}

/** The value as in a file. */
export function yamlOf(file: File): string {
  return stringify(file);
}

const apps = (file: File) =>
  file.workloadVpcs!["apps"] as Extract<NonNullable<File["workloadVpcs"]>[string], { cidr: string }>;
const nginx = (file: File) => {
  const web = file.workloads!["web"]!;
  if (web.platform !== "ecs-fargate") throw new Error("the example's web should run on ecs-fargate");
  return web.services["nginx"] as Record<string, unknown>;
};

/** The file with a copy of its VPCs and workloads in a second Region, with the suffix `-eu`. */
export function twoRegions(file: File): File {
  const copy = <T>(part: T) =>
    JSON.parse(
      JSON.stringify(part)
        .replaceAll("us-east-1", "eu-west-1")
        .replaceAll('"10.0.', '"10.1.')
        .replace(/10\.1([0-9])\./g, "10.6$1."),
    ) as T;
  const { sharedNetwork, workloadVpcs = {}, workloads = {} } = file;
  return {
    ...file,
    regions: { "eu-west-1": { sharedNetwork: copy(sharedNetwork) } },
    workloadVpcs: {
      ...workloadVpcs,
      ...Object.fromEntries(
        Object.entries(copy(workloadVpcs)).map(([name, vpc]) => [`${name}-eu`, { ...vpc, region: "eu-west-1" }]),
      ),
    },
    workloads: {
      ...workloads,
      ...Object.fromEntries(
        Object.entries(copy(workloads)).map(([name, workload]) => [
          `${name}-eu`,
          { ...workload, vpc: `${workload.vpc}-eu` },
        ]),
      ),
    } as File["workloads"],
  };
}

const firewallGroups = [
  {
    group: "arn:aws:route53resolver:us-east-1:111111111111:firewall-rule-group/rslvr-frg-0123456789abcdef",
    priority: 101,
  },
  {
    group: "arn:aws:route53resolver:us-east-1:333333333333:firewall-rule-group/rslvr-frg-0123456789abcde0",
    priority: 200,
  },
];

/** Valid variants of the example: each synthesizes, is valid Terraform and is proved to mount. */
export const variants: Readonly<Record<string, File>> = {
  example: exampleFile(),
  "adopted shared VPC": changed((file) => {
    file.sharedNetwork.vpc = {
      id: "vpc-0aaaaaaaaaaaaaaa0",
      subnets: { "us-east-1a": "subnet-0aaaaaaaaaaaaaaa1", "us-east-1b": "subnet-0aaaaaaaaaaaaaaa2" },
    };
  }),
  "images and a service that pipelines roll out": changed((file) => {
    const service = nginx(file);
    service["image"] = String(service["image"]).replace(/:[^:/]*$/, "");
    service["imageTagParameter"] = "/images/nginx";
    service["deployment"] = { byPipeline: true };
  }),
  "adopted workload VPC": changed((file) => {
    const { fileSystems } = apps(file);
    file.workloadVpcs!["apps"] = {
      account: "apps",
      vpc: {
        id: "vpc-0bbbbbbbbbbbbbbb0",
        cidr: "10.20.0.0/16",
        privateSubnets: {
          "us-east-1a": { id: "subnet-0bbbbbbbbbbbbbbb1", routeTable: "rtb-0bbbbbbbbbbbbbbb1" },
          "us-east-1b": { id: "subnet-0bbbbbbbbbbbbbbb2", routeTable: "rtb-0bbbbbbbbbbbbbbb2" },
        },
      },
      fileSystems,
    };
  }),
  "adopted workload VPC with endpoints, and DHCP options replaced": changed((file) => {
    const { fileSystems } = apps(file);
    file.workloadVpcs!["apps"] = {
      account: "apps",
      endpoints: ["kms"],
      vpc: {
        id: "vpc-0bbbbbbbbbbbbbbb0",
        cidr: "10.20.0.0/16",
        dhcpOptions: "replace",
        existingEndpoints: ["s3", "logs", "sqs"],
        privateSubnets: {
          "us-east-1a": { id: "subnet-0bbbbbbbbbbbbbbb1", routeTable: "rtb-0bbbbbbbbbbbbbbb1" },
          "us-east-1b": { id: "subnet-0bbbbbbbbbbbbbbb2", routeTable: "rtb-0bbbbbbbbbbbbbbb1" },
        },
      },
      fileSystems,
    };
  }),
  "existing file systems in a new and an adopted VPC": changed((file) => {
    const accessPoints = { web: { path: "/web", uid: 1000, gid: 1000 } };
    apps(file).fileSystems!["content"] = { id: "fs-0aaaaaaaaaaaaaaa0", accessPoints };
    file.workloadVpcs!["old"] = {
      account: "apps",
      vpc: {
        id: "vpc-0bbbbbbbbbbbbbbb0",
        cidr: "10.20.0.0/16",
        privateSubnets: {
          "us-east-1a": { id: "subnet-0bbbbbbbbbbbbbbb1", routeTable: "rtb-0bbbbbbbbbbbbbbb1" },
          "us-east-1b": { id: "subnet-0bbbbbbbbbbbbbbb2", routeTable: "rtb-0bbbbbbbbbbbbbbb2" },
        },
      },
      fileSystems: {
        media: {
          id: "fs-0bbbbbbbbbbbbbbb0",
          mountTargets: { "us-east-1a": "fsmt-0bbbbbbbbbbbbbbb0", "us-east-1b": "create" },
          securityGroup: "sg-0bbbbbbbbbbbbbbb0",
        },
      },
    };
  }),
  "one NAT gateway": changed((file) => {
    apps(file).internet = { nat: "single" };
  }),
  "a NAT gateway and no interface endpoints": changed((file) => {
    Object.assign(apps(file), { internet: { nat: "single" }, endpoints: "none" });
  }),
  "a NAT gateway per zone and a public image": changed((file) => {
    apps(file).internet = "nat";
    nginx(file)["image"] = "public.ecr.aws/nginx/nginx:1.27";
  }),
  "one zone file system": changed((file) => {
    delete file.workloads!["platform"]; // pods run in two zones
    apps(file).fileSystems!["content"]!.oneZone = "us-east-1b";
  }),
  "inbound endpoint": changed((file) => {
    file.sharedNetwork.dns.inbound = { allowedCidrs: ["10.2.0.0/16"] };
  }),
  "SYSTEM rule per VPC": changed((file) => {
    file.sharedNetwork.dns.systemRule = "per-vpc";
  }),
  "a Route 53 Profile": changed((file) => {
    file.sharedNetwork.dns.profile = true;
    file.sharedNetwork.dns.queryLog = { destination: "cloudwatch" };
    const data = { account: "network", cidr: "10.11.0.0/16", availabilityZones: ["us-east-1a", "us-east-1b"] };
    file.workloadVpcs!["data"] = data;
    file.workloadVpcs!["old"] = { ...data, account: "apps", cidr: "10.12.0.0/16", profile: false };
  }),
  "a Route 53 Profile, and SYSTEM rules per VPC": changed((file) => {
    file.sharedNetwork.dns = { ...file.sharedNetwork.dns, profile: true, systemRule: "per-vpc" };
  }),
  "a Route 53 Profile with the zones of central endpoints": (() => {
    const file = exampleNamed("central-endpoints");
    file.sharedNetwork.dns.profile = true;
    // The associations of zones would need the role.
    delete file.accounts["network"]!.deployRole;
    return file;
  })(),
  "dual-stack VPCs with NAT, a public load balancer and IPv6 servers": changed((file) => {
    file.sharedNetwork.vpc = {
      cidr: "10.0.0.0/22",
      availabilityZones: ["us-east-1a", "us-east-1b"],
      ipv6: true,
      transitGateway: "tgw-0123456789abcdef0",
    };
    file.sharedNetwork.dns.forward[0]!.to = ["10.2.0.1", "fd00:2::1"];
    Object.assign(apps(file), { ipv6: true, internet: "nat" });
    Object.assign(nginx(file), {
      loadBalancer: { scheme: "public", records: [{ name: "www.example.com", zone: "Z0123456789ABCDEFGHIJ" }] },
      egress: [{ to: "2001:db8::/32", ports: [5432] }],
      allowFrom: ["10.0.0.0/8", "2001:db8::/32"],
    });
  }),
  "a dual-stack VPC behind a transit gateway": changed((file) => {
    Object.assign(apps(file), {
      ipv6: true,
      internet: "transitGateway",
      transitGateway: { id: "tgw-0123456789abcdef0", routes: ["10.0.0.0/8", "2001:db8::/32"] },
      peerings: {
        "pcx-0123456789abcdef0": ["172.31.0.0/16", "2001:db8:1::/48"],
        "pcx-0123456789abcdef1": ["pl-0123456789abcdef0"],
      },
    });
  }),
  "an adopted dual-stack VPC": changed((file) => {
    delete file.workloads!["platform"];
    file.workloadVpcs!["apps"] = {
      account: "apps",
      vpc: {
        id: "vpc-0bbbbbbbbbbbbbbb0",
        cidr: "10.20.0.0/16",
        ipv6: true,
        privateSubnets: {
          "us-east-1a": { id: "subnet-0bbbbbbbbbbbbbbb1", routeTable: "rtb-0bbbbbbbbbbbbbbb1", cidr: "10.20.1.0/24" },
          "us-east-1b": { id: "subnet-0bbbbbbbbbbbbbbb2", routeTable: "rtb-0bbbbbbbbbbbbbbb2", cidr: "10.20.2.0/24" },
        },
        publicSubnets: { "us-east-1a": "subnet-0bbbbbbbbbbbbbbb8", "us-east-1b": "subnet-0bbbbbbbbbbbbbbb9" },
      },
      fileSystems: apps(file).fileSystems,
    };
    nginx(file)["loadBalancer"] = { scheme: "public" };
  }),
  "query logs": changed((file) => {
    file.sharedNetwork.dns.queryLog = { destination: "cloudwatch", retentionDays: 30 };
  }),
  "query logs to S3": changed((file) => {
    file.sharedNetwork.dns.queryLog = { destination: "s3", bucket: "arn:aws:s3:::dns-query-logs/network" };
  }),
  "untracked throughput": changed((file) => {
    file.sharedNetwork.dns.untrackedThroughput = true;
  }),
  "several forwarded domains, ports and protocols": changed((file) => {
    file.sharedNetwork.dns.forward = [
      { domain: ".", to: ["10.2.0.1", { ip: "10.2.0.2", port: 5353 }] },
      { domain: "corp.example.com", to: ["fd00:2::1", { ip: "10.2.0.3", protocol: "DoH" }] },
    ];
    file.sharedNetwork.vpc = {
      id: "vpc-0aaaaaaaaaaaaaaa0",
      subnets: { "us-east-1a": "subnet-0aaaaaaaaaaaaaaa1", "us-east-1b": "subnet-0aaaaaaaaaaaaaaa2" },
    };
    file.sharedNetwork.dns.resolveInAws = ["amazonaws.com", "on.aws"];
  }),
  "fixed addresses of resolver endpoints, no reverse lookups": changed((file) => {
    const { dns, vpc } = file.sharedNetwork;
    const zones = "subnets" in vpc ? Object.keys(vpc.subnets) : vpc.availabilityZones;
    const at = (host: number) => Object.fromEntries(zones.map((zone, index) => [zone, `10.0.0.${64 * index + host}`]));
    dns.outboundAddresses = at(10);
    dns.inbound = { allowedCidrs: ["10.2.0.0/16"], addresses: at(11) };
    apps(file).autodefinedReverse = false;
  }),
  "tags of the shared network, VPCs and workloads": changed((file) => {
    file.defaultTags = { CostCenter: "1234", Team: "platform" };
    file.sharedNetwork.tags = { Team: "network" };
    apps(file).tags = { Stage: "prod" };
    for (const workload of Object.values(file.workloads!)) workload.tags = { Team: "web: a/b" };
  }),
  "only the company's domain forwarded": changed((file) => {
    file.sharedNetwork.dns = {
      forward: [{ domain: "corp.example.com", to: ["10.2.0.1"] }],
      shareWith: ["organization"],
    };
  }),
  "shared with accounts": changed((file) => {
    file.sharedNetwork.dns.shareWith = ["apps", "333333333333"];
  }),
  "several VPCs and services": changed((file) => {
    file.workloadVpcs!["data"] = {
      account: "apps",
      cidr: "10.11.0.0/20",
      availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1d"],
      endpoints: ["kms"],
      fileSystems: {
        archive: {
          throughput: { mode: "provisioned", mibps: 64 },
          lifecycle: { infrequentAccessAfterDays: 1 },
          accessPoints: { importer: { path: "/importer", uid: 1000, gid: 1000 } },
        },
        scratch: {
          backup: false,
          oneZone: "us-east-1d",
          accessPoints: { importer: { path: "/importer", uid: 1000, gid: 1000 } },
        },
      },
    };
    file.workloads!["batch"] = {
      platform: "ecs-fargate",
      vpc: "data",
      services: {
        importer: {
          cpu: 1024,
          memory: 4096,
          exec: true,
          ephemeralStorageGiB: 100,
          containers: {
            importer: {
              image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/team/importer@sha256:" + "0".repeat(64),
              command: ["sh", "-c", 'exec import --from "${SOURCE}" %{x}'],
              environment: { SOURCE: "s3://source/${stage}" },
              secrets: { TOKEN: "arn:aws:ssm:us-east-1:222222222222:parameter/importer/token" },
              mounts: {
                "/archive": { fileSystem: "archive", accessPoint: "importer" },
                "/scratch": { fileSystem: "scratch", accessPoint: "importer" },
              },
              healthCheck: { command: ["CMD-SHELL", "test -d /archive"] },
            },
            reporter: {
              image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/team/reporter:2",
              essential: false,
              secrets: {
                KEY: "arn:aws:secretsmanager:us-east-1:222222222222:secret:reporter-AbCdEf:key::",
              },
              mounts: { "/archive": { fileSystem: "archive", readOnly: true } },
            },
          },
        },
      },
    };
  }),
  "names as long as they may be": changed((file) => {
    const long = (initial: string) => initial.padEnd(32, "x");
    const { content } = apps(file).fileSystems!;
    file.name = long("o");
    file.workloadVpcs = {
      [long("v")]: { ...apps(file), fileSystems: { [long("f")]: { ...content, alarms: {}, accessPoints: {} } } },
    };
    file.workloadVpcs[long("v")]!.fileSystems![long("f")]!.accessPoints![long("p")] = { path: "/web", uid: 1, gid: 1 };
    file.sharedNetwork.dns.queryLog = { destination: "cloudwatch" };
    file.publish = { ssm: "/network", shareWith: ["333333333333"] };
    const { image } = nginx(file) as { image: string };
    const files = { "index.html": "<h1>It works</h1>" };
    const mount = { fileSystem: long("f"), accessPoint: long("p") };
    const seeded = { "/a": { ...mount, seed: { files, by: "instance" as const } } };
    const service = { image, ports: [80], mounts: { "/a": mount } };
    file.workloads = {
      [long("w")]: {
        platform: "ecs-fargate",
        vpc: long("v"),
        alarms: {},
        execAudit: {},
        services: { [long("s")]: { ...service, exec: true, loadBalancer: { slowStartSeconds: 900 }, mounts: seeded } },
        tasks: { [long("t")]: { image, schedule: "rate(1 day)" } },
      },
      [long("i")]: {
        platform: "ecs-ec2",
        vpc: long("v"),
        instances: { [long("k")]: { max: 2 } },
        services: { [long("s")]: service },
      },
      [long("e")]: {
        platform: "eks-fargate",
        vpc: long("v"),
        admins: ["arn:aws:iam::222222222222:role/platform-admin"],
        profiles: { [long("q")]: { selectors: [{ namespace: long("n") }] } },
        deployments: { [long("d")]: { ...service, namespace: long("n") } },
      },
    };
  }),
  "EKS with everything that can be asked": changed((file) => {
    file.workloads!["platform"] = {
      platform: "eks-fargate",
      vpc: "apps",
      version: "1.34",
      publicAccessCidrs: ["203.0.113.0/24"],
      admins: ["arn:aws:iam::222222222222:role/team/platform-admin", "arn:aws:iam::333333333333:user/auditor"],
      controlPlaneLogs: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      logRetentionDays: 90,
      secretsKmsKeyId: "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      createCsiDriver: true,
      profiles: {
        web: {
          selectors: [{ namespace: "web", labels: { tier: "frontend" } }, { namespace: "web-*" }],
          availabilityZones: ["us-east-1a", "us-east-1b"],
        },
        batch: { selectors: [{ namespace: "default" }] },
      },
      deployments: {
        nginx: {
          namespace: "web",
          labels: { tier: "frontend" },
          image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27",
          entryPoint: ["/docker-entrypoint.sh"],
          command: ["sh", "-c", 'exec serve --home "${HOME}" %{x}'],
          environment: { SOURCE: "s3://source/${stage}", DEBUG: "yes" },
          ports: [80, 8080],
          healthCheck: { command: ["CMD-SHELL", "test -d ${HOME}"], intervalSeconds: 10 },
          mounts: {
            "/usr/share/nginx/html": { fileSystem: "content", accessPoint: "web", readOnly: true },
            "/srv": { fileSystem: "content", accessPoint: "web" },
          },
          policies: ["arn:aws:iam::222222222222:policy/team/read-orders", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
        },
        worker: {
          namespace: "default",
          image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/worker:2",
          cpu: 1024,
          memory: 2048,
          mounts: { "/data": { fileSystem: "content", accessPoint: "web" } },
        },
      },
    };
  }),
  "services that connect to each other, also of another workload and VPC": changed((file) => {
    const { image } = nginx(file) as { image: string };
    const transitGateway = (range: string) => ({ id: "tgw-0123456789abcdef0", routes: [range] });
    file.workloadVpcs!["apps"] = { ...apps(file), transitGateway: transitGateway("10.11.0.0/16") };
    file.workloadVpcs!["data"] = {
      account: "apps",
      cidr: "10.11.0.0/16",
      availabilityZones: ["us-east-1a", "us-east-1b"],
      transitGateway: transitGateway("10.10.0.0/16"),
    };
    const balanced = { image, ports: [80], loadBalancer: {} };
    file.workloads!["shop"] = { platform: "ecs-fargate", vpc: "apps", services: { cart: balanced, api: balanced } };
    file.workloads!["store"] = { platform: "ecs-fargate", vpc: "data", services: { db: balanced } };
    nginx(file)["connectTo"] = {
      nginx: [80],
      "shop/cart": [80],
      "shop/api": "loadBalancer",
      "store/db": "loadBalancer",
    };
  }),
  "environment files, credentials of a registry and pull-through caches": changed((file) => {
    const key = "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const secret = (name: string) => `arn:aws:secretsmanager:us-east-1:222222222222:secret:${name}-AbCdEf`;
    Object.assign(apps(file), {
      internet: "nat",
      pullThroughCaches: {
        quay: { registry: "quay.io" },
        "docker-hub": { registry: "registry-1.docker.io", credentials: secret("ecr-pullthroughcache/hub") },
      },
    });
    const environmentFiles = [
      "arn:aws:s3:::example-settings/web.env",
      { file: "arn:aws:s3:::example-settings/all.env", kmsKeyId: key },
    ];
    const { mounts } = nginx(file) as { mounts: object };
    const containers = {
      own: { image: "registry.example.com/app:1", repositoryCredentials: secret("registry"), environmentFiles, mounts },
      cached: { image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/quay/org/app:1", environmentFiles },
    };
    const { platform } = file.workloads!;
    if (platform?.platform !== "eks-fargate") throw new Error("the example's platform should run on eks-fargate");
    Object.values(platform.deployments!)[0]!.image = "222222222222.dkr.ecr.us-east-1.amazonaws.com/quay/org/app:1";
    Object.assign(file.workloads!["web"]!, { services: { nginx: { containers } } });
  }),
  "network load balancers, records in zones, a web ACL": changed((file) => {
    const { image } = nginx(file) as { image: string };
    const zone = "Z0123456789ABCDEFGHIJ";
    const role = "arn:aws:iam::333333333333:role/dns-records";
    const certificate = "arn:aws:acm:us-east-1:222222222222:certificate/1234abcd-12ab-34cd-56ef-1234567890ab";
    const webAcl = "arn:aws:wafv2:us-east-1:222222222222:regional/webacl/web/1234abcd-12ab-34cd-56ef-1234567890ab";
    file.workloads!["shop"] = {
      platform: "ecs-fargate",
      vpc: "apps",
      services: {
        db: {
          image,
          ports: [5432],
          loadBalancer: { type: "network", records: [{ name: "db.corp.example.com", zone, role }] },
        },
        tls: {
          image,
          ports: [8443],
          loadBalancer: { type: "network", certificate, accessLogs: { bucket: "example-logs" } },
        },
        web: {
          image,
          ports: [80],
          loadBalancer: {
            webAcl,
            records: [
              { name: "*.example.com", zone },
              { name: "example.com", zone, role },
            ],
          },
        },
        client: { image, connectTo: { db: "loadBalancer", tls: "loadBalancer" } },
      },
    };
  }),
  "pods that connect to services of ECS": changed((file) => {
    const { image } = nginx(file) as { image: string };
    const balanced = { image, ports: [80], loadBalancer: {} };
    file.workloads!["shop"] = { platform: "ecs-fargate", vpc: "apps", services: { cart: balanced } };
    const { platform } = file.workloads!;
    if (platform?.platform !== "eks-fargate") throw new Error("the example's platform should run on eks-fargate");
    const first = { ...Object.values(platform.deployments!)[0]!, connectTo: { "shop/cart": [80] } };
    platform.deployments = { first, second: { ...first, connectTo: { "shop/cart": "loadBalancer" } } };
  }),
  "keys, and permissions of the execution role": changed((file) => {
    const key = "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    Object.assign(file.workloads!["web"]!, { ephemeralStorageKmsKeyId: key });
    nginx(file)["logKmsKeyId"] = key;
    nginx(file)["executionPermissions"] = [
      { actions: ["ecr:CreateRepository"], resources: ["arn:aws:ecr:us-east-1:222222222222:repository/quay/*"] },
    ];
  }),
  "services in existing clusters": changed((file) => {
    const { image } = nginx(file) as { image: string };
    Object.assign(file.workloads!["web"]!, { cluster: "platform", alarms: {} });
    file.workloads!["shop"] = {
      platform: "ecs-fargate",
      vpc: "apps",
      cluster: "arn:aws:ecs:us-east-1:222222222222:cluster/shop",
      services: { cart: { image, scaling: { min: 1, max: 3, cpuPercent: 60 } } },
      tasks: { nightly: { image, schedule: "rate(1 day)" } },
    };
  }),
  "tasks with public addresses, without NAT and interface endpoints": changed((file) => {
    delete file.workloads!["platform"];
    Object.assign(apps(file), { publicSubnets: true, endpoints: "none" });
    const { image } = nginx(file) as { image: string };
    Object.assign(nginx(file), { assignPublicIp: true, allowFrom: ["0.0.0.0/0"] });
    const nightly = { image, schedule: "rate(1 day)", assignPublicIp: true };
    Object.assign(file.workloads!["web"]!, { tasks: { nightly } });
  }),
  "rules of an existing load balancer's listener": changed((file) => {
    const { image } = nginx(file) as { image: string };
    const rule = {
      listener:
        "arn:aws:elasticloadbalancing:us-east-1:222222222222:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2",
      securityGroup: "sg-0123456789abcdef0",
    };
    nginx(file)["listenerRule"] = { ...rule, priority: 100, hosts: ["www.example.com", "*.example.com"] };
    file.workloads!["shop"] = {
      platform: "ecs-fargate",
      vpc: "apps",
      services: {
        cart: {
          image,
          ports: [8080],
          scaling: { min: 1, max: 3, requestsPerTarget: 1000 },
          listenerRule: {
            ...rule,
            priority: 200,
            hosts: ["www.example.com"],
            paths: ["/cart/*"],
            healthCheck: { path: "/healthz" },
            slowStartSeconds: 60,
          },
        },
      },
    };
  }),
  "DNS Firewall rule groups of the network account and of another": changed((file) => {
    file.sharedNetwork.dns.firewall = { groups: firewallGroups, failOpen: true, mutationProtection: true };
  }),
  "DNS Firewall through a Route 53 Profile": changed((file) => {
    file.sharedNetwork.dns.profile = true;
    file.sharedNetwork.dns.firewall = { groups: firewallGroups };
  }),
  "an existing Route 53 Profile": changed((file) => {
    file.sharedNetwork.dns.profile = { id: "rp-4987774726example" };
  }),
  "an existing Route 53 Profile that gets the rules": changed((file) => {
    file.sharedNetwork.dns.profile = { id: "rp-4987774726example", addTo: true };
  }),
  "Name tags of VPCs": changed((file) => {
    Object.assign(file.sharedNetwork.vpc, { name: "acme-network-use1" });
    Object.assign(apps(file), {
      name: "acme-prod-use1-apps",
      internet: "nat",
      flowLogs: { destination: "cloudwatch" },
    });
  }),
  "flow logs of VPCs": changed((file) => {
    apps(file).flowLogs = {
      destination: "cloudwatch",
      kmsKeyId: "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    };
    file.workloadVpcs!["data"] = {
      account: "apps",
      cidr: "10.11.0.0/16",
      availabilityZones: ["us-east-1a"],
      flowLogs: { destination: "s3", bucket: "arn:aws:s3:::flow-logs/data", traffic: "reject" },
    };
  }),
  "policy of a file system": changed((file) => {
    apps(file).fileSystems!["content"] = {
      ...apps(file).fileSystems!["content"],
      policy: [
        {
          sid: "AuditReads",
          effect: "allow",
          principals: ["arn:aws:iam::222222222222:role/audit", "111111111111"],
          actions: ["elasticfilesystem:ClientMount"],
          accessPoints: ["web"],
          conditions: { StringEquals: { "aws:PrincipalTag/team": ["${aws:ResourceTag/team}", "audit"] } },
        },
        {
          effect: "deny",
          principals: ["*"],
          actions: ["elasticfilesystem:ClientRootAccess"],
        },
      ],
    };
  }),
  "a StatefulSet on EKS": changed((file) => {
    const content = file.workloadVpcs!["apps"]!.fileSystems!["content"]!;
    const point = (path: string) => ({ path, uid: 1000, gid: 1000 });
    content.accessPoints = { ...content.accessPoints, "db-0": point("/db-0"), "db-1": point("/db-1") };
    const { platform } = file.workloads!;
    if (platform?.platform !== "eks-fargate") throw new Error("the example's platform should run on eks-fargate");
    platform.deployments!["db"] = {
      kind: "StatefulSet",
      namespace: "web",
      image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/db:1",
      replicas: 2,
      ports: [5432],
      mounts: {
        "/data": { fileSystem: "content", accessPoints: ["db-0", "db-1"] },
        "/shared": { fileSystem: "content", accessPoint: "web", readOnly: true },
      },
    };
  }),
  "replicas of file systems": changed((file) => {
    file.workloadVpcs!["data"] = {
      account: "apps",
      cidr: "10.11.0.0/16",
      availabilityZones: ["us-east-1a"],
      fileSystems: {
        archive: {
          replication: {
            region: "us-west-2",
            oneZone: "us-west-2a",
            kmsKeyId: "arn:aws:kms:us-west-2:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab",
          },
        },
        media: { replication: { region: "eu-west-1", fileSystemId: "fs-0123456789abcdef0" } },
      },
    };
  }),
  "private zones of two accounts": changed((file) => {
    file.accounts["network"]!.deployRole = "arn:aws:iam::111111111111:role/terraform";
    file.sharedNetwork.dns.privateZones = {
      "corp.internal": "Z0123456789ABCDEFGHI0",
      "legacy.internal": { id: "Z0123456789ABCDEFGHI1", vpcs: ["apps", "shared-network"] },
      "db.internal": { id: "Z0123456789ABCDEFGHI2", account: "apps" },
    };
  }),
  "private zones through a Route 53 Profile": changed((file) => {
    file.accounts["network"]!.deployRole = "arn:aws:iam::111111111111:role/terraform";
    file.sharedNetwork.dns.profile = true;
    file.sharedNetwork.dns.privateZones = {
      "corp.internal": "Z0123456789ABCDEFGHI0",
      "legacy.internal": { id: "Z0123456789ABCDEFGHI1", vpcs: ["apps"] },
    };
  }),
  "S3 state": changed((file) => {
    file.state = {
      backend: "s3",
      bucket: "example-terraform-state",
      keyPrefix: "mountpath",
      kmsKeyId: "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      roles: { apps: "arn:aws:iam::111111111111:role/state-apps" },
    };
  }),
  "S3 state in a bucket of its own": changed((file) => {
    file.accounts["network"]!.deployRole = "arn:aws:iam::111111111111:role/terraform";
    file.state = { backend: "s3", bucket: "example-terraform-state", account: "network" };
  }),
  "published outputs": changed((file) => {
    file.publish = { ssm: "/network", shareWith: ["apps", "333333333333"] };
  }),
  // The largest example has tests of its own.
  ...Object.fromEntries(
    exampleNames.filter((name) => name !== "many-accounts").map((name) => [`examples/${name}`, exampleNamed(name)]),
  ),
  "a directory that nobody makes": changed((file) => {
    nginx(file)["mounts"] = { "/srv": { fileSystem: "content", rootDirectory: "/exports/${stage}" } };
  }),
  "two Regions": twoRegions(exampleFile()),
  "retired stacks": changed((file) => {
    file.retired = {
      "ecs-old": { account: "apps" },
      "vpc-old": { account: "apps", fileSystems: { content: "keep", scratch: "destroy" } },
    };
  }),
  "everything renamed": changed((file) => {
    const { fileSystems } = apps(file);
    const content = fileSystems!["content"]!;
    const team = {
      ...apps(file),
      formerly: "apps",
      fileSystems: {
        files: {
          ...content,
          formerly: "content",
          accessPoints: { pages: { ...content.accessPoints!["web"]!, formerly: "web" } },
        },
      },
    };
    const renamed = JSON.parse(
      JSON.stringify(file.workloads)
        .replaceAll('"vpc":"apps"', '"vpc":"team"')
        .replaceAll('"fileSystem":"content","accessPoint":"web"', '"fileSystem":"files","accessPoint":"pages"')
        .replace('{"nginx":{', '{"site":{"formerly":"nginx",'),
    ) as NonNullable<File["workloads"]>;
    file.workloadVpcs = { team };
    file.workloads = {
      shop: { ...renamed["web"]!, formerly: "web" },
      cluster: { ...renamed["platform"]!, formerly: "platform" },
    };
  }),
  "HCP Terraform state": changed((file) => {
    file.state = { backend: "cloud", organization: "example-corp", project: "network", workspacePrefix: "example-" };
  }),
};
