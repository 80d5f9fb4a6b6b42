import { graphOfPlans, graphOfStacks } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { type HopResult, type PathResult } from "../../../proof/verdict";
import { parseManifest } from "../../support/kubernetes";
import { synthFile } from "../../support/synth";
import { exampleFile } from "../../support/variants";

/** The example's stacks as parsed JSON, which is exactly what Terraform gets. */
type Json = Record<string, never>;
const text = Object.fromEntries(Object.entries(synthFile(exampleFile())).map(([name, { json }]) => [name, json]));

function stacks(): Record<string, Json> {
  return Object.fromEntries(Object.entries(text).map(([name, json]) => [name, JSON.parse(json) as Json]));
}

type Manifests = Record<string, string>;
const manifestsOf = (all: Record<string, Json>) =>
  (all["eks-platform"] as unknown as { output: { kubernetes_manifests: { value: Manifests } } }).output
    .kubernetes_manifests.value;
const resource = (all: Record<string, Json>, stack: string, type: string, name: string) =>
  (all[stack] as unknown as { resource: Record<string, Record<string, Record<string, unknown>>> }).resource[type]![
    name
  ]!;

function podPaths(all: Record<string, Json>): PathResult[] {
  return prove(graphOfStacks(all)).paths.filter(({ stack }) => stack === "eks-platform");
}

/** The hops that don't pass on the pod's first path after a change. */
function broken(change: (all: Record<string, Json>) => void): HopResult[] {
  const all = stacks();
  change(all);
  const [path] = podPaths(all);
  return path!.hops.filter(({ verdict }) => verdict !== "passes");
}

/** Replaces a text in one manifest. */
function edited(key: string, from: string, to: string): (all: Record<string, Json>) => void {
  return (all) => {
    const manifests = manifestsOf(all);
    expect(manifests[key]).toContain(from);
    manifests[key] = manifests[key]!.replace(from, to);
  };
}

/**
 * The volume without its claimRef, since a claim and a volume that name each other are bound without further checks
 * (pv_controller.go).
 */
function unreserved(change: (all: Record<string, Json>) => void): (all: Record<string, Json>) => void {
  return (all) => {
    const manifests = manifestsOf(all);
    manifests[keys.volume] = manifests[keys.volume]!.replace(/ {2}claimRef:\n(?: {4}.*\n)+/, "");
    expect(manifests[keys.volume]).not.toContain("claimRef");
    change(all);
  };
}

/** Gives a manifest another key, and so another position in the order. */
function moved(key: string, to: string): (all: Record<string, Json>) => void {
  return (all) => {
    const manifests = manifestsOf(all);
    manifests[to] = manifests[key]!;
    delete manifests[key];
  };
}

const keys = {
  namespace: "10-namespace-web",
  volume: "50-persistentvolume-web.content.web",
  claim: "60-persistentvolumeclaim-web.content.web",
  account: "70-serviceaccount-web.nginx",
  deployment: "80-deployment-web.nginx",
};

test("a claim that names no volume may be bound to another one that fits as well", () => {
  const spare = "51-persistentvolume-spare";
  const withSpare = (handle: (text: string) => string) => (all: Record<string, Json>) => {
    const manifests = manifestsOf(all);
    manifests[keys.claim] = manifests[keys.claim]!.replace(/ {2}volumeName: .*\n/, "");
    manifests[spare] = handle(manifests[keys.volume]!).replace("name: web.content.web", "name: spare");
  };
  const other = unreserved(withSpare((text) => text.replace(/volumeHandle: .*/, "volumeHandle: fs-0fedcba9876543210")));
  expect(broken(other)).toMatchObject([
    {
      hop: "volume",
      verdict: "unknown",
      rule: "EKS-07",
      resource: "PersistentVolumeClaim/web/content.web",
      detail:
        "may be bound to PersistentVolume/spare instead of PersistentVolume/web.content.web: both match, and Kubernetes takes either",
      settle: "set spec.volumeName of PersistentVolumeClaim/web/content.web to web.content.web",
    },
  ]);
  // The same directory under two names.
  expect(broken(unreserved(withSpare((text) => text)))).toEqual([]);
});

