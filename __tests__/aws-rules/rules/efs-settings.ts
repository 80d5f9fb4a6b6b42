import { type AwsRule, each, stack } from "../rule";
import { blocks, number } from "../stacks";

export const rule: AwsRule = {
  fact: "EFS refuses these settings together: maxIO with elastic or One Zone, MiB/s without provisioned, two in a lifecycle policy",
  source: "https://docs.aws.amazon.com/efs/latest/ug/performance.html",
  check: each("aws_efs_file_system", ({ args }) => {
    const maxIO = args["performance_mode"] === "maxIO";
    if (maxIO && args["throughput_mode"] === "elastic") return "maxIO with elastic throughput";
    if (maxIO && args["availability_zone_name"] !== undefined) return "maxIO in One Zone storage";
    const mibps = number(args["provisioned_throughput_in_mibps"]);
    const provisioned = args["throughput_mode"] === "provisioned";
    if (provisioned !== (mibps !== undefined)) return "provisioned throughput and MiB/s without each other";
    if (mibps !== undefined && (mibps < 1 || mibps > 3414)) return `${mibps} MiB/s should be 1 to 3414`;
    const mixed = blocks(args["lifecycle_policy"]).some((one) => Object.keys(one).length !== 1);
    return mixed ? "a lifecycle_policy block has several transitions" : undefined;
  }),
  fails: {
    "s/aws_efs_file_system.one: maxIO with elastic throughput": fileSystem({
      performance_mode: "maxIO",
      throughput_mode: "elastic",
    }),
    "s/aws_efs_file_system.one: maxIO in One Zone storage": fileSystem({
      performance_mode: "maxIO",
      availability_zone_name: "a",
    }),
    "s/aws_efs_file_system.one: provisioned throughput and MiB/s without each other": fileSystem({
      throughput_mode: "provisioned",
    }),
    "s/aws_efs_file_system.one: 4000 MiB/s should be 1 to 3414": fileSystem({
      throughput_mode: "provisioned",
      provisioned_throughput_in_mibps: 4000,
    }),
    "s/aws_efs_file_system.one: a lifecycle_policy block has several transitions": fileSystem({
      lifecycle_policy: [{ transition_to_ia: "AFTER_7_DAYS", transition_to_archive: "AFTER_90_DAYS" }],
    }),
  },
  passes: [
    fileSystem({ throughput_mode: "elastic", lifecycle_policy: [{ transition_to_ia: "AFTER_7_DAYS" }] }),
    fileSystem({ throughput_mode: "provisioned", provisioned_throughput_in_mibps: 64, performance_mode: "maxIO" }),
  ],
};

function fileSystem(args: Readonly<Record<string, unknown>>) {
  return stack({ "aws_efs_file_system.one": args });
}
