import { type AwsRule, stack, violation } from "../rule";

const max = 16_384;
const args: Readonly<Record<string, string>> = { aws_launch_template: "user_data", aws_instance: "user_data_base64" };

export const rule: AwsRule = {
  fact: "user data has at most 16 KB before it is encoded",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
  check: (stacks) =>
    Object.entries(args).flatMap(([type, argument]) =>
      stacks.of(type).flatMap((one) => {
        const size = sizeOf(one.args[argument]);
        return size > max ? [violation(one, `user data has ${size} bytes, EC2 takes ${max}`)] : [];
      }),
    ),
  fails: { "s/aws_launch_template.pool: user data has 16385 bytes, EC2 takes 16384": template(16_385) },
  passes: [template(16_384), stack({ "aws_launch_template.pool": {} })],
};

/** The length of the text in `base64encode("…")`, without quotes and escapes. */
function sizeOf(written: unknown): number {
  const [, text] = /^\$\{base64encode\((".*")\)\}$/s.exec(String(written)) ?? [];
  return text === undefined ? 0 : Buffer.byteLength(JSON.parse(text) as string);
}

function template(size: number) {
  return stack({ "aws_launch_template.pool": { user_data: `\${base64encode(${JSON.stringify("x".repeat(size))})}` } });
}