test("the example's pods mount in both zones, with the hops of EKS on Fargate", () => {
  const paths = podPaths(stacks());
  expect(paths.map(({ hops: _, ...path }) => path)).toEqual(
    ["us-east-1a", "us-east-1b"].map((zone) => ({
      workload: "Deployment/web/nginx",
      stack: "eks-platform",
      container: "nginx",
      mountPath: "/usr/share/nginx/html",
      fileSystem: "aws_efs_file_system.content",
      subnet: `aws_subnet.apps_private-${zone}`,
      availabilityZone: zone,
      verdict: "mounts",
    })),
  );
  expect(paths[0]!.hops.map(({ hop, verdict, rule }) => `${hop} ${verdict} ${rule}`)).toEqual([
    "fargate-profile passes EKS-02",
    "vpc passes EFS-04",
    "vpc-dns passes VPC-01",
    "dhcp-options passes VPC-04",
    "resolver passes DNS-01",
    "mount-target passes EFS-02",
    "network passes EFS-11",
    "volume passes EKS-07",
    "iam passes EFS-09",
    "image passes EP-01",
  ]);
});

describe("manifests that don't agree", () => {
  const cases: Record<string, [(all: Record<string, Json>) => void, string, string]> = {
    "a namespace that nothing makes": [
      (all) => delete manifestsOf(all)[keys.namespace],
      "fargate-profile EKS-02 Deployment/web/nginx",
      "is in namespace web, which no manifest creates",
    ],
    "a namespace that comes after what is in it": [
      moved(keys.namespace, "99-namespace-web"),
      "fargate-profile EKS-02 PersistentVolumeClaim/web/content.web",
      "is applied before its namespace, Namespace/web",
    ],
    "a service account of another name": [
      edited(keys.account, "  name: nginx", "  name: ngynx"),
      "fargate-profile EKS-09 Deployment/web/nginx",
      "runs as ServiceAccount/web/nginx, which no manifest creates",
    ],
    "a service account in another namespace": [
      edited(keys.account, "  namespace: web", "  namespace: default"),
      "fargate-profile EKS-09 Deployment/web/nginx",
      "runs as ServiceAccount/web/nginx, which no manifest creates",
    ],
    "a selector that the pods don't have": [
      edited(keys.deployment, "matchLabels:\n      app.kubernetes.io/name: nginx", "matchLabels:\n      app: nginx"),
      "fargate-profile EKS-02 Deployment/web/nginx",
      "has selector app=nginx, which the labels of its pod template do not match",
    ],
    "a claim of another name": [
      edited(keys.deployment, "claimName: content.web", "claimName: content"),
      "volume EKS-07 Deployment/web/nginx",
      "claims PersistentVolumeClaim/web/content, which no manifest makes",
    ],
    "a claim in another namespace": [
      edited(keys.claim, "namespace: web", "namespace: default"),
      "volume EKS-07 Deployment/web/nginx",
      "claims PersistentVolumeClaim/web/content.web, which no manifest makes",
    ],
    "a claim without a volume, which dynamic provisioning would make": [
      (all) => delete manifestsOf(all)[keys.volume],
      "volume EKS-06 PersistentVolumeClaim/web/content.web",
      "has no PersistentVolume, and nothing on Fargate makes one",
    ],
    "a claim that names another volume": [
      edited(keys.claim, "volumeName: web.content.web", "volumeName: web.content"),
      "volume EKS-06 PersistentVolumeClaim/web/content.web",
      "has no PersistentVolume, and nothing on Fargate makes one",
    ],
    "a volume that is reserved for another claim": [
      edited(keys.volume, "namespace: web", "namespace: other"),
      "volume EKS-07 PersistentVolume/web.content.web",
      "is reserved for another claim than PersistentVolumeClaim/web/content.web",
    ],
    "another storage class": [
      unreserved(edited(keys.claim, "storageClassName: efs-sc", "storageClassName: gp3")),
      "volume EKS-07 PersistentVolumeClaim/web/content.web",
      "is of storage class 'gp3', and PersistentVolume/web.content.web of 'efs-sc'",
    ],
    "another access mode": [
      unreserved(edited(keys.volume, "ReadWriteMany", "ReadWriteOnce")),
      "volume EKS-07 PersistentVolumeClaim/web/content.web",
      "asks for ReadWriteMany, which PersistentVolume/web.content.web does not offer",
    ],
    "a path between file system and access point": [
      edited(keys.volume, "}::${", "}:/web:${"),
      "volume EKS-07 PersistentVolume/web.content.web",
      "has the path /web between file system and access point, which has a directory of its own",
    ],
    "a volume after the pods that mount it": [
      moved(keys.volume, "85-persistentvolume-web.content.web"),
      "volume EKS-07 PersistentVolume/web.content.web",
      "is applied after Deployment/web/nginx, whose pods Fargate leaves pending while a claim is not bound",
    ],
    "a claim after the pods that mount it": [
      moved(keys.claim, "85-persistentvolumeclaim-web.content.web"),
      "volume EKS-07 PersistentVolumeClaim/web/content.web",
      "is applied after Deployment/web/nginx, whose pods Fargate leaves pending while a claim is not bound",
    ],
  };

  test.each(Object.entries(cases))("fails on %s", (_, [change, place, detail]) => {
    const [hop] = broken(change).filter(({ verdict }) => verdict === "fails");
    expect(`${hop?.hop} ${hop?.rule} ${hop?.resource}`).toBe(place);
    expect(hop?.detail).toBe(detail);
  });

  test("prints what the manifests should contain, if that makes the hop pass", () => {
    const fixes = Object.entries(cases).map(([name, [change]]) => {
      const [hop] = broken(change).filter(({ verdict }) => verdict === "fails");
      return [name, hop?.fix];
    });
    expect(Object.fromEntries(fixes)).toEqual({
      "a namespace that nothing makes": "create Namespace/web",
      "a namespace that comes after what is in it": "apply Namespace/web first",
      "a service account of another name": "create ServiceAccount/web/nginx",
      "a service account in another namespace": "create ServiceAccount/web/nginx",
      "a selector that the pods don't have": "set spec.template.metadata.labels.app of Deployment/web/nginx to nginx",
      "a claim of another name": undefined,
      "a claim in another namespace": undefined,
      "a claim without a volume, which dynamic provisioning would make": undefined,
      "a claim that names another volume":
        "set spec.volumeName of PersistentVolumeClaim/web/content.web to web.content.web",
      "a volume that is reserved for another claim":
        "set spec.claimRef of PersistentVolume/web.content.web to { namespace: web, name: content.web }",
      "another storage class": "set spec.storageClassName of PersistentVolumeClaim/web/content.web to efs-sc",
      "another access mode": "set spec.accessModes of PersistentVolume/web.content.web to [ReadWriteMany]",
      "a path between file system and access point":
        "set spec.csi.volumeHandle of PersistentVolume/web.content.web to ${aws_efs_file_system.content.id}::${aws_efs_access_point.content_web.id}",
      "a volume after the pods that mount it": "apply PersistentVolume/web.content.web before Deployment/web/nginx",
      "a claim after the pods that mount it": "apply PersistentVolumeClaim/web/content.web before Deployment/web/nginx",
    });
  });

  test("fails on a volumeHandle without ids", () => {
    const handle = /volumeHandle: .*/.exec(manifestsOf(stacks())[keys.volume]!)![0];
    const hops = broken(edited(keys.volume, handle, "volumeHandle: content"));
    expect(hops.find(({ hop }) => hop === "volume")).toMatchObject({
      verdict: "fails",
      rule: "EKS-07",
      detail: 'has the volumeHandle "content", not fs-…::fsap-…',
    });
  });

  test("a volume and a claim that name each other are bound, whatever else they contain", () => {
    expect(broken(edited(keys.claim, "storageClassName: efs-sc", "storageClassName: gp3"))).toEqual([]);
    expect(broken(edited(keys.claim, "storage: 1Gi", "storage: 5Gi"))).toEqual([]);
  });

  test("an access point is mounted with TLS, whatever the volume specifies", () => {
    expect(broken(edited(keys.volume, 'encryptInTransit: "true"', 'encryptInTransit: "false"'))).toEqual([]);
  });

  test("fails on a volume without TLS and access point, which the file system denies", () => {
    const hops = broken((all) => {
      edited(keys.volume, 'encryptInTransit: "true"', 'encryptInTransit: "False"')(all);
      const manifests = manifestsOf(all);
      manifests[keys.volume] = manifests[keys.volume]!.replace(/(volumeHandle: \$\{[^}]*\}).*/, "$1");
    });
    expect(hops.map(({ hop, verdict }) => `${hop} ${verdict}`)).toEqual(["iam fails"]);
  });

  test("never passes the mount option iam: no source states which identity it uses", () => {
    const hops = broken(edited(keys.volume, "  csi:\n", "  mountOptions: [iam]\n  csi:\n"));
    expect(hops.map(({ hop, verdict }) => `${hop} ${verdict}`)).toEqual(["iam unknown"]);
  });

  test("are unknown if a document is not YAML", () => {
    const hops = broken((all) => {
      const manifests = manifestsOf(all);
      manifests[keys.account] = "{ not: [yaml";
    });
    expect(hops).toMatchObject([{ hop: "fargate-profile", verdict: "unknown", rule: "EKS-09" }]);
  });
});

