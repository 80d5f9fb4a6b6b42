import { synthFile } from "../support/synth";
import { changed, type File } from "../support/variants";

const zone = "Z0123456789ABCDEFGHIJ";
const certificate = "arn:aws:acm:us-east-1:222222222222:certificate/1234abcd-12ab-34cd-56ef-1234567890ab";
const webAcl = "arn:aws:wafv2:us-east-1:222222222222:regional/webacl/web/1234abcd-12ab-34cd-56ef-1234567890ab";

/** The stack of the example's service with this load balancer, on port 5432, and a client of it. */
function stackWith(loadBalancer: object) {
  const file = changed(({ workloads }: File) => {
    const web = workloads!["web"] as unknown as { services: Record<string, Record<string, unknown>> };
    const { image } = web.services["nginx"] as { image: string };
    web.services["nginx"] = { image, ports: [5432], loadBalancer };
    web.services["client"] = { image, connectTo: { nginx: "loadBalancer" } };
  });
  return synthFile(file)["ecs-web"]!;
}

const listeners = ({ resource }: ReturnType<typeof stackWith>) =>
  Object.values(resource["aws_lb_listener"]!).map((one) => [one["protocol"], one["port"], one["certificate_arn"]]);

describe("a network load balancer", () => {
  test("listens on the container's port, and its target group has no HTTP settings", () => {
    const stack = stackWith({ type: "network" });
    expect(listeners(stack)).toEqual([["TCP", 5432, undefined]]);
    const balancer = stack.resource["aws_lb"]!["nginx"]!;
    expect(balancer).toMatchObject({
      load_balancer_type: "network",
      security_groups: ["${aws_security_group.nginx_load-balancer.id}"],
    });
    expect(balancer).not.toHaveProperty("idle_timeout");
    expect(balancer).not.toHaveProperty("drop_invalid_header_fields");
    const group = stack.resource["aws_lb_target_group"]!["nginx"]!;
    expect(group).toMatchObject({ protocol: "TCP", target_type: "ip", health_check: { protocol: "TCP" } });
    expect(group["health_check"]).not.toHaveProperty("path");
    expect(group["health_check"]).not.toHaveProperty("matcher");
  });

  test("terminates TLS on 443 with a certificate", () => {
    expect(listeners(stackWith({ type: "network", certificate }))).toEqual([["TLS", 443, certificate]]);
  });

  test.each([
    [{ type: "network" }, "tcp", 5432],
    [{ type: "network", certificate }, "tls", 443],
    [{}, "http", 80],
  ])("admits the clients of %j on its own port, and sends to the container's", (loadBalancer, protocol, port) => {
    const { resource } = stackWith(loadBalancer);
    const ingress = resource["aws_vpc_security_group_ingress_rule"]!;
    const egress = resource["aws_vpc_security_group_egress_rule"]!;
    expect(ingress[`nginx_${protocol}_client`]).toMatchObject({ from_port: port, to_port: port });
    expect(egress[`client_to_nginx_load-balancer_${port}`]).toMatchObject({ from_port: port, to_port: port });
    expect(egress["nginx_to-tasks"]).toMatchObject({ from_port: 5432 });
  });
});

test("an application load balancer is as before without a type", () => {
  expect(stackWith({ certificate }).json).toBe(stackWith({ certificate, type: "application" }).json);
  expect(listeners(stackWith({ certificate }))).toEqual([
    ["HTTP", 80, undefined],
    ["HTTPS", 443, certificate],
  ]);
});

test("webAcl is associated with the load balancer", () => {
  expect(stackWith({ webAcl }).resource["aws_wafv2_web_acl_association"]).toMatchObject({
    "nginx_web-acl": { resource_arn: "${aws_lb.nginx.arn}", web_acl_arn: webAcl },
  });
});

describe("records", () => {
  const role = "arn:aws:iam::333333333333:role/team/dns";
  const records = [
    { name: "WWW.Example.com", zone },
    { name: "*.example.com", zone, role },
    { name: "example.com", zone, role },
  ];
  const { resource, json } = stackWith({ records });
  const alias = { name: "${aws_lb.nginx.dns_name}", zone_id: "${aws_lb.nginx.zone_id}", evaluate_target_health: true };

  test("are aliases in their zones, in lower case", () => {
    expect(Object.values(resource["aws_route53_record"]!)).toMatchObject([
      { name: "*.example.com", zone_id: zone, type: "A", alias },
      { name: "example.com", zone_id: zone, type: "A", alias },
      { name: "www.example.com", zone_id: zone, type: "A", alias },
    ]);
  });

  test("of another account are changed with the role, by one provider", () => {
    const made = resource["aws_route53_record"]!;
    expect(Object.values(made).map((one) => one["provider"])).toEqual([
      "aws.zone-333333333333-team_dns",
      "aws.zone-333333333333-team_dns",
      undefined,
    ]);
    const { provider } = JSON.parse(json) as { provider: { aws: Record<string, unknown>[] } };
    expect(provider.aws.filter(({ alias: name }) => name !== undefined)).toMatchObject([
      {
        alias: "zone-333333333333-team_dns",
        allowed_account_ids: ["333333333333"],
        assume_role: [{ role_arn: role, session_name: "mountpath-ecs-web" }],
      },
    ]);
  });
});
