import { writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { DescribeFileSystemsCommand, DescribeMountTargetsCommand, EFSClient } from "@aws-sdk/client-efs";
import { GetResourceShareAssociationsCommand, RAMClient } from "@aws-sdk/client-ram";

import { type File } from "../support/variants";
import { account, type AccountClient } from "./account";
import { Emulator } from "./emulator/emulator";
import { inventory } from "./inventory";
import { appsAccount, appsVpc, deployableExample, networkAccount, webServices } from "./organization";
import { expectExit, Project } from "./project";
import { listOf } from "./route53resolver";

const stacks = ["shared-network", "vpc-apps", "ecs-web", "eks-platform"];

/** The tests depend on each other, in this order, since a deployment is slow. */
describe("the example", () => {
  let emulator: Emulator;
  let project: Project;
  let file: File;
  let network: AccountClient;
  let apps: AccountClient;

  beforeAll(async () => {
    emulator = await Emulator.start();
    file = await deployableExample(emulator);
    project = new Project(emulator, file);
    network = await account(emulator, networkAccount);
    apps = await account(emulator, appsAccount);
  });

  afterAll(() => {
    emulator.stop();
    project.dispose();
  });

  /** The workload VPC, found without reading any state. */
  async function appsVpcId(): Promise<string> {
    const { Vpcs: [vpc] = [] } = await new EC2Client(apps).send(
      new DescribeVpcsCommand({ Filters: [{ Name: "tag:Name", Values: ["example-apps"] }] }),
    );
    return vpc?.VpcId ?? "";
  }

  test("is deployed by cdktf, every stack in order", async () => {
    expectExit(await project.deploy(...stacks), 0);
  }, 600_000);

  test.each(stacks)("a second plan of %s is empty", async (stack) => {
    expectExit(await project.plan(stack), 0);
  });

  test("the workload VPC resolves through both rules", async () => {
    const rules = await listOf(network, "ResolverRules");
    const associations = await listOf(apps, "ResolverRuleAssociations");
    const vpcId = await appsVpcId();
    const associated = associations
      .filter((association) => association.VPCId === vpcId)
      .map(({ ResolverRuleId }) => rules.find(({ Id }) => Id === ResolverRuleId))
      // The emulator adds a trailing dot to every domain, including the root.
      .map((rule) => `${rule?.DomainName.replace(/\.+$/, "")} ${rule?.RuleType}`);
    expect(associated.sort()).toEqual([" FORWARD", "amazonaws.com SYSTEM"]);
  });

  test("the rules are shared with the organization only", async () => {
    const ram = new RAMClient(network);
    const { resourceShareAssociations: principals = [] } = await ram.send(
      new GetResourceShareAssociationsCommand({ associationType: "PRINCIPAL" }),
    );
    expect(principals.map(({ associatedEntity }) => associatedEntity)).toEqual([file.organizationArn]);
  });

  test("the file system has one mount target in each zone of the VPC", async () => {
    const efs = new EFSClient(apps);
    const { FileSystems: fileSystems = [] } = await efs.send(new DescribeFileSystemsCommand({}));
    expect(fileSystems.map(({ Name, Encrypted }) => [Name, Encrypted])).toEqual([["example-apps-content", true]]);
    const { MountTargets: targets = [] } = await efs.send(
      new DescribeMountTargetsCommand({ FileSystemId: fileSystems[0]?.FileSystemId }),
    );
    expect(targets.map(({ AvailabilityZoneName }) => AvailabilityZoneName).sort()).toEqual([
      "us-east-1a",
      "us-east-1b",
    ]);
    const vpcId = await appsVpcId();
    expect(targets.map(({ VpcId }) => VpcId)).toEqual([vpcId, vpcId]);
  });

  test("the S3 gateway is on the route table of every subnet, and the other endpoints have private DNS names", async () => {
    const ec2 = new EC2Client(apps);
    const inVpc = { Filters: [{ Name: "vpc-id", Values: [await appsVpcId()] }] };
    const { Subnets: subnets = [] } = await ec2.send(new DescribeSubnetsCommand(inVpc));
    const { RouteTables: tables = [] } = await ec2.send(new DescribeRouteTablesCommand(inVpc));
    const { VpcEndpoints: endpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand(inVpc));
    const ofSubnets = subnets.map(
      ({ SubnetId }) =>
        tables.find(({ Associations = [] }) => Associations.some((each) => each.SubnetId === SubnetId))?.RouteTableId,
    );
    const gateways = endpoints.filter(({ VpcEndpointType }) => VpcEndpointType === "Gateway");
    expect(gateways.map(({ ServiceName }) => ServiceName)).toEqual(["com.amazonaws.us-east-1.s3"]);
    expect([...(gateways[0]?.RouteTableIds ?? [])].sort()).toEqual(ofSubnets.sort());
    const interfaces = endpoints.filter(({ VpcEndpointType }) => VpcEndpointType === "Interface");
    expect(
      interfaces.map(({ ServiceName, PrivateDnsEnabled }) => `${ServiceName} ${PrivateDnsEnabled}`).sort(),
    ).toEqual(
      ["ec2", "ecr.api", "ecr.dkr", "eks", "logs", "sts"].map((name) => `com.amazonaws.us-east-1.${name} true`),
    );
    for (const { SubnetIds = [] } of interfaces) {
      expect([...SubnetIds].sort()).toEqual(subnets.map(({ SubnetId }) => SubnetId).sort());
    }
  });

  test("the service runs on platform 1.4.0 and mounts the file system over TLS, with IAM", async () => {
    const ecs = new ECSClient(apps);
    const { services: [service] = [] } = await ecs.send(
      new DescribeServicesCommand({ cluster: "example-web", services: ["nginx"] }),
    );
    expect([service?.platformVersion, service?.desiredCount]).toEqual(["1.4.0", 2]);
    const { taskDefinition } = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: service?.taskDefinition }),
    );
    expect(taskDefinition?.volumes).toEqual([
      {
        configuredAtLaunch: false,
        name: "content_web",
        efsVolumeConfiguration: {
          fileSystemId: expect.stringMatching(/^fs-/) as string,
          rootDirectory: "/",
          transitEncryption: "ENABLED",
          authorizationConfig: { accessPointId: expect.stringMatching(/^fsap-/) as string, iam: "ENABLED" },
        },
      },
    ]);
    expect(taskDefinition?.containerDefinitions?.[0]?.mountPoints).toEqual([
      { sourceVolume: "content_web", containerPath: "/usr/share/nginx/html", readOnly: true },
    ]);
  });

  test("an additional rule plans the rule, its share and its associations, the network account first", async () => {
    file.sharedNetwork.dns.forward?.push({ domain: "corp.example.com", to: ["10.2.0.1"] });
    project.write(file);
    expectExit(await project.synth(), 0);
    expect(expectExit(await project.plan("vpc-apps"), 1).replace(/[\s│]+/g, " ")).toContain(
      'stack shared-network has no output resolver_rule_ids["corp.example.com"] yet: deploy shared-network first',
    );
    expectExit(await project.plan("shared-network"), 2);
    expect(await project.plannedActions("shared-network")).toEqual({
      "aws_ram_resource_association.rules_corp_example_com": "create",
      "aws_route53_resolver_rule.corp_example_com": "create",
      "aws_route53_resolver_rule_association.corp_example_com": "create",
    });
    expectExit(await project.applyPlan("shared-network"), 0);
    expectExit(await project.plan("vpc-apps"), 2);
    expect(await project.plannedActions("vpc-apps")).toEqual({
      "aws_route53_resolver_rule_association.corp_example_com": "create",
    });
    expectExit(await project.applyPlan("vpc-apps"), 0);
  });

  test("an additional zone creates its resources and replaces nothing", async () => {
    appsVpc(file).availabilityZones.push("us-east-1c");
    project.write(file);
    expectExit(await project.synth(), 0);
    expectExit(await project.plan("vpc-apps"), 2);
    expect(await project.plannedActions("vpc-apps")).toEqual({
      "aws_efs_mount_target.content_us-east-1c": "create",
      "aws_route_table.apps_private-us-east-1c": "create",
      "aws_route_table_association.apps_private-us-east-1c": "create",
      "aws_subnet.apps_private-us-east-1c": "create",
      ...Object.fromEntries(
        ["ec2", "ecr_api", "ecr_dkr", "eks", "logs", "s3", "sts"].map((name) => [`aws_vpc_endpoint.${name}`, "update"]),
      ),
    });
    expectExit(await project.applyPlan("vpc-apps"), 0);
    expectExit(await project.plan("ecs-web"), 2);
    expect(await project.plannedActions("ecs-web")).toEqual({ "aws_ecs_service.nginx": "update" });
    expectExit(await project.applyPlan("ecs-web"), 0);
  });

  test("an additional zone also reaches the cluster, whose profiles EKS can only replace", async () => {
    expectExit(await project.plan("eks-platform"), 2);
    expect(await project.plannedActions("eks-platform")).toEqual({
      "aws_eks_cluster.platform": "update",
      "aws_eks_fargate_profile.coredns": "delete/create",
      "aws_eks_fargate_profile.web": "delete/create",
    });
  });

  test("fails in review, since the pods of both profiles stop", async () => {
    const review = expectExit(await project.review("eks-platform"), 1);
    for (const profile of ["coredns", "web"])
      expect(review).toContain(
        `- \`aws_eks_fargate_profile.${profile}\` (outage) is replaced, because subnet&#95;ids can't be changed:&#8203; its pods stop`,
      );
  });

  test("an additional service creates only the service and its resources", async () => {
    const { nginx } = webServices(file);
    webServices(file)["second"] = { ...nginx! };
    project.write(file);
    expectExit(await project.synth(), 0);
    expectExit(await project.plan("vpc-apps"), 0);
    expectExit(await project.plan("ecs-web"), 2);
    expect(await project.plannedActions("ecs-web")).toEqual({
      "aws_cloudwatch_log_group.second": "create",
      "aws_ecs_service.second": "create",
      "aws_ecs_task_definition.second": "create",
      "aws_iam_role.second_execution": "create",
      "aws_iam_role.second_task": "create",
      "aws_iam_role_policy.second_execution": "create",
      "aws_iam_role_policy.second_task_mount": "create",
      "aws_security_group.second": "create",
      "aws_vpc_security_group_egress_rule.second_https": "create",
      "aws_vpc_security_group_ingress_rule.second_from_10_10_0_0-16_80": "create",
    });
  });

  test("an additional service mounts according to its review, which needs no attention", async () => {
    expectExit(await project.plan("shared-network"), 0);
    const review = expectExit(await project.review("shared-network", "vpc-apps", "ecs-web"), 0);
    expect(review).toMatch(
      /## ⚪ No danger found: \d+ mount paths mount; without a plan: eks-platform\n\n\*\*3 of 4 stacks planned, 2 without/,
    );
  });

  test("destroying stops at the file system: its dependents are gone, it is intact, and the error states the reason", async () => {
    const before = (await inventory(apps)).filter((id) => /^fs/.test(id));
    const output = expectExit(await project.destroy(...stacks), 1).replace(/\s+/g, " ");
    expect(output).toContain("Resource aws_efs_file_system.content");
    expect(output).toContain("has lifecycle.prevent_destroy set");
    expect(project.idsInState("ecs-web")).toEqual([]);
    expect(project.idsInState("eks-platform")).toEqual([]);
    expect((await inventory(apps)).filter((id) => /^fs/.test(id))).toEqual(before);
    expectExit(await project.plan("vpc-apps"), 0);
  }, 600_000);

  test("destroying removes everything without prevent_destroy", async () => {
    const lifted = { resource: { aws_efs_file_system: { content: { lifecycle: { prevent_destroy: false } } } } };
    writeFileSync(join(project.stackFolder("vpc-apps"), "lift_override.tf.json"), JSON.stringify(lifted));
    expectExit(await project.destroy(...stacks), 0);
    for (const stack of stacks) expect(project.idsInState(stack)).toEqual([]);
    expect(await inventory(apps)).toEqual([]);
    expect(await inventory(network)).toEqual([]);
  }, 600_000);
});
