import { fixtureResult, throughNat } from "../fixture-result";

describe("image", () => {
  it("passes through endpoints without internet access", () => {
    expect(fixtureResult("image", "image/all-endpoints-no-way-out")).toEqual({
      hop: "image",
      verdict: "passes",
      rule: "EP-01",
      resource: "aws_ecs_task_definition.ledger",
      detail: "555566667777.dkr.ecr.ap-southeast-2.amazonaws.com/ledger:2.4.1 can be pulled from aws_subnet.app_a",
    });
  });

  it("passes through NAT", () => {
    expect(fixtureResult("image", "image/docker-hub-behind-nat")).toEqual({
      hop: "image",
      verdict: "passes",
      rule: "EP-01",
      resource: "aws_ecs_task_definition.catalog",
      detail: "nginx:1.27 can be pulled from aws_subnet.private_a",
    });
  });

  it("fails without the endpoint for ecr.api", () => {
    expect(fixtureResult("image", "image/ecr-api-endpoint-missing")).toEqual({
      hop: "image",
      verdict: "fails",
      rule: "EP-01",
      resource: "aws_route_table.app",
      detail: "ecr.api is unreachable: aws_route_table.app has no default route",
      fix: "add an interface endpoint for ecr.api with private DNS to aws_vpc.prod",
      terraform: [
        'resource "aws_vpc_endpoint" "ecr_api" {',
        "  vpc_id              = aws_vpc.prod.id",
        '  service_name        = "com.amazonaws.ap-southeast-2.ecr.api"',
        '  vpc_endpoint_type   = "Interface"',
        "  private_dns_enabled = true",
        "  subnet_ids          = [aws_subnet.app_a.id, aws_subnet.app_b.id]",
        "  security_group_ids  = [aws_security_group.endpoints.id]",
        "}",
      ].join("\n"),
    });
  });

  it("gives a new endpoint a unique name", () => {
    const { fix, terraform } = fixtureResult("image", "image/ecr-api-endpoint-of-another-region")!;
    expect(fix).toBe("add an interface endpoint for ecr.api with private DNS to aws_vpc.prod");
    expect(terraform?.split("\n")[0]).toBe('resource "aws_vpc_endpoint" "ecr_api_2" {');
  });

  it("fails without endpoints and internet access", () => {
    expect(fixtureResult("image", "image/no-endpoint-no-way-out")).toEqual({
      hop: "image",
      verdict: "fails",
      rule: "EP-01",
      resource: "aws_route_table.app",
      detail: "ecr.api is unreachable: aws_route_table.app has no default route",
      fix: "add an interface endpoint for ecr.api with private DNS to aws_vpc.prod; add an interface endpoint for ecr.dkr with private DNS to aws_vpc.prod; add a gateway endpoint for S3 on aws_route_table.app",
      terraform: [
        'resource "aws_security_group" "endpoints" {',
        "  vpc_id = aws_vpc.prod.id",
        "  ingress {",
        "    from_port       = 443",
        "    to_port         = 443",
        '    protocol        = "tcp"',
        "    security_groups = [aws_security_group.service.id]",
        "  }",
        "}",
        "",
        'resource "aws_vpc_endpoint" "ecr_api" {',
        "  vpc_id              = aws_vpc.prod.id",
        '  service_name        = "com.amazonaws.ap-southeast-2.ecr.api"',
        '  vpc_endpoint_type   = "Interface"',
        "  private_dns_enabled = true",
        "  subnet_ids          = [aws_subnet.app_a.id, aws_subnet.app_b.id]",
        "  security_group_ids  = [aws_security_group.endpoints.id]",
        "}",
        "",
        'resource "aws_vpc_endpoint" "ecr_dkr" {',
        "  vpc_id              = aws_vpc.prod.id",
        '  service_name        = "com.amazonaws.ap-southeast-2.ecr.dkr"',
        '  vpc_endpoint_type   = "Interface"',
        "  private_dns_enabled = true",
        "  subnet_ids          = [aws_subnet.app_a.id, aws_subnet.app_b.id]",
        "  security_group_ids  = [aws_security_group.endpoints.id]",
        "}",
        "",
        'resource "aws_vpc_endpoint" "s3_gateway" {',
        "  vpc_id            = aws_vpc.prod.id",
        '  service_name      = "com.amazonaws.ap-southeast-2.s3"',
        '  vpc_endpoint_type = "Gateway"',
        "  route_table_ids   = [aws_route_table.app.id]",
        "}",
      ].join("\n"),
    });
  });

  it("fails with an endpoint without private DNS", () => {
    expect(fixtureResult("image", "seeds/ecr-endpoint-without-private-dns")).toEqual({
      hop: "image",
      verdict: "fails",
      rule: "EP-05",
      resource: "aws_vpc_endpoint.ecr_dkr",
      detail:
        "has no private DNS, so the name of ecr.dkr resolves to public addresses, and aws_route_table.app has no default route",
      fix: "change aws_vpc_endpoint.ecr_dkr to an interface endpoint with private DNS",
      terraform: "# in aws_vpc_endpoint.ecr_dkr\nprivate_dns_enabled = true",
    });
  });

  it("fails with the S3 gateway endpoint on another route table", () => {
    expect(fixtureResult("image", "seeds/s3-gateway-not-on-the-task-subnets-table")).toEqual({
      hop: "image",
      verdict: "fails",
      rule: "EP-03",
      resource: "aws_vpc_endpoint.s3",
      detail:
        "is not on aws_route_table.app, the route table of aws_subnet.app_a, and aws_route_table.app has no default route",
      fix: "add aws_route_table.app to the route tables of aws_vpc_endpoint.s3",
      terraform:
        "# in aws_vpc_endpoint.s3\nroute_table_ids = [aws_vpc.apps.main_route_table_id, aws_route_table.app.id]",
    });
  });

  it("fails with an interface endpoint for S3 instead of the gateway", () => {
    expect(fixtureResult("image", "image/s3-interface-instead-of-gateway")).toEqual({
      hop: "image",
      verdict: "fails",
      rule: "EP-03",
      resource: "aws_vpc_endpoint.s3",
      detail: "is an interface endpoint, but ECR's image layers need a gateway endpoint for S3",
      fix: "add a gateway endpoint for S3 on aws_route_table.app",
      terraform: [
        'resource "aws_vpc_endpoint" "s3_gateway" {',
        "  vpc_id            = aws_vpc.prod.id",
        '  service_name      = "com.amazonaws.ap-southeast-2.s3"',
        '  vpc_endpoint_type = "Gateway"',
        "  route_table_ids   = [aws_route_table.app.id]",
        "}",
      ].join("\n"),
    });
  });

  it("fails with a gateway policy that does not allow ECR's layers", () => {
    expect(fixtureResult("image", "image/s3-policy-without-the-layer-bucket")).toEqual({
      hop: "image",
      verdict: "fails",
      rule: "EP-04",
      resource: "aws_vpc_endpoint.s3",
      detail:
        "its policy doesn't allow s3:GetObject on arn:aws:s3:::prod-ap-southeast-2-starport-layer-bucket/*, where ECR stores image layers",
      fix: "allow s3:GetObject on arn:aws:s3:::prod-ap-southeast-2-starport-layer-bucket/* in the policy of aws_vpc_endpoint.s3",
      terraform: [
        "# in aws_vpc_endpoint.s3, policy, one more Statement",
        "{",
        '  Effect    = "Allow"',
        '  Principal = "*"',
        '  Action    = "s3:GetObject"',
        '  Resource  = "arn:aws:s3:::prod-ap-southeast-2-starport-layer-bucket/*"',
        "}",
      ].join("\n"),
    });
  });

  it("fails with an endpoint that allows no tasks", () => {
    expect(fixtureResult("image", "image/endpoint-group-shut")).toEqual({
      hop: "image",
      verdict: "fails",
      rule: "EP-08",
      resource: "aws_security_group.endpoints",
      detail: "no rule of aws_security_group.endpoints allows inbound tcp/443 from aws_ecs_service.ledger",
      fix: "allow inbound tcp/443 from aws_security_group.service in aws_security_group.endpoints",
      terraform: [
        'resource "aws_vpc_security_group_ingress_rule" "endpoints_from_service_443" {',
        "  security_group_id            = aws_security_group.endpoints.id",
        "  referenced_security_group_id = aws_security_group.service.id",
        '  ip_protocol                  = "tcp"',
        "  from_port                    = 443",
        "  to_port                      = 443",
        "}",
      ].join("\n"),
    });
  });

  it("fails with a task whose egress allows endpoints but not S3", () => {
    expect(fixtureResult("image", "image/task-egress-to-endpoints-but-not-s3")).toEqual({
      hop: "image",
      verdict: "fails",
      rule: "EP-08",
      resource: "aws_security_group.service",
      detail: "no rule allows outbound tcp/443 to S3, which has public addresses even through the gateway endpoint",
      fix: "allow outbound tcp/443 to the prefix list of aws_vpc_endpoint.s3 in aws_security_group.service",
      terraform: [
        'resource "aws_vpc_security_group_egress_rule" "service_to_s3_443" {',
        "  security_group_id = aws_security_group.service.id",
        "  prefix_list_id    = aws_vpc_endpoint.s3.prefix_list_id",
        '  ip_protocol       = "tcp"',
        "  from_port         = 443",
        "  to_port           = 443",
        "}",
      ].join("\n"),
    });
  });

  it("fails with a public image and no internet access", () => {
    expect(fixtureResult("image", "image/docker-hub-without-a-way-out")).toEqual({
      hop: "image",
      verdict: "fails",
      rule: "EP-09",
      resource: "aws_route_table.app",
      detail: "postgres:16, on docker.io is unreachable: aws_route_table.app has no default route",
      ...throughNat,
    });
  });

  it("fails with a registry in another Region and no internet access", () => {
    expect(fixtureResult("image", "image/registry-of-another-region")).toEqual({
      hop: "image",
      verdict: "fails",
      rule: "EP-09",
      resource: "aws_route_table.app",
      detail:
        "555566667777.dkr.ecr.us-east-1.amazonaws.com/ledger:2.4.1, in a registry of us-east-1 is unreachable: aws_route_table.app has no default route",
      ...throughNat,
    });
  });

  it("fails with a pull-through cache and no internet access", () => {
    expect(fixtureResult("image", "image/pull-through-cache-without-a-way-out")).toEqual({
      hop: "image",
      verdict: "fails",
      rule: "EP-09",
      resource: "aws_route_table.app",
      detail:
        "555566667777.dkr.ecr.ap-southeast-2.amazonaws.com/docker-hub/library/postgres:16, which needs internet access for the first pull through aws_ecr_pull_through_cache_rule.docker_hub, is unreachable: aws_route_table.app has no default route",
      ...throughNat,
    });
  });

  it("fails in a public subnet without a public address", () => {
    expect(fixtureResult("image", "image/public-subnet-without-a-public-address")).toEqual({
      hop: "image",
      verdict: "fails",
      rule: "EP-09",
      resource: "aws_route.internet",
      detail:
        "louislam/uptime-kuma:1, on docker.io is unreachable: the route to the internet gateway requires a public IP address, and the task gets none",
      fix: "set assign_public_ip of aws_ecs_service.status to true",
      terraform: "# in aws_ecs_service.status, network_configuration\nassign_public_ip = true",
    });
  });

  it("fails with a NAT gateway without internet access", () => {
    expect(fixtureResult("image", "image/nat-gateway-in-a-private-subnet")).toEqual({
      hop: "image",
      verdict: "fails",
      rule: "EP-01",
      resource: "aws_nat_gateway.main",
      detail: "ecr.api is unreachable: aws_nat_gateway.main is in aws_subnet.public, which has no default route",
      fix: "route 0.0.0.0/0 of aws_route_table.public to an internet gateway of aws_vpc.main",
      terraform: [
        'resource "aws_internet_gateway" "main_public" {',
        "  vpc_id = aws_vpc.main.id",
        "}",
        "",
        'resource "aws_route" "public_out" {',
        "  route_table_id         = aws_route_table.public.id",
        '  destination_cidr_block = "0.0.0.0/0"',
        "  gateway_id             = aws_internet_gateway.main_public.id",
        "}",
      ].join("\n"),
    });
  });

  it("fails with a network ACL that blocks the endpoints' responses", () => {
    expect(fixtureResult("image", "image/acl-on-the-endpoints-without-the-answers")).toEqual({
      hop: "image",
      verdict: "fails",
      rule: "EP-08",
      resource: "aws_network_acl.endpoints",
      detail: "does not allow outbound tcp/32768-60999 to aws_subnet.app_a",
      fix: "allow outbound tcp/32768-60999 to 10.30.10.0/24 in aws_network_acl.endpoints (rule 99)",
      terraform: [
        "# in aws_network_acl.endpoints",
        "egress {",
        "  rule_no    = 99",
        '  action     = "allow"',
        '  protocol   = "tcp"',
        "  from_port  = 32768",
        "  to_port    = 60999",
        '  cidr_block = "10.30.10.0/24"',
        "}",
      ].join("\n"),
    });
  });

  it("is unknown if it depends on which of an endpoint's subnets its name resolves to", () => {
    expect(fixtureResult("image", "image/acl-shuts-one-zone-of-the-endpoints")).toEqual({
      hop: "image",
      verdict: "unknown",
      rule: "EP-08",
      resource: "aws_network_acl.endpoints_b",
      detail:
        "does not allow inbound tcp/443 from aws_subnet.app_a, but aws_vpc_endpoint.ecr_api is reachable in aws_subnet.endpoints_a, and its name may resolve to either",
      settle: "the same access for every subnet of aws_vpc_endpoint.ecr_api, in aws_network_acl.endpoints_b",
    });
  });

  it("is unknown if a network ACL denies some of AWS's addresses", () => {
    expect(fixtureResult("image", "image/acl-denies-a-public-range")).toEqual({
      hop: "image",
      verdict: "unknown",
      rule: "EP-08",
      resource: "aws_network_acl.app",
      detail: "not known whether it allows outbound tcp/443 to public addresses",
      settle: "which of AWS's addresses (ip-ranges.amazonaws.com) the rules of aws_network_acl.app cover",
    });
  });

  it("is unknown if the routes of a transit gateway are", () => {
    expect(fixtureResult("image", "image/default-route-to-a-transit-gateway")).toEqual({
      hop: "image",
      verdict: "unknown",
      rule: "EP-01",
      resource: "aws_ec2_transit_gateway_vpc_attachment.main",
      detail:
        'ecr.api may be unreachable: the default route points to "tgw-0a1b2c3d4e5f67890", and the route table that aws_ec2_transit_gateway_vpc_attachment.main is associated with is not known',
      settle: "add the plan or state that contains the transit gateway, or VPC endpoints here",
    });
  });

  it("is unknown if the plan hides a gateway policy", () => {
    expect(fixtureResult("image", "image/s3-policy-hidden-by-jsonencode")).toEqual({
      hop: "image",
      verdict: "unknown",
      rule: "EP-04",
      resource: "aws_vpc_endpoint.s3",
      detail: "not known whether its policy allows s3:GetObject on ECR's image layers: aws_s3_bucket.exports.arn",
      settle: "aws_s3_bucket.exports.arn",
    });
  });

  it("is unknown if the plan hides an image", () => {
    expect(fixtureResult("image", "forms/containers-hidden-by-one-environment-value")).toEqual({
      hop: "image",
      verdict: "unknown",
      rule: "EP-09",
      resource: "aws_ecs_task_definition.prometheus",
      detail: "an image is not known: aws_s3_bucket.blocks.bucket",
      settle: "the image as a literal, or the deployed state",
    });
  });
});