describe("profiles", () => {
  const profile = (all: Record<string, Json>) =>
    resource(all, "eks-platform", "aws_eks_fargate_profile", "web") as {
      selector: { namespace: string; labels?: Record<string, string> }[];
      subnet_ids: string[];
    };

  test("fails on a namespace that no profile selects, with the missing selector", () => {
    const hops = broken((all) => {
      profile(all).selector[0]!.namespace = "shop";
    });
    expect(hops).toEqual([
      {
        hop: "fargate-profile",
        verdict: "fails",
        rule: "EKS-02",
        resource: "Deployment/web/nginx",
        detail:
          "no selector of aws_eks_fargate_profile.coredns, aws_eks_fargate_profile.web matches pods in namespace web with app.kubernetes.io/name=nginx, so they stay pending",
        fix: "add a selector for namespace web to aws_eks_fargate_profile.web",
        terraform: '# in aws_eks_fargate_profile.web\nselector {\n  namespace = "web"\n}',
        organization: "workloads.platform.profiles.web.selectors: [{ namespace: shop }, { namespace: web }]",
      },
    ]);
  });

  test("fails on labels that the pods don't have", () => {
    const hops = broken((all) => {
      profile(all).selector[0]!.labels = { tier: "frontend" };
    });
    expect(hops).toMatchObject([{ hop: "fargate-profile", verdict: "fails", rule: "EKS-02" }]);
  });

  test("fails on six selectors", () => {
    const hops = broken((all) => {
      profile(all).selector.push(...["a", "b", "c", "d", "e"].map((namespace) => ({ namespace })));
    });
    expect(hops).toMatchObject([
      { hop: "fargate-profile", verdict: "fails", rule: "EKS-02", detail: "has 6 selectors, but EKS allows at most 5" },
    ]);
  });

  test("a subnet in one zone is enough for a profile", () => {
    const hops = broken((all) => {
      profile(all).subnet_ids.pop();
    });
    expect(hops).toEqual([]);
  });

  test("fails on a public subnet", () => {
    const hops = broken((all) => {
      const { resource: resources } = all["vpc-apps"] as unknown as { resource: Record<string, unknown> };
      resources["aws_internet_gateway"] = { apps: { vpc_id: "${aws_vpc.apps.id}" } };
      resources["aws_route"] = {
        out: {
          route_table_id: "${aws_route_table.apps_private-us-east-1a.id}",
          destination_cidr_block: "0.0.0.0/0",
          gateway_id: "${aws_internet_gateway.apps.id}",
        },
      };
    });
    expect(hops).toMatchObject([
      {
        hop: "fargate-profile",
        verdict: "fails",
        rule: "EKS-01",
        resource: "aws_eks_fargate_profile.web",
        detail:
          "has aws_subnet.apps_private-us-east-1a, which aws_route.out makes public, but Fargate profiles support only private subnets",
      },
    ]);
  });

  test("fails on a role that Fargate may not assume", () => {
    const hops = broken((all) => {
      const role = resource(all, "eks-platform", "aws_iam_role", "platform_pod-execution");
      role["assume_role_policy"] = String(role["assume_role_policy"]).replace("eks-fargate-pods.", "ec2.");
    });
    expect(hops).toMatchObject([
      {
        hop: "image",
        verdict: "fails",
        rule: "EKS-04",
        resource: "aws_iam_role.platform_pod-execution",
        detail: "does not allow eks-fargate-pods.amazonaws.com to assume it",
      },
    ]);
  });

  test("are not evaluated if nodes may run the pods", () => {
    const hops = broken((all) => {
      profile(all).selector[0]!.namespace = "shop";
      const { resource: resources } = all["eks-platform"] as unknown as { resource: Record<string, unknown> };
      resources["aws_eks_node_group"] = { nodes: { cluster_name: "${aws_eks_cluster.platform.name}" } };
    });
    expect(hops).toMatchObject([{ hop: "fargate-profile", verdict: "unknown", resource: "aws_eks_node_group.nodes" }]);
  });
});

