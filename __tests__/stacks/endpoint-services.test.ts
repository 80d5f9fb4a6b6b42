import { organization } from "../../config/schema/organization";
import { endpointServices } from "../../stacks/endpoint-services";
import { synthFile } from "../support/synth";
import { changed, exampleFile, type File } from "../support/variants";

/** Only the example's ECS workload, with options of its service or of the workload. */
function workload(service: object, own: object = {}): File {
  const file = exampleFile();
  const { web } = file.workloads!;
  if (web?.platform !== "ecs-fargate") throw new Error("the example's web should run on ecs-fargate");
  file.workloads = { web: { ...web, ...own, services: { nginx: { ...web.services["nginx"]!, ...service } } } as never };
  return file;
}

function endpoints(file: File): string[] {
  return endpointServices(organization.parse(file), "apps");
}

const base = ["ecr.api", "ecr.dkr", "logs"];
const ssm = "arn:aws:ssm:us-east-1:222222222222:parameter/web/token";
const secret = "arn:aws:secretsmanager:us-east-1:222222222222:secret:web-AbCdEf";
const kmsKeyId = "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const image = "222222222222.dkr.ecr.us-east-1.amazonaws.com/other:1";
const general = { instances: { general: { max: 1 } } };

describe("the endpoints of a VPC", () => {
  /** An option, and the endpoints that it adds to those of a service with an image in private ECR (EP-01, EP-02). */
  test.each<[option: string, file: File, added: string[]]>([
    ["no option", workload({}), []],
    ["exec", workload({ exec: true }), ["ssmmessages"]],
    ["exec with a log", workload({ exec: true }, { execAudit: {} }), ["ssmmessages"]],
    ["exec with a key", workload({ exec: true }, { execAudit: { kmsKeyId } }), ["kms", "ssmmessages"]],
    ["an SSM parameter", workload({ secrets: { TOKEN: ssm } }), ["ssm"]],
    ["a secret", workload({ secrets: { TOKEN: secret } }), ["secretsmanager"]],
    [
      "a log router with a secret",
      workload({ logRouter: { image, options: { Name: "http" }, secretOptions: { header: secret } } }),
      ["secretsmanager"],
    ],
    ["a DNS cache", workload({ dnsCache: true, entryPoint: ["/run"] }), []],
    ["a load balancer", workload({ loadBalancer: {} }), []],
    ["scaling", workload({ scaling: { min: 1, max: 2, cpuPercent: 50 } }), []],
    ["Spot", workload({ spot: {} }), []],
    ["discovery", workload({ discovery: true }, { namespace: "web.internal" }), []],
    ["alarms", workload({}, { alarms: {} }), []],
    ["a scheduled task", workload({}, { tasks: { report: { image, schedule: "rate(1 day)" } } }), []],
    ["a task with exec", workload({}, { tasks: { report: { image, exec: true } } }), ["ssmmessages"]],
    ["container instances", workload({}, { platform: "ecs-ec2", ...general }), ["ecs", "ecs-agent", "ecs-telemetry"]],
    [
      "container instances with a hosts file",
      workload({}, { platform: "ecs-ec2", instances: { general: { max: 1, resolve: "hosts-file" } } }),
      ["ecs", "ecs-agent", "ecs-telemetry", "elasticfilesystem"],
    ],
  ])("with %s are those that it needs and no others", (_, file, added) => {
    expect(endpoints(file)).toEqual([...base, ...added].sort());
  });

  test("include ECR's for images that options add, even if the service's own image is elsewhere", () => {
    const elsewhere = { image: "registry.example.com/nginx:1" };
    expect(endpoints(workload(elsewhere))).toEqual(["logs"]);
    expect(endpoints(workload({ ...elsewhere, dnsCache: true, entryPoint: ["/run"] }))).toEqual(base);
    expect(endpoints(workload({ ...elsewhere, logRouter: { image, options: { Name: "null" } } }))).toEqual(base);
    const mounts = { "/srv": { fileSystem: "content", accessPoint: "web", seed: { copy: "/srv", image } } };
    expect(endpoints(workload({ ...elsewhere, mounts }))).toEqual(base);
  });

  test("of the example get only ssmmessages in addition when a service gets exec", () => {
    const before = synthFile(exampleFile())["vpc-apps"]!;
    const after = synthFile(
      changed((file) => {
        const web = file.workloads!["web"]!;
        if (web.platform === "ecs-fargate") web.services["nginx"]!.exec = true;
      }),
    )["vpc-apps"]!;
    const { ssmmessages, ...others } = after.resource["aws_vpc_endpoint"]!;
    expect(ssmmessages).toMatchObject({
      service_name: "com.amazonaws.us-east-1.ssmmessages",
      private_dns_enabled: true,
    });
    expect({ ...after.resource, aws_vpc_endpoint: others }).toEqual(before.resource);
    const { vpc_endpoint_ids: ids, ...outputs } = after.output;
    const { vpc_endpoint_ids: idsBefore, ...outputsBefore } = before.output;
    expect(outputs).toEqual(outputsBefore);
    expect(ids!.value).toEqual({ ...(idsBefore!.value as object), ssmmessages: "${aws_vpc_endpoint.ssmmessages.id}" });
  });

  test("are none in mode none, except the S3 gateway endpoint", () => {
    const { resource, output } = synthFile(
      changed((file) => {
        Object.assign(file.workloadVpcs!["apps"]!, { internet: "nat", endpoints: "none" });
      }),
    )["vpc-apps"]!;
    expect(Object.values(resource["aws_vpc_endpoint"]!)).toMatchObject([{ vpc_endpoint_type: "Gateway" }]);
    expect(output["vpc_endpoint_ids"]!.value).toEqual({ s3: "${aws_vpc_endpoint.s3.id}" });
    expect(Object.keys(resource["aws_security_group"]!)).not.toContain("endpoints");
  });

  test("of a list are those of mode own", () => {
    const listed = (written: File["workloadVpcs"]) =>
      endpoints(changed((file) => Object.assign(file, { workloadVpcs: written })));
    const vpcs = (own: object) => ({ apps: { ...exampleFile().workloadVpcs!["apps"]!, ...own } });
    expect(listed(vpcs({ endpoints: { mode: "own", services: ["kms"] } }))).toEqual(
      listed(vpcs({ endpoints: ["kms"] })),
    );
    expect(listed(vpcs({ endpoints: "own" }))).toEqual(listed(vpcs({})));
  });
});
