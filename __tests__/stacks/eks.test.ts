import { parseAllDocuments } from "yaml";

import { parseManifest, schemaProblems } from "../support/kubernetes";
import { synthFile } from "../support/synth";
import { changed, variants } from "../support/variants";

const stacks = synthFile(variants["example"]!);
const eks = stacks["eks-platform"]!;
const everything = synthFile(variants["EKS with everything that can be asked"]!);
const subnets = ["us-east-1a", "us-east-1b"].map(
  (zone) => `\${data.terraform_remote_state.vpc-apps.outputs.private_subnet_ids["${zone}"]}`,
);

const issuer = '${replace(aws_eks_cluster.platform.identity[0].oidc[0].issuer, "https://", "")}';

/** A policy or trust policy that is a text in a resource. */
function policy(block: Record<string, unknown> | undefined, attribute: string): unknown {
  return JSON.parse(String(block?.[attribute]).replaceAll(issuer, "ISSUER"));
}

describe("the cluster", () => {
  test("is private, in two zones, with access entries only, and without add-ons for nodes", () => {
    expect(eks.resource["aws_eks_cluster"]!["platform"]).toMatchObject({
      name: "example-platform",
      version: "1.35",
      access_config: { authentication_mode: "API", bootstrap_cluster_creator_admin_permissions: false },
      bootstrap_self_managed_addons: false,
      vpc_config: { subnet_ids: subnets, endpoint_private_access: true, endpoint_public_access: false },
      enabled_cluster_log_types: ["api", "audit", "authenticator"],
      encryption_config: { resources: ["secrets"], provider: { key_arn: "${aws_kms_key.platform_secrets.arn}" } },
    });
    expect(eks.resource["aws_eks_access_entry"]).toMatchObject({
      "role_platform-admin": { principal_arn: "arn:aws:iam::222222222222:role/platform-admin", type: "STANDARD" },
    });
  });

  test("keeps its private endpoint if the public one is opened, and accepts an existing key", () => {
    const { resource } = everything["eks-platform"]!;
    expect(resource["aws_eks_cluster"]!["platform"]).toMatchObject({
      version: "1.34",
      vpc_config: {
        endpoint_private_access: true,
        endpoint_public_access: true,
        public_access_cidrs: ["203.0.113.0/24"],
      },
      encryption_config: {
        provider: { key_arn: "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
      },
    });
    expect(resource["aws_kms_key"]).toBeUndefined();
    expect(Object.keys(resource["aws_eks_access_entry"]!)).toEqual([
      "role_team_platform-admin",
      "user_auditor_333333333333",
    ]);
  });

  test("trusts its service accounts, with one role each", () => {
    expect(eks.resource["aws_iam_openid_connect_provider"]!["platform"]).toMatchObject({
      url: "${aws_eks_cluster.platform.identity[0].oidc[0].issuer}",
      client_id_list: ["sts.amazonaws.com"],
    });
    expect(policy(eks.resource["aws_iam_role"]!["platform_app_nginx"], "assume_role_policy")).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "sts:AssumeRoleWithWebIdentity",
          Principal: { Federated: "${aws_iam_openid_connect_provider.platform.arn}" },
          Condition: {
            StringEquals: {
              "ISSUER:aud": "sts.amazonaws.com",
              "ISSUER:sub": "system:serviceaccount:web:nginx",
            },
          },
        },
      ],
    });
  });
});

describe("policies of pods", () => {
  test("are distinguished if AWS and the account have one of the same name", () => {
    const file = changed((written) => {
      const platform = written.workloads!["platform"]!;
      if (platform.platform !== "eks-fargate") throw new Error("the example's platform should run on eks-fargate");
      platform.deployments!["nginx"]!.policies = [
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws:iam::222222222222:policy/ReadOnlyAccess",
      ];
    });
    const attachments = synthFile(file)["eks-platform"]!.resource["aws_iam_role_policy_attachment"]!;
    expect(Object.keys(attachments).filter((name) => name.includes("app_nginx"))).toEqual([
      "platform_app_nginx_policy_ReadOnlyAccess",
      "platform_app_nginx_policy_aws_ReadOnlyAccess",
    ]);
  });
});

describe("Fargate profiles", () => {
  test("are created and deleted one after another, including that of CoreDNS", () => {
    const profiles = everything["eks-platform"]!.resource["aws_eks_fargate_profile"]!;
    expect(Object.entries(profiles).map(([name, profile]) => [name, profile["depends_on"]])).toEqual([
      [
        "batch",
        [
          "aws_iam_role_policy_attachment.platform_pod-execution",
          "aws_iam_role_policy.platform_pod-execution_logs",
          "aws_cloudwatch_log_group.platform_pods",
        ],
      ],
      ["coredns", ["aws_eks_fargate_profile.batch"]],
      ["web", ["aws_eks_fargate_profile.coredns"]],
    ]);
  });

  test("select in private subnets of two zones", () => {
    const profiles = everything["eks-platform"]!.resource["aws_eks_fargate_profile"]!;
    expect(profiles["web"]).toMatchObject({
      fargate_profile_name: "web",
      subnet_ids: subnets,
      selector: [{ namespace: "web", labels: { tier: "frontend" } }, { namespace: "web-*" }],
    });
    expect(profiles["coredns"]).toMatchObject({
      selector: [{ namespace: "kube-system", labels: { "k8s-app": "kube-dns" } }],
    });
  });

  test("pass their role to this cluster's profiles only", () => {
    expect(policy(eks.resource["aws_iam_role"]!["platform_pod-execution"], "assume_role_policy")).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "eks-fargate-pods.amazonaws.com" },
          Condition: {
            ArnLike: { "aws:SourceArn": "arn:aws:eks:us-east-1:222222222222:fargateprofile/example-platform/*" },
          },
        },
      ],
    });
  });

  test("exist before CoreDNS, which runs on Fargate", () => {
    expect(eks.resource["aws_eks_addon"]!["coredns"]).toMatchObject({
      addon_name: "coredns",
      configuration_values: '{"computeType":"Fargate"}',
      depends_on: ["aws_eks_fargate_profile.coredns"],
    });
  });
});