describe("resources around the pods", () => {
  test("fails if the mount targets do not allow the cluster's security group", () => {
    const hops = broken((all) => {
      const { resource: resources } = all["eks-platform"] as unknown as { resource: Record<string, unknown> };
      delete resources["aws_vpc_security_group_ingress_rule"];
    });
    expect(hops).toMatchObject([{ hop: "network", verdict: "fails", rule: "EFS-11" }]);
  });

  test("fails if the file system policy allows nobody through the access point", () => {
    const hops = broken((all) => {
      const block = resource(all, "vpc-apps", "aws_efs_file_system_policy", "content");
      block["policy"] = String(block["policy"]).replace(/,\{"Effect":"Allow".*\}\]\}$/, "]}");
    });
    expect(hops).toMatchObject([
      {
        hop: "iam",
        verdict: "fails",
        rule: "EFS-09",
        detail:
          "aws_efs_file_system_policy.content is attached, but no statement in it allows a client without IAM ClientMount on aws_efs_file_system.content",
      },
    ]);
  });

  test("fails if the API allows some public ranges and nothing private", () => {
    const hops = broken((all) => {
      const cluster = resource(all, "eks-platform", "aws_eks_cluster", "platform") as {
        vpc_config: Record<string, unknown>;
      };
      Object.assign(cluster.vpc_config, {
        endpoint_private_access: false,
        endpoint_public_access: true,
        public_access_cidrs: ["203.0.113.0/24"],
      });
    });
    expect(hops).toMatchObject([
      {
        hop: "fargate-profile",
        verdict: "fails",
        rule: "EKS-11",
        fix: "turn on endpoint_private_access of aws_eks_cluster.platform",
      },
    ]);
  });

  test("are unknown without their cluster", () => {
    const hops = broken((all) => {
      const { resource: resources } = all["eks-platform"] as unknown as { resource: Record<string, unknown> };
      delete resources["aws_eks_cluster"];
    });
    expect(hops[0]).toMatchObject({ hop: "fargate-profile", verdict: "unknown", rule: "EKS-02" });
  });
});

