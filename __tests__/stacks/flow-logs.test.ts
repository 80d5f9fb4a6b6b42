import { synthFile } from "../support/synth";
import { variants } from "../support/variants";

const stacks = synthFile(variants["flow logs of VPCs"]!);

test("flow logs to CloudWatch have a log group, and a role that may write only there", () => {
  const { resource } = stacks["vpc-apps"]!;
  expect(resource["aws_flow_log"]!["flow-logs"]).toMatchObject({
    vpc_id: "${aws_vpc.apps.id}",
    traffic_type: "ALL",
    log_destination_type: "cloud-watch-logs",
    log_destination: "${aws_cloudwatch_log_group.flow-logs.arn}",
    iam_role_arn: "${aws_iam_role.flow-logs.arn}",
    depends_on: ["aws_iam_role_policy.flow-logs"],
  });
  expect(resource["aws_cloudwatch_log_group"]!["flow-logs"]).toMatchObject({
    name: "/vpc/example-apps/flow-logs",
    retention_in_days: 90,
  });
  const policy = resource["aws_iam_role_policy"]!["flow-logs"]!["policy"] as string;
  const [, write] = (JSON.parse(policy) as { Statement: { Resource: string }[] }).Statement;
  expect(write!.Resource).toBe("arn:aws:logs:us-east-1:222222222222:log-group:/vpc/example-apps/flow-logs:*");
  const trust = resource["aws_iam_role"]!["flow-logs"]!["assume_role_policy"] as string;
  expect(trust).toContain('"aws:SourceArn":"arn:aws:ec2:us-east-1:222222222222:vpc-flow-log/*"');
});

test("flow logs to S3 need neither", () => {
  const { resource } = stacks["vpc-data"]!;
  expect(resource["aws_flow_log"]!["flow-logs"]).toMatchObject({
    traffic_type: "REJECT",
    log_destination_type: "s3",
    log_destination: "arn:aws:s3:::flow-logs/data",
  });
  expect(Object.keys(resource)).not.toContain("aws_iam_role");
});

test("there are none unless the file asks for them", () => {
  expect(synthFile(variants["example"]!)["vpc-apps"]!.json).not.toContain("aws_flow_log");
});
