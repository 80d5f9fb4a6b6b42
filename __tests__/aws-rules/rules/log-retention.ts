import { type AwsRule, each, stack } from "../rule";
import { number } from "../stacks";

const taken = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const rule: AwsRule = {
  fact: "CloudWatch Logs keeps events for certain numbers of days alone",
  source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
  check: each("aws_cloudwatch_log_group", ({ args }) => {
    const days = number(args["retention_in_days"]);
    return days === undefined || taken.includes(days) ? undefined : `keeps events for ${days} days, which AWS refuses`;
  }),
  fails: { "s/aws_cloudwatch_log_group.web: keeps events for 45 days, which AWS refuses": group(45) },
  passes: [group(30), group(3653)],
};

function group(days: number) {
  return stack({ "aws_cloudwatch_log_group.web": { retention_in_days: days } });
}