describe("as resources of the Kubernetes provider", () => {
  /** The same objects, applied by Terraform, with references instead of ids. */
  function asResources(all: Record<string, Json>): void {
    const eks = all["eks-platform"] as unknown as { output: object; resource: Record<string, unknown> };
    const blocks = Object.entries(manifestsOf(all)).map(([key, text]) => {
      const quoted = text.replace(/\$\{[^}]*\}/g, (expression) => expression.replace(/"/g, "'"));
      const json = JSON.stringify(parseManifest(quoted)).replace(/\$\{[^}]*\}/g, (at) => at.replace(/'/g, '\\"'));
      return [key.replace(/\./g, "_"), { manifest: JSON.parse(json) as object }];
    });
    eks.resource["kubernetes_manifest"] = Object.fromEntries(blocks) as object;
    eks.output = {};
  }

  test("the pods still mount", () => {
    const all = stacks();
    asResources(all);
    expect(podPaths(all).map(({ workload, verdict }) => `${workload} ${verdict}`)).toEqual(
      Array(2).fill("Deployment/web/nginx mounts"),
    );
  });

  test("a claim may be created elsewhere, which the input doesn't show", () => {
    const hops = broken((all) => {
      asResources(all);
      const eks = all["eks-platform"] as unknown as { resource: Record<string, Record<string, unknown>> };
      delete eks.resource["kubernetes_manifest"]!["60-persistentvolumeclaim-web_content_web"];
    });
    expect(hops.find(({ hop }) => hop === "volume")).toMatchObject({
      verdict: "unknown",
      detail: "claims PersistentVolumeClaim/web/content.web, which no manifest makes among what was read",
    });
  });
});

describe("as typed resources of the Kubernetes provider", () => {
  const plurals: Record<string, string> = {
    containers: "container",
    volumes: "volume",
    volumeMounts: "volume_mount",
    ports: "port",
  };
  const isMap = /^(?:labels|annotations|matchLabels|capacity|requests|limits|volumeAttributes|parameters)$/;
  const snake = (name: string) => plurals[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

  /** In the usual form: a block for each object, with a singular name. */
  function blocksOf(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(blocksOf);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        snake(name),
        isMap.test(name) ? (inner as unknown) : blocksOf(inner),
      ]),
    );
  }

  interface Manifest {
    kind: string;
    metadata: object;
    spec?: Record<string, unknown>;
  }

  /** Every kind with a typed resource in the provider, with and without version. */
  function asTyped(all: Record<string, Json>): void {
    const eks = all["eks-platform"] as unknown as {
      output: object;
      resource: Record<string, Record<string, object>>;
    };
    for (const [key, text] of Object.entries(manifestsOf(all))) {
      const quoted = text.replace(/\$\{[^}]*\}/g, (expression) => expression.replace(/"/g, "'"));
      const json = JSON.stringify(parseManifest(quoted)).replace(/\$\{[^}]*\}/g, (at) => at.replace(/'/g, '\\"'));
      const { kind, metadata, spec } = JSON.parse(json) as Manifest;
      const { csi, ...others } = spec ?? {};
      const whole = { metadata, spec: csi === undefined ? spec : { ...others, persistentVolumeSource: { csi } } };
      const type = `kubernetes${kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
      const versioned = kind === "PersistentVolumeClaim" ? type : `${type}_v1`;
      (eks.resource[versioned] ??= {})[key.replace(/\W/g, "_")] = blocksOf(whole) as object;
    }
    eks.output = {};
  }

  test("the pods still mount", () => {
    const all = stacks();
    asTyped(all);
    expect(podPaths(all).map(({ workload, mountPath, verdict }) => `${workload} ${mountPath} ${verdict}`)).toEqual(
      Array(2).fill("Deployment/web/nginx /usr/share/nginx/html mounts"),
    );
  });

  test("a claim may be created elsewhere, which the input doesn't show", () => {
    const hops = broken((all) => {
      asTyped(all);
      delete (all["eks-platform"] as unknown as { resource: object & Record<string, unknown> }).resource[
        "kubernetes_persistent_volume_claim"
      ];
    });
    expect(hops.find(({ hop }) => hop === "volume")).toMatchObject({
      verdict: "unknown",
      detail: "claims PersistentVolumeClaim/web/content.web, which no manifest makes among what was read",
    });
  });

  test("a namespace may be created elsewhere, which the input doesn't show", () => {
    const hops = broken((all) => {
      asTyped(all);
      delete (all["eks-platform"] as unknown as { resource: object & Record<string, unknown> }).resource[
        "kubernetes_namespace_v1"
      ];
    });
    expect(hops).toMatchObject([
      {
        hop: "fargate-profile",
        verdict: "unknown",
        detail: "is in namespace web, which no manifest creates",
        settle: "evidence that the cluster has it; or create Namespace/web",
      },
    ]);
  });

  /** A plan of a volume and its pods, with a volume handle of values that are known only after apply. */
  const plan = (references: readonly string[]) => {
    const resources = [
      ["aws_eks_cluster", "main", { name: "main" }, { id: true }],
      ["aws_efs_file_system", "data", { encrypted: true }, { id: true, arn: true }],
      [
        "kubernetes_persistent_volume",
        "data",
        {
          metadata: [{ name: "data" }],
          spec: [
            {
              access_modes: ["ReadWriteMany"],
              capacity: { storage: "1Gi" },
              persistent_volume_source: [{ csi: [{ driver: "efs.csi.aws.com" }] }],
            },
          ],
        },
        { spec: [{ persistent_volume_source: [{ csi: [{ volume_handle: true }] }] }] },
      ],
      [
        "kubernetes_persistent_volume_claim",
        "data",
        {
          metadata: [{ name: "data", namespace: "web" }],
          spec: [
            {
              access_modes: ["ReadWriteMany"],
              resources: [{ requests: { storage: "1Gi" } }],
              volume_name: "data",
            },
          ],
        },
        {},
      ],
      [
        "kubernetes_pod",
        "web",
        {
          metadata: [{ name: "web", namespace: "web" }],
          spec: [
            {
              container: [{ name: "web", volume_mount: [{ name: "data", mount_path: "/data" }] }],
              volume: [{ name: "data", persistent_volume_claim: [{ claim_name: "data" }] }],
            },
          ],
        },
        {},
      ],
    ] as const;
    const csi = [{ volume_handle: { references } }];
    const expressions = { spec: [{ persistent_volume_source: [{ csi }] }] };
    const planned = resources.map(([type, name, values]) => ({
      address: `${type}.${name}`,
      mode: "managed",
      type,
      name,
      values,
    }));
    return {
      format_version: "1.2",
      planned_values: { root_module: { resources: planned } },
      resource_changes: resources.map(([type, name, after, unknown]) => ({
        address: `${type}.${name}`,
        mode: "managed",
        type,
        name,
        change: { actions: ["create"], before: null, after, after_unknown: unknown },
      })),
      configuration: {
        root_module: {
          resources: resources.map(([type, name]) => ({
            address: `${type}.${name}`,
            mode: "managed",
            type,
            name,
            expressions: type === "kubernetes_persistent_volume" ? expressions : {},
          })),
        },
      },
    };
  };
  const mounted = (references: readonly string[]) =>
    prove(graphOfPlans({ "plan.json": plan(references) as never })).paths.map(({ fileSystem, hops }) => [
      fileSystem,
      hops.find(({ hop }) => hop === "volume")?.verdict,
    ]);

  test("a handle that a plan hides begins with the file system that it references, and may continue", () => {
    expect(mounted(["aws_efs_file_system.data.id", "aws_efs_file_system.data"])).toEqual([
      ["aws_efs_file_system.data", "unknown"],
    ]);
  });

  test("a handle with references that the plan hides belongs to an unknown file system", () => {
    expect(mounted(["local.handle", "aws_efs_file_system.data.id", "aws_efs_file_system.data"])).toEqual([
      ["unknown (local.handle, aws_efs_file_system.data.id)", "unknown"],
    ]);
  });
});

describe("CoreDNS", () => {
  const findings = (change: (all: Record<string, Json>) => void) => {
    const all = stacks();
    change(all);
    return prove(graphOfStacks(all)).findings;
  };

  test("passes in the example", () => {
    expect(findings(() => undefined)).toEqual([]);
  });

  test("fails if it is not configured for Fargate", () => {
    const changed = (all: Record<string, Json>) =>
      delete resource(all, "eks-platform", "aws_eks_addon", "coredns")["configuration_values"];
    expect(findings(changed)).toEqual([
      {
        rule: "EKS-05",
        severity: "error",
        resource: "aws_eks_addon.coredns",
        detail: "aws_eks_addon.coredns is not configured to run on Fargate, but aws_eks_cluster.platform has no nodes",
        fix: 'set configuration_values of aws_eks_addon.coredns to jsonencode({ computeType = "Fargate" })',
      },
    ]);
  });

  describe("without an add-on, if no profile selects it", () => {
    type Addon = Readonly<Record<string, unknown>>;
    const withAddon = (addon: Addon | undefined, bootstrap?: boolean) =>
      findings((all) => {
        resource(all, "eks-platform", "aws_eks_fargate_profile", "coredns")["selector"] = [{ namespace: "dns" }];
        resource(all, "eks-platform", "aws_eks_cluster", "platform")["bootstrap_self_managed_addons"] = bootstrap;
        Object.assign(resource(all, "eks-platform", "aws_eks_addon", "coredns"), addon ?? { addon_name: "vpc-cni" });
      }).map(({ rule, severity, resource: of }) => `${rule} ${severity} ${of}`);

    test.each<[string, Addon | undefined, boolean | undefined, string[]]>([
      ["warns, since EKS installs it", undefined, undefined, ["EKS-05 warning aws_eks_cluster.platform"]],
      ["is silent if EKS does not install it", undefined, false, []],
      ["is silent if an add-on may be it", { addon_name: "${var.addon}" }, undefined, []],
    ])("%s", (_, addon, bootstrap, expected) => expect(withAddon(addon, bootstrap)).toEqual(expected));
  });

  test("fails if no profile selects it", () => {
    const changed = (all: Record<string, Json>) => {
      resource(all, "eks-platform", "aws_eks_fargate_profile", "coredns")["selector"] = [{ namespace: "dns" }];
    };
    expect(findings(changed)).toEqual([
      {
        rule: "EKS-05",
        severity: "error",
        resource: "aws_eks_addon.coredns",
        detail:
          "no Fargate profile of aws_eks_cluster.platform selects the pods of aws_eks_addon.coredns, so no pod can resolve names",
        fix: "add a Fargate profile that selects namespace kube-system with label k8s-app=kube-dns",
      },
    ]);
  });
});

describe("in a plan", () => {
  const plan = (after: Manifests, afterUnknown: unknown) => ({
    format_version: "1.2",
    planned_values: { root_module: {} },
    output_changes: { kubernetes_manifests: { actions: ["create"], after, after_unknown: afterUnknown } },
  });

  test("manifests are read as far as they are known", () => {
    const documents = Object.fromEntries(Object.entries(manifestsOf(stacks())).filter(([key]) => key !== keys.account));
    documents[keys.volume] = documents[keys.volume]!.replace(
      /volumeHandle: .*/,
      "volumeHandle: fs-0123456789abcdef0::fsap-0123456789abcdef0",
    );
    const { paths } = prove(graphOfPlans({ "eks.json": plan(documents, { [keys.account]: true }) }));
    expect(paths).toMatchObject([{ workload: "Deployment/web/nginx", stack: "eks.json", verdict: "unknown" }]);
  });
});
