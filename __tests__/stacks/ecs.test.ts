import { containersOf } from "../support/container-definitions";
import { exampleNamed } from "../support/examples";
import { type SynthesizedStack, synthFile } from "../support/synth";
import { type File } from "../support/variants";

/** An example's stacks with changes. */
function example(name: string, change: (web: Record<string, unknown>) => void = () => undefined) {
  const file: File = exampleNamed(name);
  change(file.workloads!["web"] as unknown as Record<string, unknown>);
  return synthFile(file)["ecs-web"]!;
}

/** The statements of a role's inline policy. */
function statements({ resource }: SynthesizedStack, policy: string): unknown {
  const text = String(resource["aws_iam_role_policy"]![policy]!["policy"]);
  // An expression contains quotes, so the text is JSON only after Terraform has evaluated it.
  return (JSON.parse(text.replaceAll(/\$\{[^}]*\}/g, "ref")) as { Statement: unknown }).Statement;
}

describe("a service behind a load balancer", () => {
  const { resource, output } = example("load-balanced");

  test("is reached over HTTPS, and redirects HTTP to it", () => {
    expect(resource["aws_lb"]!["nginx"]).toMatchObject({
      internal: false,
      load_balancer_type: "application",
      access_logs: { bucket: "example-alb-logs", prefix: "web", enabled: true },
      drop_invalid_header_fields: true,
    });
    expect(resource["aws_lb_listener"]).toMatchObject({
      nginx_https: { port: 443, protocol: "HTTPS", default_action: [{ type: "forward" }] },
      nginx_http: {
        port: 80,
        default_action: [{ type: "redirect", redirect: { port: "443", protocol: "HTTPS", status_code: "HTTP_301" } }],
      },
      api_http: { port: 80, default_action: [{ type: "forward" }] },
    });
  });

  test("waits for its listeners, and is registered by IP address", () => {
    expect(resource["aws_ecs_service"]!["nginx"]).toMatchObject({
      load_balancer: [
        { container_name: "nginx", container_port: 80, target_group_arn: "${aws_lb_target_group.nginx.arn}" },
      ],
      depends_on: expect.arrayContaining(["aws_lb_listener.nginx_https", "aws_lb_listener.nginx_http"]) as unknown,
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      health_check_grace_period_seconds: 60,
    });
    expect(resource["aws_lb_target_group"]!["nginx"]).toMatchObject({
      target_type: "ip",
      port: 80,
      health_check: { path: "/healthz", interval: 10, healthy_threshold: 2, unhealthy_threshold: 2, matcher: "200" },
    });
  });

  test("allows its clients, and the load balancer can reach only the tasks", () => {
    const rules = Object.entries(resource["aws_vpc_security_group_ingress_rule"]!).sort();
    const admitted = rules.map(([name, rule]) => [
      name,
      rule["cidr_ipv4"] ?? rule["referenced_security_group_id"],
      rule["from_port"],
    ]);
    expect(admitted).toEqual([
      ["api_from-load-balancer", "${aws_security_group.api_load-balancer.id}", 8080],
      ["api_from_nginx_8080", "${aws_security_group.nginx.id}", 8080],
      ["api_http_10_0_0_0-8", "10.0.0.0/8", 80],
      ["nginx_from-load-balancer", "${aws_security_group.nginx_load-balancer.id}", 80],
      ["nginx_from_report_80", "${aws_security_group.report.id}", 80],
      ["nginx_http_anywhere", "0.0.0.0/0", 80],
      ["nginx_https_anywhere", "0.0.0.0/0", 443],
    ]);
  });

  test("has the DNS names of the load balancers as an output", () => {
    expect(output["load_balancer_dns_names"]!.value).toEqual({
      nginx: "${aws_lb.nginx.dns_name}",
      api: "${aws_lb.api.dns_name}",
    });
    expect(output["load_balancer_security_group_ids"]!.value).toEqual({
      nginx: "${aws_security_group.nginx_load-balancer.id}",
      api: "${aws_security_group.api_load-balancer.id}",
    });
  });

  test("has what records, listener rules, dashboards and pipelines refer to as outputs", () => {
    const valueOf = (name: string) => output[name]!.value;
    expect(valueOf("cluster_name")).toMatch(/^[a-z-]+$/);
    expect(valueOf("load_balancer_arns")).toEqual({ nginx: "${aws_lb.nginx.arn}", api: "${aws_lb.api.arn}" });
    expect(valueOf("load_balancer_zone_ids")).toEqual({
      nginx: "${aws_lb.nginx.zone_id}",
      api: "${aws_lb.api.zone_id}",
    });
    expect(valueOf("target_group_arns")).toEqual({
      nginx: "${aws_lb_target_group.nginx.arn}",
      api: "${aws_lb_target_group.api.arn}",
    });
    expect(valueOf("listener_arns")).toEqual({
      "nginx/https": "${aws_lb_listener.nginx_https.arn}",
      "nginx/http": "${aws_lb_listener.nginx_http.arn}",
      "api/http": "${aws_lb_listener.api_http.arn}",
    });
    expect(valueOf("log_group_names")).toMatchObject({ api: "${aws_cloudwatch_log_group.api.name}" });
    expect(valueOf("execution_role_arns")).toMatchObject({ api: "${aws_iam_role.api_execution.arn}" });
  });

  test("scales by utilization and schedule, and Terraform ignores the count", () => {
    expect(resource["aws_ecs_service"]!["nginx"]).toMatchObject({ lifecycle: { ignore_changes: ["desired_count"] } });
    expect(resource["aws_ecs_service"]!["api"]).not.toHaveProperty("lifecycle");
    expect(resource["aws_appautoscaling_target"]!["nginx"]).toMatchObject({
      resource_id: "service/example-web/${aws_ecs_service.nginx.name}",
      min_capacity: 2,
      max_capacity: 10,
    });
    const policies = Object.values(resource["aws_appautoscaling_policy"]!).map((policy) => {
      const tracking = policy["target_tracking_scaling_policy_configuration"] as Record<string, unknown>;
      return [tracking["target_value"], tracking["predefined_metric_specification"]];
    });
    expect(policies).toEqual([
      [60, { predefined_metric_type: "ECSServiceAverageCPUUtilization" }],
      [70, { predefined_metric_type: "ECSServiceAverageMemoryUtilization" }],
      [
        1000,
        {
          predefined_metric_type: "ALBRequestCountPerTarget",
          resource_label: "${aws_lb.nginx.arn_suffix}/${aws_lb_target_group.nginx.arn_suffix}",
        },
      ],
    ]);
    expect(resource["aws_appautoscaling_scheduled_action"]!["nginx_work-hours"]).toMatchObject({
      schedule: "cron(0 7 ? * MON-FRI *)",
      timezone: "Europe/Berlin",
      scalable_target_action: { min_capacity: "4" },
    });
  });

  test("has a discovery name and an alarm", () => {
    expect(resource["aws_service_discovery_private_dns_namespace"]!["ecs-web"]).toMatchObject({ name: "web.internal" });
    expect(resource["aws_service_discovery_service"]!["nginx"]).toMatchObject({
      name: "nginx",
      dns_config: { dns_records: [{ type: "A", ttl: 10 }], routing_policy: "MULTIVALUE" },
    });
    expect(resource["aws_cloudwatch_metric_alarm"]!["nginx"]).toMatchObject({
      evaluation_periods: 5,
      alarm_actions: ["arn:aws:sns:us-east-1:222222222222:on-call"],
      metric_query: [
        { id: "missing", expression: "desired - FILL(running, 0)", return_data: true },
        { id: "desired", metric: { metric_name: "DesiredTaskCount", namespace: "ECS/ContainerInsights" } },
        { id: "running", metric: { metric_name: "RunningTaskCount" } },
      ],
    });
  });

  test("has scheduled and manual tasks beside it, which are outputs too", () => {
    expect(resource["aws_cloudwatch_event_target"]).toMatchObject({
      report: {
        role_arn: "${aws_iam_role.report_schedule.arn}",
        ecs_target: { task_count: 1, platform_version: "1.4.0" },
      },
    });
    expect(Object.keys(output["task_definition_arns"]!.value as object)).toEqual(["api", "migrate", "nginx", "report"]);
  });

  test("has alarms for a file system that becomes slow", () => {
    const alarms = synthFile(exampleNamed("load-balanced"))["vpc-apps"]!.resource["aws_cloudwatch_metric_alarm"];
    expect(alarms).toMatchObject({
      "content_burst-credits": { metric_name: "BurstCreditBalance", threshold: 206158430208 },
      "content_io-limit": { metric_name: "PercentIOLimit", threshold: 95 },
    });
  });
});

