import { type AwsRule, each, stack } from "../rule";

export const rule: AwsRule = {
  fact: "an HTTPS or TLS listener needs a certificate and a security policy, and any other listener takes neither",
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
  check: each("aws_lb_listener", ({ args }) => {
    const [certificate, policy] = [args["certificate_arn"] !== undefined, args["ssl_policy"] !== undefined];
    const protocol = String(args["protocol"]);
    if (protocol === "HTTPS" || protocol === "TLS")
      return certificate && policy ? undefined : `${protocol} without certificate_arn and ssl_policy`;
    return certificate || policy ? "certificate_arn or ssl_policy without HTTPS or TLS" : undefined;
  }),
  fails: {
    "s/aws_lb_listener.https: HTTPS without certificate_arn and ssl_policy": stack({
      "aws_lb_listener.https": { protocol: "HTTPS", ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06" },
    }),
    "s/aws_lb_listener.http: certificate_arn or ssl_policy without HTTPS or TLS": stack({
      "aws_lb_listener.http": { protocol: "HTTP", certificate_arn: "arn:aws:acm:us-east-1:222222222222:certificate/1" },
    }),
  },
  passes: [
    stack({ "aws_lb_listener.http": { protocol: "HTTP" } }),
    stack({ "aws_lb_listener.tls": { protocol: "TLS", certificate_arn: "arn", ssl_policy: "policy" } }),
    stack({ "aws_lb_listener.https": { protocol: "HTTPS", certificate_arn: "arn", ssl_policy: "policy" } }),
  ],
};
