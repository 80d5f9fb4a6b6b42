import { synthFile } from "../support/synth";
import { variants } from "../support/variants";

const { resource, data, output } = synthFile(variants["rules of an existing load balancer's listener"]!)["ecs-shop"]!;
const shared = "app/shared/50dc6c495c0c9188";

test("the rule forwards what matches to the service's tasks, and the service waits for it", () => {
  expect(resource["aws_lb_listener_rule"]!["cart"]).toMatchObject({
    listener_arn: `arn:aws:elasticloadbalancing:us-east-1:222222222222:listener/${shared}/f2f7dc8efc522ab2`,
    priority: 200,
    action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.cart_rule.arn}" }],
    condition: [{ host_header: { values: ["www.example.com"] } }, { path_pattern: { values: ["/cart/*"] } }],
  });
  const service = resource["aws_ecs_service"]!["cart"]!;
  expect(service["load_balancer"]).toEqual([
    { container_name: "cart", container_port: 8080, target_group_arn: "${aws_lb_target_group.cart_rule.arn}" },
  ]);
  expect(service["depends_on"]).toContain("aws_lb_listener_rule.cart");
  expect(service["health_check_grace_period_seconds"]).toBe(60);
});

test("the load balancer may connect to the tasks' port, and nothing of it is changed", () => {
  const rules = Object.values(resource["aws_vpc_security_group_ingress_rule"]!);
  expect(rules).toHaveLength(1);
  expect(rules[0]).toMatchObject({
    security_group_id: "${aws_security_group.cart.id}",
    referenced_security_group_id: "sg-0123456789abcdef0",
    from_port: 8080,
    to_port: 8080,
  });
  expect(Object.keys(resource)).not.toContain("aws_lb");
  expect(Object.keys(resource)).not.toContain("aws_lb_listener");
});

test("the plan checks the load balancer's VPC and security group", () => {
  const balancer = data["aws_lb"]!["cart_shared"] as { arn: string; lifecycle: { postcondition: unknown[] } };
  expect(balancer.arn).toBe(`arn:aws:elasticloadbalancing:us-east-1:222222222222:loadbalancer/${shared}`);
  expect(balancer.lifecycle.postcondition).toHaveLength(2);
});

test("scaling counts the requests of the group, whose ARN is an output", () => {
  const [policy] = Object.values(resource["aws_appautoscaling_policy"]!);
  expect(JSON.stringify(policy)).toContain(`"${shared}/\${aws_lb_target_group.cart_rule.arn_suffix}"`);
  expect(output["target_group_arns"]!.value).toEqual({ cart: "${aws_lb_target_group.cart_rule.arn}" });
});