describe("a service on Spot with exec and secrets", () => {
  const stack = example("spot-exec-secrets");
  const { worker, proxy, "log-router": router } = containersOf(stack, "worker");

  test("splits its tasks between Spot and on demand", () => {
    expect(stack.resource["aws_ecs_cluster_capacity_providers"]!["web"]).toMatchObject({
      // A reference, so that the cluster is created first.
      cluster_name: "${aws_ecs_cluster.web.name}",
      capacity_providers: ["FARGATE", "FARGATE_SPOT"],
    });
    const service = stack.resource["aws_ecs_service"]!["worker"]!;
    expect(service).toMatchObject({
      platform_version: "1.4.0",
      capacity_provider_strategy: [
        { capacity_provider: "FARGATE", base: 1, weight: 1 },
        { capacity_provider: "FARGATE_SPOT", base: 0, weight: 3 },
      ],
    });
    expect(service).not.toHaveProperty("launch_type"); // ECS-16
  });

  test("logs exec sessions, encrypted, with the permissions for it", () => {
    expect(stack.resource["aws_ecs_cluster"]!["web"]).toMatchObject({
      configuration: {
        execute_command_configuration: {
          logging: "OVERRIDE",
          kms_key_id: "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab",
          log_configuration: { cloud_watch_encryption_enabled: true },
        },
      },
    });
    expect(statements(stack, "worker_task_exec")).toMatchObject([
      { Action: expect.arrayContaining(["ssmmessages:OpenDataChannel"]) as unknown },
      { Action: ["logs:DescribeLogGroups"] },
      {
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: "arn:aws:logs:us-east-1:222222222222:log-group:/ecs/example-web/exec:*",
      },
      {
        Action: ["kms:Decrypt"],
        Resource: "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      },
    ]);
  });

  test("may read its own secrets only", () => {
    expect(worker!["secrets"]).toEqual([
      { name: "API_TOKEN", valueFrom: "arn:aws:ssm:us-east-1:222222222222:parameter/worker/token" },
      {
        name: "DATABASE_URL",
        valueFrom: "arn:aws:secretsmanager:us-east-1:222222222222:secret:worker/database-AbCdEf:url::",
      },
    ]);
    expect(statements(stack, "worker_execution")).toMatchObject(
      expect.arrayContaining([
        {
          Effect: "Allow",
          Action: ["secretsmanager:GetSecretValue"],
          Resource: ["arn:aws:secretsmanager:us-east-1:222222222222:secret:worker/database-AbCdEf"],
        },
        {
          Effect: "Allow",
          Action: ["ssm:GetParameters"],
          Resource: ["arn:aws:ssm:us-east-1:222222222222:parameter/worker/token"],
        },
      ]) as unknown[],
    );
  });

  test("has its containers' other options", () => {
    expect(stack.resource["aws_ecs_task_definition"]!["worker"]).toMatchObject({
      runtime_platform: { cpu_architecture: "ARM64", operating_system_family: "LINUX" },
      ephemeral_storage: { size_in_gib: 50 },
    });
    expect(worker).toMatchObject({
      dependsOn: [{ containerName: "proxy", condition: "HEALTHY" }],
      stopTimeout: 120,
      linuxParameters: { initProcessEnabled: true },
    });
    expect(proxy).toMatchObject({ memory: 128, healthCheck: { interval: 5, retries: 3 } });
  });

  test("sends its logs through FireLens, and the router's own logs to CloudWatch", () => {
    const options = { Name: "kinesis_firehose", region: "us-east-1", delivery_stream: "worker-logs" };
    expect(worker!["logConfiguration"]).toEqual({ logDriver: "awsfirelens", options });
    expect(router).toMatchObject({
      essential: true,
      user: "0",
      firelensConfiguration: { type: "fluentbit" },
      logConfiguration: { logDriver: "awslogs" },
    });
    expect(statements(stack, "worker_task_own")).toEqual([
      {
        Effect: "Allow",
        Action: ["firehose:PutRecordBatch"],
        Resource: ["arn:aws:firehose:us-east-1:222222222222:deliverystream/worker-logs"],
      },
    ]);
  });
});

describe("container instances", () => {
  const { resource } = example("dnsmasq-hosts");

  test("use the newest ECS image for their architecture, and IMDSv2 only", () => {
    expect(resource["aws_launch_template"]).toMatchObject({
      cached: {
        image_id: "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
        instance_type: "m7i.large",
        metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
      },
      plain: {
        image_id: "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id",
        instance_type: "m7g.large",
      },
    });
  });

  test("are started and stopped by ECS", () => {
    expect(resource["aws_ecs_capacity_provider"]!["cached"]).toMatchObject({
      auto_scaling_group_provider: {
        auto_scaling_group_arn: "${aws_autoscaling_group.cached.arn}",
        managed_draining: "ENABLED",
        managed_scaling: { status: "ENABLED", target_capacity: 100 },
      },
    });
    expect(resource["aws_autoscaling_group"]!["cached"]).toMatchObject({
      min_size: 1,
      max_size: 4,
      tag: [
        { key: "AmazonECSManaged", value: "", propagate_at_launch: true },
        { key: "mountpath:stack", value: "ecs-web", propagate_at_launch: false },
      ],
    });
  });

  test("run services with EFS volumes on hosts without dnsmasq first, unless the file says otherwise", () => {
    const strategies = Object.entries(resource["aws_ecs_service"]!).map(([name, service]) => [
      name,
      (service["capacity_provider_strategy"] as { capacity_provider: string }[])[0]!.capacity_provider,
      (service["placement_constraints"] as { expression: string }[] | undefined)?.[0]?.expression,
    ]);
    expect(strategies).toEqual([
      [
        "importer",
        "${aws_ecs_capacity_provider.cached.name}",
        "attribute:mountpath.resolve in [vpc, dnsmasq, hosts-file]",
      ],
      ["nginx", "${aws_ecs_capacity_provider.plain.name}", "attribute:mountpath.resolve in [vpc, dnsmasq, hosts-file]"],
      ["resolver-heavy", "${aws_ecs_capacity_provider.cached.name}", undefined],
    ]);
  });

  test("run awsvpc tasks without Fargate-only settings (ECS-16)", () => {
    expect(resource["aws_ecs_task_definition"]!["nginx"]).toMatchObject({
      requires_compatibilities: ["EC2"],
      network_mode: "awsvpc",
    });
    expect(resource["aws_ecs_service"]!["nginx"]).not.toHaveProperty("platform_version");
    expect(resource["aws_ecs_service"]!["nginx"]).not.toHaveProperty("launch_type");
  });

  test("may have the name of a service", () => {
    const change = (web: Record<string, unknown>) => (web["instances"] = { nginx: { max: 1 } });
    expect(Object.keys(example("hosts-file-hosts", change).resource["aws_security_group"]!)).toEqual([
      "nginx",
      "nginx_instances",
    ]);
  });

  test("with a hosts file get their file systems from a tag, and may look up only their mount targets", () => {
    const stack = example("hosts-file-hosts");
    expect(stack.resource["aws_launch_template"]!["general"]).toMatchObject({
      metadata_options: { instance_metadata_tags: "enabled" },
      tag_specifications: [
        {
          resource_type: "instance",
          tags: {
            Name: "example-web-general",
            "mountpath.file-systems": "${data.terraform_remote_state.vpc-apps.outputs.file_system_ids.content}",
          },
        },
        { resource_type: "volume" },
      ],
    });
    expect(statements(stack, "general_find-mount-targets")).toEqual([
      { Effect: "Allow", Action: ["elasticfilesystem:DescribeMountTargets"], Resource: ["ref"] },
    ]);
  });
});

describe("initial files", () => {
  const stack = example("seeding");

  test("are written before the application starts, as the access point's user (ECS-11)", () => {
    const { wordpress, "wordpress-seed-content_blog": seed } = containersOf(stack, "wordpress");
    expect(wordpress!.dependsOn).toEqual([{ containerName: "wordpress-seed-content_blog", condition: "SUCCESS" }]);
    expect(seed).toMatchObject({
      image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/wordpress:6",
      essential: false,
      user: "33:33",
      command: ["/seed", "/usr/src/wordpress"],
      mountPoints: [{ sourceVolume: "content_blog", containerPath: "/seed", readOnly: false }],
    });
  });

  test("give the task write permission even if the application only reads", () => {
    expect(statements(stack, "nginx_task_mount")).toMatchObject([
      { Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"] },
    ]);
  });

  test("written by an instance leave the task unchanged", () => {
    expect(Object.keys(containersOf(stack, "legacy"))).toEqual(["legacy"]);
    expect(stack.resource["aws_instance"]!["legacy_seed-content_legacy"]).toMatchObject({
      instance_initiated_shutdown_behavior: "stop",
      user_data_replace_on_change: true,
    });
    expect(stack.resource["aws_launch_template"]!["legacy_seed-content_legacy"]).toMatchObject({
      metadata_options: { http_tokens: "required" },
    });
  });
});
