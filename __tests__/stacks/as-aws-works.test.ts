import { parseOrganizationText } from "../../config/load";
import { exampleNamed } from "../support/examples";
import { type SynthesizedStack, synthFile } from "../support/synth";
import { changed, type File, variants, yamlOf } from "../support/variants";

const web = (file: File) =>
  file.workloads!["web"] as unknown as Record<string, Record<string, Record<string, unknown>>>;
const platform = (file: File) => file.workloads!["platform"] as unknown as Record<string, unknown>;
const keyArn = "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";

interface Statement {
  readonly Action: readonly string[];
}

function statements({ resource }: SynthesizedStack, name: string): Statement[] {
  const { policy } = resource["aws_iam_role_policy"]![name] as { policy: string };
  return (JSON.parse(policy) as { Statement: Statement[] }).Statement;
}

describe("seeding from a bucket with a customer managed key", () => {
  const seeded = (seed: object) =>
    synthFile(
      changed((file) => {
        const mounts = web(file)["services"]!["nginx"]!["mounts"] as Record<string, Record<string, unknown>>;
        mounts["/usr/share/nginx/html"]!["seed"] = { s3: "s3://example-content/web/", kmsKeyId: keyArn, ...seed };
      }),
    )["ecs-web"]!;
  const decrypt = {
    Effect: "Allow",
    Action: ["kms:Decrypt"],
    Resource: keyArn,
    Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
  };

  test("lets the task decrypt through S3", () => {
    const image = "222222222222.dkr.ecr.us-east-1.amazonaws.com/aws-cli:2.17.0";
    expect(statements(seeded({ image }), "nginx_task_seed")).toContainEqual(decrypt);
  });

  test("lets the seeding instance decrypt through S3", () => {
    const stack = seeded({ by: "instance" });
    const names = Object.keys(stack.resource["aws_iam_role_policy"]!).filter((name) => name.endsWith("_read"));
    expect(names).toHaveLength(1);
    expect(statements(stack, names[0]!)).toContainEqual(decrypt);
  });
});

describe("an EKS cluster", () => {
  test("has the CoreDNS version of its Kubernetes version", () => {
    const { data, resource } = synthFile(changed((file) => (platform(file)["version"] = "1.34")))["eks-platform"]!;
    expect(data["aws_eks_addon_version"]!["coredns"]).toMatchObject({
      addon_name: "coredns",
      kubernetes_version: "1.34",
    });
    expect(resource["aws_eks_addon"]!["coredns"]!["addon_version"]).toBe(
      "${data.aws_eks_addon_version.coredns.version}",
    );
  });

  test.each([
    [{}, "EXTENDED"],
    [{ supportType: "standard" }, "STANDARD"],
  ])("with %j has the support type %s", (settings, supportType) => {
    const { resource } = synthFile(changed((file) => Object.assign(platform(file), settings)))["eks-platform"]!;
    expect(resource["aws_eks_cluster"]!["platform"]!["upgrade_policy"]).toEqual({ support_type: supportType });
  });

  describe("on a later date", () => {
    const { SOURCE_DATE_EPOCH } = process.env;
    afterEach(() => (process.env["SOURCE_DATE_EPOCH"] = SOURCE_DATE_EPOCH));

    const warningsOn = (day: string, settings: object) => {
      process.env["SOURCE_DATE_EPOCH"] = String(Date.parse(day) / 1000);
      const file = changed((example) => Object.assign(platform(example), { version: "1.32", ...settings }));
      return parseOrganizationText("o.yaml", yamlOf(file)).warnings.map(({ message }) => message);
    };

    test.each([
      ["2026-03-23", {}, []],
      [
        "2026-03-24",
        {},
        [
          "is past its standard support, which ended on 2026-03-23, got '1.32'; extended support costs more for each hour of the cluster: upgrade it",
        ],
      ],
      [
        "2026-03-24",
        { supportType: "standard" },
        [
          "is past its standard support, which ended on 2026-03-23, got '1.32'; EKS upgrades a cluster with supportType standard automatically: set the next version",
        ],
      ],
      [
        "2027-03-24",
        {},
        [
          "is past its extended support, which ended on 2027-03-23, got '1.32'; EKS upgrades such clusters automatically and creates no new ones: set the version that the cluster has",
        ],
      ],
    ])("of %s, with %j, gives a warning about its version by date", (day, settings, expected) => {
      expect(warningsOn(day, settings)).toEqual(expected);
    });
  });
});

