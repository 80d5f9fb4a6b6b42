import { type AwsRule, each, stack } from "../rule";

export const rule: AwsRule = {
  fact: "an HTTPS listener needs a certificate and a security policy, and an HTTP listener takes neither",
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
  check: each("aws_lb_listener", ({ args }) => {
    const [certificate, policy] = [args["certificate_arn"] !== undefined, args["ssl_policy"] !== undefined];
    if (args["protocol"] === "HTTPS")
      return certificate && policy ? undefined : "HTTPS without certificate_arn and ssl_policy";
    return certificate || policy ? "certificate_arn or ssl_policy without HTTPS" : undefined;
  }),
  fails: {
    "s/aws_lb_listener.https: HTTPS without certificate_arn and ssl_policy": stack({
      "aws_lb_listener.https": { protocol: "HTTPS", ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06" },
    }),
    "s/aws_lb_listener.http: certificate_arn or ssl_policy without HTTPS": stack({
      "aws_lb_listener.http": { protocol: "HTTP", certificate_arn: "arn:aws:acm:us-east-1:222222222222:certificate/1" },
    }),
  },
  passes: [
    stack({ "aws_lb_listener.http": { protocol: "HTTP" } }),
    stack({ "aws_lb_listener.https": { protocol: "HTTPS", certificate_arn: "arn", ssl_policy: "policy" } }),
  ],
};
