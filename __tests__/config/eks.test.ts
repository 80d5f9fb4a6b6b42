import { ConfigError, formatProblem } from "../../config/errors";
import { parseOrganizationText } from "../../config/load";

const good = `name: example
region: us-east-1
accounts:
  apps: { id: "222222222222" }
sharedNetwork:
  account: apps
  vpc: { cidr: 10.0.0.0/22, availabilityZones: [us-east-1a, us-east-1b], transitGateway: tgw-0123456789abcdef0 }
  dns: { forward: [{ domain: corp.example.com, to: [10.2.0.1] }] }
workloadVpcs:
  apps:
    account: apps
    cidr: 10.10.0.0/16
    availabilityZones: [us-east-1a, us-east-1b]
    fileSystems:
      content: { accessPoints: { web: { path: /web, uid: 1000, gid: 1000 } } }
workloads:
  platform:
    platform: eks-fargate
    vpc: apps
    version: "1.35"
    admins: [arn:aws:iam::222222222222:role/admin]
    profiles:
      web:
        selectors: [{ namespace: web }]
    deployments:
      nginx:
        namespace: web
        image: 222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27
        mounts: { /srv: { fileSystem: content, accessPoint: web } }
    apiAllowedCidrs: [10.0.0.0/8]
`;

/** The problems of the good file with one part of it replaced. */
function problemsOf(part: string, replacement: string): string {
  expect(good).toContain(part);
  try {
    parseOrganizationText("organization.yaml", good.replace(part, replacement));
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "";
}

function oneProblem(text: string): string {
  return `organization.yaml has 1 problem\n  organization.yaml:${text}`;
}

test("warns of more profiles and labels than the default quotas of EKS", () => {
  const profiles = Array.from(
    { length: 9 },
    (_, index) => `      p${index}: { selectors: [{ namespace: n${index} }] }\n`,
  );
  const text = good
    .replace("    profiles:\n", `    profiles:\n${profiles.join("")}`)
    .replace("{ namespace: n0 }", "{ namespace: n0, labels: { a: a, b: b, c: c, d: d, e: e, f: f } }");
  expect(parseOrganizationText("o.yaml", text).warnings.map(formatProblem)).toEqual([
    "o.yaml:22:5 workloads.platform.profiles: are 11 with the CoreDNS profile, above the quota of 10 per cluster; request an increase in Service Quotas",
    "o.yaml:23:42 workloads.platform.profiles.p0.selectors[0].labels: are 6, above the quota of 5 per selector; request an increase in Service Quotas",
  ]);
});

test.each([
  ["without a client", ""],
  ["with an empty list of clients", "    apiAllowedCidrs: []\n"],
])("warns of a private API %s", (_, clients) => {
  const text = good.replace("    apiAllowedCidrs: [10.0.0.0/8]\n", clients);
  expect(parseOrganizationText("o.yaml", text).warnings.map(formatProblem)).toEqual([
    "o.yaml:17:3 workloads.platform: should allow a client outside the cluster: the API is private, and kubectl can't connect to it; add the ranges that kubectl runs in to apiAllowedCidrs",
  ]);
});

test("accepts an EKS workload and fills in defaults", () => {
  const { organization, warnings } = parseOrganizationText(
    "organization.yaml",
    good.replace('    version: "1.35"\n', ""),
  );
  expect(warnings).toEqual([]);
  expect(organization.workloads["platform"]).toEqual({
    platform: "eks-fargate",
    vpc: "apps",
    version: "1.35",
    supportType: "extended",
    admins: ["arn:aws:iam::222222222222:role/admin"],
    apiAllowedCidrs: ["10.0.0.0/8"],
    controlPlaneLogs: ["api", "audit", "authenticator"],
    logRetentionDays: 30,
    createCsiDriver: false,
    tags: {},
    profiles: { web: { selectors: [{ namespace: "web", labels: {} }], subnets: "private" } },
    deployments: {
      nginx: {
        kind: "Deployment",
        namespace: "web",
        image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27",
        environment: {},
        ports: [],
        mounts: {
          "/srv": { fileSystem: "content", accessPoint: "web", readOnly: false, provisioning: "static" },
        },
        labels: {},
        connectTo: {},
        cpu: 256,
        memory: 512,
        replicas: 1,
        policies: [],
        identity: "irsa",
        cpuArchitecture: "x86_64",
        privileged: false,
      },
    },
  });
});

describe("features that Fargate doesn't have", () => {
  test("fails on public subnets", () => {
    expect(problemsOf("        selectors:", "        subnets: public\n        selectors:")).toBe(
      oneProblem(
        "24:18 workloads.platform.profiles.web.subnets: should be private: pods on Fargate run in private subnets only (EKS-01), got 'public'",
      ),
    );
  });

  test("fails on dynamic provisioning", () => {
    expect(problemsOf("accessPoint: web } }", "accessPoint: web, provisioning: dynamic } }")).toBe(
      oneProblem(
        `29:80 workloads.platform.deployments.nginx.mounts["/srv"].provisioning: should be static, since Fargate has no CSI controller to create volumes (EKS-06), got 'dynamic'`,
      ),
    );
  });

  test("fails on Pod Identity", () => {
    expect(problemsOf("        image:", "        identity: pod-identity\n        image:")).toBe(
      oneProblem(
        "28:19 workloads.platform.deployments.nginx.identity: should be irsa (IAM roles for service accounts), since EKS Pod Identity does not work on Fargate (EKS-09), got 'pod-identity'",
      ),
    );
  });

  test("fails on Arm", () => {
    expect(problemsOf("        image:", "        cpuArchitecture: arm64\n        image:")).toBe(
      oneProblem(
        "28:26 workloads.platform.deployments.nginx.cpuArchitecture: should be x86_64, since pods on EKS Fargate don't run on Arm (EKS-09), got 'arm64'",
      ),
    );
  });

  test("fails on a privileged container", () => {
    expect(problemsOf("        image:", "        privileged: true\n        image:")).toBe(
      oneProblem(
        "28:21 workloads.platform.deployments.nginx.privileged: should be false, since Fargate runs no privileged containers (EKS-09), got true",
      ),
    );
  });

  test("fails on a mount without an access point", () => {
    expect(problemsOf("{ fileSystem: content, accessPoint: web }", "{ fileSystem: content }")).toBe(
      oneProblem(
        `29:19 workloads.platform.deployments.nginx.mounts["/srv"].accessPoint: is missing; it should be a name of lower-case letters, digits and hyphens that begins with a letter, 32 characters at most`,
      ),
    );
  });
});

describe("versions", () => {
  test("fails on a version that EKS does not support", () => {
    expect(problemsOf('"1.35"', '"1.22"')).toBe(
      oneProblem(
        "20:14 workloads.platform.version: should be a Kubernetes version that EKS supports, in quotes: 1.31, 1.32, 1.33, 1.34, 1.35 (EKS-13), got '1.22'; did you mean '1.32'?",
      ),
    );
  });

  test("fails on a version without quotes", () => {
    expect(problemsOf('"1.35"', "1.35")).toBe(
      oneProblem(
        '20:14 workloads.platform.version: should be a Kubernetes version that EKS supports, in quotes: 1.31, 1.32, 1.33, 1.34, 1.35 (EKS-13), got 1.35; put it in quotes: "1.35"',
      ),
    );
  });
});

describe("zones", () => {
  test("fails on a VPC of one zone", () => {
    expect(
      problemsOf(
        "cidr: 10.10.0.0/16\n    availabilityZones: [us-east-1a, us-east-1b]",
        "cidr: 10.10.0.0/16\n    availabilityZones: [us-east-1a]",
      ),
    ).toBe(
      oneProblem(
        "19:10 workloads.platform.vpc: should be a VPC with at least two zones, since an EKS cluster spans two (EKS-01), got 'apps' with us-east-1a",
      ),
    );
  });

  test("fails on a profile of one zone", () => {
    expect(problemsOf("        selectors:", "        availabilityZones: [us-east-1a]\n        selectors:")).toBe(
      oneProblem(
        "24:9 workloads.platform.profiles.web.availabilityZones: should have at least two zones (EKS-01), got us-east-1a; omit it to use every zone of the VPC",
      ),
    );
  });

  test("fails on a zone that the VPC doesn't have", () => {
    expect(
      problemsOf("        selectors:", "        availabilityZones: [us-east-1a, us-east-1c]\n        selectors:"),
    ).toBe(
      oneProblem(
        "24:41 workloads.platform.profiles.web.availabilityZones[1]: should be a zone of VPC 'apps', got 'us-east-1c'; did you mean 'us-east-1a'?",
      ),
    );
  });

  test("fails on a One Zone file system", () => {
    expect(problemsOf("content: { accessPoints", "content: { oneZone: us-east-1b, accessPoints")).toBe(
      oneProblem(
        `29:39 workloads.platform.deployments.nginx.mounts["/srv"].fileSystem: should be a Regional file system, since pods run in at least two zones (EKS-01) and this one can be mounted in us-east-1b only (EFS-05), got 'content'`,
      ),
    );
  });
});

describe("profiles", () => {
  test("fails on six selectors", () => {
    const six = ["web", "a", "b", "c", "d", "e"].map((namespace) => `{ namespace: ${namespace} }`).join(", ");
    expect(problemsOf("[{ namespace: web }]", `[${six}]`)).toBe(
      oneProblem(
        "24:9 workloads.platform.profiles.web.selectors: should have at most 5 selectors (EKS-02); put the others in a second profile, got a list of 6",
      ),
    );
  });

  test("fails on a namespace that no profile selects", () => {
    expect(problemsOf("        namespace: web\n", "        namespace: shop\n")).toBe(
      oneProblem(
        "27:20 workloads.platform.deployments.nginx.namespace: should be a namespace that a Fargate profile selects, or its pods stay pending (EKS-02), got 'shop'; add { namespace: shop } to the selectors of a profile",
      ),
    );
  });

  test("fails on pods without the labels that the selector of their namespace requires", () => {
    expect(problemsOf("[{ namespace: web }]", "[{ namespace: web, labels: { tier: frontend } }]")).toBe(
      oneProblem(
        "27:20 workloads.platform.deployments.nginx.namespace: is selected by workloads.platform.profiles.web.selectors[0] only for pods with tier: frontend (EKS-02), got 'web'; add these labels to the deployment",
      ),
    );
  });

  test("accepts wildcards and the label that every pod has", () => {
    expect(problemsOf("[{ namespace: web }]", "[{ namespace: w?b* }]")).toBe("");
    expect(problemsOf("[{ namespace: web }]", '[{ namespace: "*", labels: { app.kubernetes.io/name: nginx } }]')).toBe(
      "",
    );
  });

  test("fails on the name of the profile for CoreDNS", () => {
    expect(problemsOf("      web:\n        selectors", "      coredns:\n        selectors")).toBe(
      oneProblem(
        "23:7 workloads.platform.profiles.coredns: is the name of the profile that is created for CoreDNS (EKS-05); choose another",
      ),
    );
  });

  test("fails on a namespace of the cluster's own", () => {
    expect(problemsOf("        namespace: web\n", "        namespace: kube-system\n")).toBe(
      oneProblem(
        "27:20 workloads.platform.deployments.nginx.namespace: should be a namespace of your own, got 'kube-system'",
      ),
    );
  });
});

test("fails on an admin that is listed twice", () => {
  const arn = "arn:aws:iam::222222222222:role/admin";
  expect(problemsOf(`[${arn}]`, `[${arn}, ${arn}]`)).toBe(
    oneProblem(`21:52 workloads.platform.admins[1]: is listed twice, got '${arn}'; keep one`),
  );
});

test("fails on a public range that is not public", () => {
  expect(problemsOf("    admins:", "    publicAccessCidrs: [203.0.113.7/24]\n    admins:")).toBe(
    oneProblem(
      "21:25 workloads.platform.publicAccessCidrs[0]: should begin at its first address: 203.0.113.0/24, got '203.0.113.7/24'",
    ),
  );
});

test("fails on references to undefined names, as for ECS", () => {
  expect(problemsOf("fileSystem: content, accessPoint: web", "fileSystem: contents, accessPoint: web")).toBe(
    oneProblem(
      `29:39 workloads.platform.deployments.nginx.mounts["/srv"].fileSystem: should be a file system of VPC 'apps', got 'contents'; did you mean 'content'?`,
    ),
  );
  expect(problemsOf("fileSystem: content, accessPoint: web", "fileSystem: content, accessPoint: wen")).toBe(
    oneProblem(
      `29:61 workloads.platform.deployments.nginx.mounts["/srv"].accessPoint: should be an access point of file system 'content', got 'wen'; did you mean 'web'?`,
    ),
  );
});

test("fails on an image that a VPC without internet access can't reach, as for ECS", () => {
  expect(problemsOf("222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27", "nginx:1.27")).toBe(
    oneProblem(
      "28:16 workloads.platform.deployments.nginx.image: should be in private ECR in us-east-1, since VPC 'apps' has no route to docker.io (EP-09), got 'nginx:1.27'; copy the image there, or give the VPC internet: nat",
    ),
  );
});
