import { type AwsRule, each, stack } from "../rule";
import { blocks, number } from "../stacks";

const ranges = {
  interval: [5, 300],
  timeout: [2, 120],
  healthy_threshold: [2, 10],
  unhealthy_threshold: [2, 10],
} as const;

export const rule: AwsRule = {
  fact: "a target group's health check runs every 5 to 300 seconds, takes 2 to 120 and less than its interval, and counts 2 to 10",
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
  check: each("aws_lb_target_group", ({ args }) => {
    const check = blocks(args["health_check"])[0] ?? {};
    for (const [name, [min, max]] of Object.entries(ranges)) {
      const value = number(check[name]);
      if (value !== undefined && (value < min || value > max)) return `${name} ${value} should be ${min} to ${max}`;
    }
    const [timeout, interval] = [number(check["timeout"]) ?? 5, number(check["interval"]) ?? 30];
    return timeout >= interval ? `timeout ${timeout} should be less than the interval ${interval}` : undefined;
  }),
  fails: {
    "s/aws_lb_target_group.web: interval 3 should be 5 to 300": group({ interval: 3 }),
    "s/aws_lb_target_group.web: timeout 10 should be less than the interval 10": group({ interval: 10, timeout: 10 }),
  },
  passes: [group({ interval: 30, timeout: 5, healthy_threshold: 5, unhealthy_threshold: 2 })],
};

function group(check: object) {
  return stack({ "aws_lb_target_group.web": { health_check: check } });
}
