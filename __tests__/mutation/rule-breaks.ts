/** One change of a fixture that mounts for each rule, after which the proof must name that rule. */
import { type RuleId } from "../../proof/rules";

export interface RuleBreak {
  readonly fixture: string;
  /** The first match in the fixture's files. */
  readonly from: string | RegExp;
  readonly to: string;
}

const wiki = "registration/spot-associated";
const container = "    essential   = true\n";
const withSetting = (setting: string): RuleBreak => ({
  fixture: wiki,
  from: container,
  to: `${container}    ${setting}\n`,
});
const service = /( {2}desired_count {3}= 2\n)/;

const apps = "dhcp-options/amazon-provided-dns";
const resolver = "seeds/dot-forwarded-with-system-rule";
const accessPoint = "volume/access-point-over-tls";
const endpoints = "image/all-endpoints-no-way-out";
const pods = "eks/pods-in-private-subnets";

export const ruleBreaks: Partial<Record<RuleId, RuleBreak>> = {
  "DNS-01": { fixture: resolver, from: 'domain_name = "amazonaws.com"', to: 'domain_name = "example.com"' },
  "DNS-02": {
    fixture: "resolver/private-zones-beside-the-path",
    from: /(aws_route53_zone" "\w+" \{\n {2}name = )"[^"]*"/,
    to: '$1"amazonaws.com"',
  },
  "DNS-03": { fixture: resolver, from: 'rule_type   = "SYSTEM"', to: 'rule_type   = "FORWARD"' },
  "DNS-06": { fixture: resolver, from: 'rule_type   = "SYSTEM"', to: 'rule_type   = "DELEGATE"' },
  "DNS-08": { fixture: resolver, from: 'domain_name = "amazonaws.com"', to: 'domain_name = "."' },
  "DNS-11": {
    fixture: "findings/one-rule-in-two-vpcs",
    from: /(resolver-outbound"[\s\S]*?cidr_blocks = )\["0\.0\.0\.0\/0"\]/,
    to: "$1[]",
  },
  "DNS-16": {
    fixture: "findings/rule-shared-and-associated",
    from: /resource "aws_route53_resolver_rule_association" "everything" \{[^}]*\}/,
    to: "",
  },
  "DNS-23": {
    fixture: "resolver/firewall-lets-the-needed-names-through",
    from: /priority( +)= 100/,
    to: "priority$1= 300",
  },
  "DNS-28": {
    fixture: "findings/firewall-rules-of-different-priorities",
    from: /priority( +)= 110/,
    to: "priority$1= 100",
  },
  "VPC-01": { fixture: apps, from: "enable_dns_hostnames = true", to: "" },
  "VPC-04": { fixture: apps, from: "AmazonProvidedDNS", to: "10.0.0.53" },
  "VPC-07": {
    fixture: "image/vpc-excluded-from-the-accounts-block",
    from: /resource "aws_vpc_block_public_access_exclusion"[^}]*\}/,
    to: "",
  },
  "EFS-01": {
    fixture: apps,
    from: /(aws_efs_mount_target" "b"[^}]*subnet_id +=) aws_subnet\.b\.id/,
    to: "$1 aws_subnet.a.id",
  },
  "EFS-02": { fixture: apps, from: /resource "aws_efs_mount_target" "b" \{[^}]*\}/, to: "" },
  "EFS-05": {
    fixture: "mount-target/one-zone-file-system-tasks-in-it",
    from: /availability_zone_name( +)= "(.*)a"/,
    to: 'availability_zone_name$1= "$2b"',
  },
  "EFS-06": { fixture: accessPoint, from: /creation_info \{[^}]*\}/, to: "" },
  "EFS-07": { fixture: wiki, from: /( {6}transit_encryption = "ENABLED"\n)/, to: '$1      root_directory = "/wiki"\n' },
  "EFS-09": {
    fixture: "iam/actions-by-wildcard",
    from: "elasticfilesystem:Client*",
    to: "elasticfilesystem:Describe*",
  },
  "EFS-11": { fixture: apps, from: /from_port( +)= 2049/, to: "from_port$1= 2050" },
  "EFS-13": {
    fixture: "volume/file-system-under-a-customer-key",
    from: /(aws_kms_key" "\w+" \{\n)/,
    to: "$1  is_enabled = false\n",
  },
  "EFS-17": { fixture: "findings/root-mounted-to-read-by-another-user", from: ", readOnly = true", to: "" },
  "ECS-01": { fixture: "platform/latest-said-outright", from: '"LATEST"', to: '"1.3.0"' },
  "ECS-02": { fixture: accessPoint, from: 'transit_encryption = "ENABLED"', to: 'transit_encryption = "DISABLED"' },
  "ECS-03": {
    fixture: "volume/access-point-and-the-root",
    from: /root_directory( +)= "\/"/,
    to: 'root_directory$1= "/data"',
  },
  "ECS-04": { fixture: "iam/actions-by-wildcard", from: /task_role_arn +=[^\n]*/, to: "" },
  "ECS-05": { fixture: wiki, from: /memory( +)= 512/, to: "memory$1= 4096" },
  "ECS-06": { fixture: wiki, from: /memory( +)= 512/, to: "" },
  "ECS-07": {
    fixture: wiki,
    from: /( {2}network_mode[^\n]*\n)/,
    to: "$1  ephemeral_storage {\n    size_in_gib = 10\n  }\n",
  },
  "ECS-08": withSetting('extraHosts = [{ hostname = "ldap", ipAddress = "10.0.0.9" }]'),
  "ECS-09": { fixture: endpoints, from: "AmazonECSTaskExecutionRolePolicy", to: "AmazonEC2ContainerServiceEventsRole" },
  "ECS-10": { fixture: endpoints, from: /resource "aws_cloudwatch_log_group" "\w+" \{[^}]*\}/, to: "" },
  "ECS-11": withSetting('dependsOn = [{ containerName = "wiki", condition = "START" }]'),
  "ECS-12": { fixture: wiki, from: container, to: "    essential   = false\n" },
  "ECS-14": { fixture: "findings/exec-through-its-endpoint", from: '"logs", "ssmmessages"', to: '"logs"' },
  "ECS-15": {
    fixture: "host-dns/hosts-with-the-vpc-resolver",
    from: /( {2}network_mode[^\n]*\n)/,
    to: '$1  runtime_platform {\n    cpu_architecture = "ARM64"\n  }\n',
  },
  "ECS-16": withSetting("privileged = true"),
  "ECS-17": { fixture: apps, from: /launch_type( +)= "FARGATE"/, to: 'launch_type$1= "EC2"' },
  "ECS-18": { fixture: "host-dns/dnsmasq-with-the-vpc-resolver-second", from: /169\.254\.169\.253/g, to: "127.0.0.2" },
  "ECS-20": { fixture: wiki, from: /capacity_providers = \[[^\]]*\]/, to: 'capacity_providers = ["FARGATE"]' },
  "ECS-21": { fixture: wiki, from: service, to: '$1  scheduling_strategy = "DAEMON"\n' },
  "ECS-22": { fixture: "image/secret-under-a-customer-key-with-decrypt", from: "kms:Decrypt", to: "kms:Encrypt" },
  "ECS-23": { fixture: "image/environment-file-through-the-gateway", from: /\.env(["}])/, to: ".txt$1" },
  "ECS-24": { fixture: "logs/group-under-a-key-for-the-service", from: "kms:Decrypt", to: "kms:ListAliases" },
  "ECS-25": { fixture: "image/registry-credentials-with-the-right", from: "GetSecretValue", to: "DescribeSecret" },
  "ECS-26": {
    fixture: "image/pull-through-cache-by-the-registrys-policy",
    from: "ecr:BatchImportUpstreamImage",
    to: "ecr:DescribeImages",
  },
  "ECS-29": { fixture: wiki, from: /resource "aws_ecs_service"[\s\S]*?\n\}/, to: "" },
  "ECS-30": {
    fixture: "findings/ports-of-a-service-that-are-open",
    from: "security_groups = [aws_security_group.balancer.id]",
    to: "security_groups = []",
  },
  "EKS-01": {
    fixture: pods,
    from: /nat_gateway_id( +)= aws_nat_gateway\.\w+\.id/,
    to: "gateway_id$1= aws_internet_gateway.platform.id",
  },
  "EKS-02": { fixture: pods, from: 'namespace = "web"', to: 'namespace = "shop"' },
  "EKS-05": { fixture: "eks/profile-in-one-zone", from: 'k8s-app = "kube-dns"', to: 'k8s-app = "metrics-server"' },
  "EKS-07": { fixture: pods, from: "}::${aws_efs_access_point", to: "}:/pages:${aws_efs_access_point" },
  "EKS-09": { fixture: pods, from: "template = {", to: "template = { kind = 1 }\n pattern = {" },
  "EKS-11": { fixture: pods, from: /resource "aws_nat_gateway" "\w+" \{[^}]*\}/, to: "" },
  "EKS-14": { fixture: pods, from: '"${aws_efs_file_system.pages.id}::', to: '"efs:${aws_efs_file_system.pages.id}::' },
  "EP-01": { fixture: endpoints, from: /service_name( +)= "([\w.-]+)\.logs"/, to: 'service_name$1= "$2.monitoring"' },
  "EP-03": { fixture: endpoints, from: /route_table_ids( +)= \[[^\]]*\]/, to: "route_table_ids$1= []" },
  "EP-04": { fixture: "image/endpoint-policies-for-just-what-is-needed", from: '"ecr:BatchGetImage", ', to: "" },
  "EP-05": { fixture: endpoints, from: /private_dns_enabled( +)= true/, to: "private_dns_enabled$1= false" },
  "EP-06": {
    fixture: "findings/second-endpoint-without-private-dns",
    from: /private_dns_enabled( +)= false/,
    to: "private_dns_enabled$1= true",
  },
  "EP-07": { fixture: endpoints, from: /subnet_ids( +)= \[[^\]]*\]/, to: "subnet_ids$1= []" },
  "EP-08": { fixture: endpoints, from: /from_port( +)= 443/, to: "from_port$1= 444" },
  "EP-09": { fixture: "image/docker-hub-behind-nat", from: "allocation_id = aws_eip.nat.id", to: "" },
  "EP-12": {
    fixture: "routes/central-endpoints-over-a-transit-gateway",
    from: /resource "aws_route" "there" \{[^}]*\}/,
    to: "",
  },
  "EP-13": {
    fixture: "findings/endpoint-without-private-dns-beside-its-zone",
    from: "private_dns_enabled = false",
    to: "private_dns_enabled = true",
  },
  "EP-14": {
    fixture: "image/registry-by-its-fips-name-with-a-way-out",
    from: /resource "aws_internet_gateway"[^}]*\}/,
    to: "",
  },
  "TF-13": {
    fixture: "findings/denies-of-one-role-that-leave-its-states",
    from: /"[^"]*ports\/\*", "[^"]*depots\/\*", ("[^"]*shared)/,
    to: "$1",
  },
};

