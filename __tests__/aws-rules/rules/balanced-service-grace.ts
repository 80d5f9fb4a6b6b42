import { type AwsRule, each, stack } from "../rule";
import { blocks, number, texts } from "../stacks";

export const rule: AwsRule = {
  fact: "a service behind a load balancer waits for its listener, and gives its tasks time before their health counts",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html",
  check: each("aws_ecs_service", ({ args }) => {
    const balanced = blocks(args["load_balancer"]).length > 0;
    const grace = args["health_check_grace_period_seconds"];
    if (!balanced)
      return grace === undefined ? undefined : "has a grace period without a load balancer, which ECS refuses";
    if (!texts(args["depends_on"]).some((one) => /^aws_lb_listener(_rule)?\./.test(one)))
      return "does not depend on a listener";
    return number(grace) === undefined ? "has no health_check_grace_period_seconds" : undefined;
  }),
  fails: {
    "s/aws_ecs_service.web: does not depend on a listener": service({ load_balancer: [{}] }),
    "s/aws_ecs_service.web: has no health_check_grace_period_seconds": service({
      load_balancer: [{}],
      depends_on: ["aws_lb_listener.web"],
    }),
    "s/aws_ecs_service.web: has a grace period without a load balancer, which ECS refuses": service({
      health_check_grace_period_seconds: 60,
    }),
  },
  passes: [
    service({}),
    service({ load_balancer: [{}], depends_on: ["aws_lb_listener.web"], health_check_grace_period_seconds: 60 }),
  ],
};

function service(args: Readonly<Record<string, unknown>>) {
  return stack({ "aws_ecs_service.web": args });
}
