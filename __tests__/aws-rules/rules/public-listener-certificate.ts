import { type AwsRule, each, stack } from "../rule";
import { blocks } from "../stacks";

export const rule: AwsRule = {
  fact: "an HTTP listener of a public load balancer sends what it serves over the internet in plain text",
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
  check: each("aws_lb_listener", (listener, stacks) => {
    const [balancer] = stacks.referred(listener, listener.args["load_balancer_arn"], "aws_lb");
    if (balancer === undefined || balancer.args["internal"] === true || listener.args["protocol"] !== "HTTP") {
      return undefined;
    }
    const redirects = blocks(listener.args["default_action"]).every(({ type }) => type === "redirect");
    return redirects ? undefined : "serves the internet without TLS";
  }),
  warning: "exposes plain HTTP to the internet without a certificate",
  fails: { "s/aws_lb_listener.http: serves the internet without TLS": listener(false, "forward") },
  passes: [listener(true, "forward"), listener(false, "redirect")],
};

function listener(internal: boolean, type: string) {
  return stack({
    "aws_lb.web": { internal },
    "aws_lb_listener.http": {
      load_balancer_arn: "${aws_lb.web.arn}",
      protocol: "HTTP",
      default_action: [{ type }],
    },
  });
}