/** Rules that no single change of a fixture breaks, such as those of a second account, and a file below __tests__ that does. */
export const brokenElsewhere: Partial<Record<RuleId, string>> = {
  "DNS-05": "proof/fixtures/resolver/forward-rule-of-a-private-zones-name/expected.json",
  "DNS-14": "proof/aws/dns/vpc-dns.test.ts",
  "DNS-15": "proof/findings/dns/rules.test.ts",
  "DNS-20": "proof/findings/dns/unshared-rule.test.ts",
  "DNS-24": "mutation/fixture-breaks.test.ts",
  "DNS-26": "proof/source-only/s3-files-forwarded/expected.json",
  "VPC-02": "proof/dns/resolver.test.ts",
  "VPC-06": "proof/source-only/vpc-encryption-enforced/expected.json",
  "EFS-04": "proof/fixtures/vpc/mount-targets-in-a-peered-vpc/expected.json",
  "EFS-08": "proof/hops/iam/hop.test.ts",
  "EFS-12": "proof/fixtures/findings/file-system-destroyed/expected.json",
  "EFS-16": "proof/fixtures/findings/replication-destination-mounted-to-write/expected.json",
  "EFS-18": "proof/fixtures/vpc/mount-targets-in-a-peered-vpc-by-a-private-zone/expected.json",
  "ECS-27": "proof/source-only/s3-files-on-fargate/expected.json",
  "ECS-31": "proof/fixtures/findings/connections-that-are-closed-or-without-route/expected.json",
  "EKS-04": "proof/fixtures/eks/pod-execution-role-of-another-team/expected.json",
  "EKS-06": "proof/workloads/eks.test.ts",
  "EKS-15": "proof/fixtures/eks/volume-handle-of-s3-files/expected.json",
  "EKS-16": "proof/kubernetes/silence.test.ts",
  "EP-02": "proof/hops/platform/container-instances.test.ts",
  "ASM-01": "proof/assumptions.test.ts",
  "ASM-02": "proof/assumptions.test.ts",
  "TF-02": "proof/fixtures/findings/group-rules-in-two-styles/expected.json",
  "TF-03": "proof/fixtures/findings/route-table-in-both-forms/expected.json",
  "TF-08": "proof/graph/plan/partial.test.ts",
  "TF-09": "review/hostile-values.test.ts",
};
