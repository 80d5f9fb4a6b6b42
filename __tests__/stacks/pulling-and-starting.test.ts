import { parseOrganizationText } from "../../config/load";
import { synthFile } from "../support/synth";
import { changed, type File, variants, yamlOf } from "../support/variants";

const ecr = "222222222222.dkr.ecr.us-east-1.amazonaws.com";
const key = "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const settings = "arn:aws:s3:::example-settings";
const registrySecret = "arn:aws:secretsmanager:us-east-1:222222222222:secret:registry-AbCdEf";

interface Statement {
  readonly Action: string[];
  readonly Resource: string | string[];
  readonly Condition?: unknown;
}

/** The example with other settings of its service and its VPC. */
function withSettings(service: object, vpc: object = {}): File {
  return changed((file) => {
    const web = file.workloads!["web"] as unknown as { services: Record<string, object> };
    Object.assign(web.services["nginx"]!, service);
    Object.assign(file.workloadVpcs!["apps"]!, vpc);
  });
}

/** The statements of a policy that allow an action. */
function allowing(file: File, action: string, stack = "ecs-web", policy = "nginx_execution"): Statement[] {
  const document = synthFile(file)[stack]!.resource["aws_iam_role_policy"]![policy]!["policy"] as string;
  return (JSON.parse(document) as { Statement: Statement[] }).Statement.filter(({ Action }) => Action.includes(action));
}

function firstContainer(file: File): Record<string, unknown> {
  const definition = synthFile(file)["ecs-web"]!.resource["aws_ecs_task_definition"]!["nginx"]!;
  return (JSON.parse(definition["container_definitions"] as string) as Record<string, unknown>[])[0]!;
}

const endpoints = (file: File) => Object.keys(synthFile(file)["vpc-apps"]!.resource["aws_vpc_endpoint"]!);

describe("environmentFiles", () => {
  const file = withSettings({
    environmentFiles: [`${settings}/web/\${stage}.env`, { file: `${settings}/all.env`, kmsKeyId: key }],
  });

  test("are named in their order, which decides", () => {
    expect(firstContainer(file)["environmentFiles"]).toEqual([
      { type: "s3", value: `${settings}/web/$\${stage}.env` },
      { type: "s3", value: `${settings}/all.env` },
    ]);
    expect(firstContainer(withSettings({}))).not.toHaveProperty("environmentFiles");
  });

  test("may be read by the execution role, and nothing else of the bucket", () => {
    expect(allowing(file, "s3:GetObject").map(({ Resource }) => Resource)).toEqual([
      [`${settings}/all.env`, `${settings}/web/$\${stage}.env`],
    ]);
    expect(allowing(file, "s3:GetBucketLocation").map(({ Resource }) => Resource)).toEqual([[settings]]);
  });

  test("may be decrypted through S3 only", () => {
    expect(allowing(file, "kms:Decrypt")).toEqual([
      {
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [key],
        Condition: { StringEquals: { "kms:ViaService": ["s3.us-east-1.amazonaws.com"] } },
      },
    ]);
  });
});

describe("repositoryCredentials", () => {
  const file = withSettings(
    { image: "registry.example.com/app:1", repositoryCredentials: registrySecret },
    { internet: "nat" },
  );

  test("are in the container definition, and the execution role may read them", () => {
    expect(firstContainer(file)["repositoryCredentials"]).toEqual({ credentialsParameter: registrySecret });
    expect(allowing(file, "secretsmanager:GetSecretValue").map(({ Resource }) => Resource)).toEqual([[registrySecret]]);
  });

  test("add the endpoint of Secrets Manager", () => {
    expect(endpoints(withSettings({}, { internet: "nat" }))).not.toContain("secretsmanager");
    expect(endpoints(file)).toContain("secretsmanager");
  });

  test("go with a seed by the same image, and not with one by another image", () => {
    const seeded = (image?: string) => {
      const mount = { fileSystem: "content", accessPoint: "web", seed: { files: { a: "b" }, image } };
      return withSettings(
        { image: "registry.example.com/app:1", repositoryCredentials: registrySecret, mounts: { "/srv": mount } },
        { internet: "nat" },
      );
    };
    expect(firstContainer(seeded())).toHaveProperty("repositoryCredentials");
    expect(firstContainer(seeded(`${ecr}/busybox:1`))).not.toHaveProperty("repositoryCredentials");
  });
});

describe("pullThroughCaches", () => {
  const pullThroughCaches = { quay: { registry: "quay.io" } };
  const cached = `${ecr}/quay/org/app:1`;
  const file = withSettings({ image: cached }, { pullThroughCaches, internet: "nat" });

  test("are rules of the VPC's account", () => {
    const { resource } = synthFile(variants["environment files, credentials of a registry and pull-through caches"]!)[
      "vpc-apps"
    ]!;
    expect(resource["aws_ecr_pull_through_cache_rule"]).toMatchObject({
      quay: { ecr_repository_prefix: "quay", upstream_registry_url: "quay.io" },
      "docker-hub": {
        ecr_repository_prefix: "docker-hub",
        upstream_registry_url: "registry-1.docker.io",
        credential_arn: "arn:aws:secretsmanager:us-east-1:222222222222:secret:ecr-pullthroughcache/hub-AbCdEf",
      },
    });
  });

  test("let the execution role fill the repositories of the task's images only", () => {
    expect(allowing(file, "ecr:CreateRepository")).toEqual([
      {
        Effect: "Allow",
        Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
        Resource: ["arn:aws:ecr:us-east-1:222222222222:repository/quay/org/app"],
      },
    ]);
    for (const image of [`${ecr}/quayside/app:1`, `${ecr}/nginx:1`, cached.replace("222222222222", "333333333333")]) {
      const other = withSettings({ image }, { pullThroughCaches, internet: "nat" });
      expect(allowing(other, "ecr:CreateRepository")).toEqual([]);
    }
  });

  test("let pods on EKS fill the repositories of their images", () => {
    const { platform } = file.workloads!;
    if (platform?.platform !== "eks-fargate") throw new Error("the example's platform should run on eks-fargate");
    Object.values(platform.deployments!)[0]!.image = cached;
    const [statement] = allowing(file, "ecr:CreateRepository", "eks-platform", "platform_pod-execution_caches");
    expect(statement?.Resource).toEqual(["arn:aws:ecr:us-east-1:222222222222:repository/quay/org/app"]);
  });

  test("warn of an image whose first pull has no way to the internet", () => {
    const warnings = (internet: "none" | "nat") => {
      const text = yamlOf(withSettings({ image: cached }, { pullThroughCaches, internet }));
      return parseOrganizationText("organization.yaml", text).warnings.map(({ message }) => message);
    };
    expect(warnings("nat")).toEqual([]);
    expect(warnings("none")).toEqual([
      `is pulled through the cache 'quay', and VPC 'apps' has no internet access for the first pull (EP-09), got '${cached}'; pull the image once from elsewhere, or give the VPC internet: nat`,
    ]);
  });
});
