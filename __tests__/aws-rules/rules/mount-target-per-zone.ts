import { zonesOf } from "../network";
import { type AwsRule, each, stack } from "../rule";

export const rule: AwsRule = {
  fact: "a file system has at most one mount target per Availability Zone, and a One Zone file system one in its own",
  source: "https://docs.aws.amazon.com/efs/latest/ug/accessing-fs.html",
  check: each("aws_efs_file_system", (fileSystem, stacks) => {
    const targets = stacks.referring("aws_efs_mount_target", "file_system_id", fileSystem);
    const zones = targets.flatMap((target) => zonesOf(stacks, target, target.args["subnet_id"]));
    const own = fileSystem.args["availability_zone_name"];
    const twice = zones.find((zone, index) => zones.indexOf(zone) !== index);
    if (twice !== undefined) return `has two mount targets in ${twice}`;
    const foreign = zones.find((zone) => own !== undefined && zone !== own);
    return foreign === undefined ? undefined : `is stored in ${String(own)} and has a mount target in ${foreign}`;
  }),
  fails: {
    "s/aws_efs_file_system.content: has two mount targets in us-east-1a": fileSystem({}, "us-east-1a", "us-east-1a"),
    "s/aws_efs_file_system.content: is stored in us-east-1b and has a mount target in us-east-1a": fileSystem(
      { availability_zone_name: "us-east-1b" },
      "us-east-1a",
    ),
  },
  passes: [
    fileSystem({}, "us-east-1a", "us-east-1b"),
    fileSystem({ availability_zone_name: "us-east-1b" }, "us-east-1b"),
  ],
};

function fileSystem(args: Readonly<Record<string, unknown>>, ...zones: readonly string[]) {
  return stack({
    "aws_efs_file_system.content": args,
    ...Object.fromEntries(zones.map((zone, index) => [`aws_subnet.s${index}`, { availability_zone: zone }])),
    ...Object.fromEntries(
      zones.map((_, index) => [
        `aws_efs_mount_target.t${index}`,
        { file_system_id: "${aws_efs_file_system.content.id}", subnet_id: `\${aws_subnet.s${index}.id}` },
      ]),
    ),
  });
}