describe("file systems", () => {
  test("allow the pods' security group on 2049", () => {
    expect(eks.resource["aws_vpc_security_group_ingress_rule"]!["content"]).toMatchObject({
      security_group_id: "${data.terraform_remote_state.vpc-apps.outputs.mount_target_security_group_ids.content}",
      referenced_security_group_id: "${aws_eks_cluster.platform.vpc_config[0].cluster_security_group_id}",
      ip_protocol: "tcp",
      from_port: 2049,
      to_port: 2049,
    });
  });

  test("allow pods through their access point only, with write access only if a pod writes", () => {
    const admitted = (stack: (typeof stacks)[string]) =>
      (
        policy(stack.resource["aws_efs_file_system_policy"]!["content"], "policy") as {
          Statement: { Effect: string }[];
        }
      ).Statement.filter(({ Effect }) => Effect === "Allow");
    const statement = {
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: ["elasticfilesystem:ClientMount"],
      Resource: "${aws_efs_file_system.content.arn}",
      Condition: {
        StringEquals: { "elasticfilesystem:AccessPointArn": "${aws_efs_access_point.content_web.arn}" },
        Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" },
      },
    };
    expect(admitted(stacks["vpc-apps"]!)).toEqual([statement]);
    expect(admitted(everything["vpc-apps"]!)).toEqual([
      { ...statement, Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"] },
    ]);
    const withoutPods = synthFile(changed((file) => delete file.workloads!["platform"]));
    expect(admitted(withoutPods["vpc-apps"]!)).toEqual([]);
  });
});

test("the VPC gets the endpoints that a private cluster needs", () => {
  const onlyEks = synthFile(changed((file) => delete file.workloads!["web"]));
  expect(Object.keys(onlyEks["vpc-apps"]!.resource["aws_vpc_endpoint"]!).sort()).toEqual([
    "ec2",
    "ecr_api",
    "ecr_dkr",
    "eks",
    "logs",
    "s3",
    "sts",
  ]);
});

describe("the output kubernetes_manifests", () => {
  const output = eks.output["kubernetes_manifests"]!;
  const documents = output.value as Record<string, string>;

  test("waits for everything that pods need to run and mount", () => {
    expect(output.depends_on).toEqual([
      "aws_eks_fargate_profile.coredns",
      "aws_eks_fargate_profile.web",
      "aws_eks_addon.coredns",
      "aws_vpc_security_group_ingress_rule.content",
    ]);
  });

  test("contains the ids as Terraform resolves them", () => {
    expect(documents["50-persistentvolume-web.content.web"]).toContain(
      'volumeHandle: ${data.terraform_remote_state.vpc-apps.outputs.file_system_ids.content}::${data.terraform_remote_state.vpc-apps.outputs.access_point_ids["content/web"]}\n',
    );
    expect(documents["70-serviceaccount-web.nginx"]).toContain(
      "eks.amazonaws.com/role-arn: ${aws_iam_role.platform_app_nginx.arn}\n",
    );
  });

  test("passes the user's own ${…} to the container", () => {
    const all = everything["eks-platform"]!.output["kubernetes_manifests"]!.value as Record<string, string>;
    const deployment = all["80-deployment-web.nginx"]!;
    expect(deployment).toContain('exec serve --home "$${HOME}" %%{x}');
    expect(deployment).toContain("value: s3://source/$${stage}\n");
  });

  test("is one stream of documents that are valid in Kubernetes's schemas once the ids are filled in", () => {
    for (const stack of [eks, everything["eks-platform"]!]) {
      const all = Object.values(stack.output["kubernetes_manifests"]!.value as Record<string, string>);
      expect(all.length).toBeGreaterThanOrEqual(8);
      for (const document of all) expect(document).toMatch(/^---\n[^]*\n$/);
      const objects = all.map((document) => parseManifest(filledIn(document)));
      expect(parseAllDocuments(filledIn(all.join("\n")), { version: "1.1" })).toHaveLength(all.length);
      expect(schemaProblems(objects)).toEqual(objects.map(() => null));
    }
  });
});

/** Rendered as Terraform does. */
function filledIn(template: string): string {
  return template
    .replace(/(?<!\$)\$\{[^}]*\}/g, "id-0123456789abcdef0")
    .replace(/\$\$\{/g, "${")
    .replace(/%%\{/g, "%{");
}