describe("an alarm for missing tasks", () => {
  const alarm = (settings: object) => {
    const file = exampleNamed("load-balanced");
    const { nginx } = web(file)["services"]!;
    Object.assign(nginx!, settings);
    return synthFile(file)["ecs-web"]!.resource["aws_cloudwatch_metric_alarm"]!["nginx"]!;
  };

  test("treats missing data as a failure if the service always has a task, and a zero count as data", () => {
    const { treat_missing_data, metric_query } = alarm({});
    expect(treat_missing_data).toBe("breaching");
    expect(metric_query).toContainEqual(expect.objectContaining({ expression: "desired - FILL(running, 0)" }));
  });

  test.each([
    { desiredCount: 0 },
    { scaling: { min: 0, max: 4, cpuPercent: 50 } },
    { scaling: { min: 1, max: 4, schedules: { night: { at: "cron(0 22 ? * * *)", min: 0, max: 0 } } } },
  ])("does not if the desired count can be zero: %j", (settings) => {
    const file = exampleNamed("load-balanced");
    const nginx = web(file)["services"]!["nginx"] as unknown as Record<string, unknown>;
    delete nginx["scaling"];
    Object.assign(nginx, settings);
    const { resource } = synthFile(file)["ecs-web"]!;
    expect(resource["aws_cloudwatch_metric_alarm"]!["nginx"]!["treat_missing_data"]).toBe("notBreaching");
  });
});

describe("tags of the file", () => {
  const tagged = (name: string) => {
    const file = exampleNamed(name);
    file.defaultTags = { CostCenter: "1234", "cost/unit of team": "a" };
    return synthFile(file)["ecs-web"]!.resource;
  };
  const all = { CostCenter: "1234", "cost/unit of team": "a", "mountpath:stack": "ecs-web" };

  test("reach container instances, their disks and their group", () => {
    const resource = tagged("dnsmasq-hosts");
    for (const template of Object.values(resource["aws_launch_template"]!)) {
      expect(template["tag_specifications"]).toEqual([
        { resource_type: "instance", tags: expect.objectContaining(all) as unknown },
        { resource_type: "volume", tags: expect.objectContaining(all) as unknown },
      ]);
    }
    for (const group of Object.values(resource["aws_autoscaling_group"]!)) {
      expect(group["tag"]).toContainEqual({ key: "CostCenter", value: "1234", propagate_at_launch: false });
    }
  });

  test("with a space or slash are omitted from instances that read their tags, and set on their disks", () => {
    const [template] = Object.values(tagged("hosts-file-hosts")["aws_launch_template"]!);
    const [instance, volume] = template!["tag_specifications"] as { tags: Record<string, string> }[];
    expect(instance!.tags).toMatchObject({ CostCenter: "1234", "mountpath:stack": "ecs-web" });
    expect(Object.keys(instance!.tags)).not.toContain("cost/unit of team");
    expect(volume!.tags).toMatchObject(all);
  });

  test("reach the disk of a seeding instance", () => {
    const templates = Object.values(tagged("seeding")["aws_launch_template"]!);
    expect(templates.length).toBeGreaterThan(0);
    for (const template of templates) {
      expect(template["tag_specifications"]).toEqual([
        { resource_type: "volume", tags: expect.objectContaining(all) as unknown },
      ]);
    }
  });
});

test("a shared query log is looked up first, so that a plan fails until the share has arrived", () => {
  const stacks = synthFile(variants["query logs"]!);
  const { data, resource } = stacks["vpc-apps"]!;
  const [association] = Object.values(resource["aws_route53_resolver_query_log_config_association"]!);
  expect(data["aws_route53_resolver_query_log_config"]!["apps"]).toMatchObject({
    resolver_query_log_config_id: association!["resolver_query_log_config_id"],
  });
  expect(stacks["shared-network"]!.data["aws_route53_resolver_query_log_config"]).toBeUndefined();
});

test("a public load balancer without a certificate gives a warning", () => {
  const file = exampleNamed("load-balanced");
  const balancer = web(file)["services"]!["nginx"]!["loadBalancer"] as Record<string, unknown>;
  delete balancer["certificate"];
  expect(parseOrganizationText("o.yaml", yamlOf(file)).warnings.map(({ message }) => message)).toEqual([
    "exposes plain HTTP to the internet without a certificate, got 'public'; add certificate",
  ]);
});
