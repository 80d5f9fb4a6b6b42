import * as z from "zod";

import { cidr, formatted } from "./primitives";

const reason = z
  .string({ error: "should be a reason: who knows it, and from where" })
  .trim()
  .min(10, { error: "should be a reason of at least 10 characters: who knows it, and from where" })
  .meta({ description: "Who knows it, and from where. Every report shows it.", examples: ["ticket NET-123"] });

/** An id of another type is refused; an address is not checked. */
const target = (what: string, id: string) =>
  formatted(new RegExp(`^(?![a-z]+-[0-9a-f]{8,}$|arn:)|^${/^(?:arn:|[a-z]+-)/.exec(id)![0]}`), what).meta({
    description: `${what[0]!.toUpperCase()}${what.slice(1)}.`,
    examples: [id],
  });

const vpc = target("a VPC's id or Terraform address", "vpc-0123456789abcdef0");
const subnet = target("a subnet's id or Terraform address", "subnet-0123456789abcdef0");

const securityGroup = target("a security group's id or Terraform address", "sg-0123456789abcdef0");

const port = z
  .int({ error: "should be a TCP port from 1 to 65535" })
  .min(1, { error: "should be a TCP port from 1 to 65535" })
  .max(65_535, { error: "should be a TCP port from 1 to 65535" })
  .meta({ description: "The TCP port.", examples: [2049] });

/** An IPv4 block, or a security group. */
const peer = formatted(
  /^(?:\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}|sg-[0-9a-f]{8,}|[a-z][\w.[\]"-]*\.[\w[\]"-]+)$/,
  "an IPv4 CIDR block, or a security group's id or Terraform address",
).meta({
  description: "An IPv4 CIDR block, or a security group's id or Terraform address.",
  examples: ["10.20.0.0/16"],
});

const secret = formatted(/^\S+$/, "a secret's or parameter's ARN, name or Terraform address").meta({
  description: "A secret's or parameter's ARN, name or Terraform address.",
  examples: ["arn:aws:secretsmanager:us-east-1:111111111111:secret:db-AbCdEf"],
});

const of = <Statement extends string, Shape extends z.ZodRawShape>(
  statement: Statement,
  description: string,
  shape: Shape,
) => z.strictObject({ statement: z.literal(statement).meta({ description, examples: [statement] }), ...shape, reason });

/** What an owner knows and no input shows. Each assumption answers one question of one hop. */
export const assumption = z.discriminatedUnion("statement", [
  of("no-other-resolver-rules", "Only the resolver rules in the input are associated with the VPC (`resolver`).", {
    vpc,
  }),
  of(
    "firewall-allows-needed-names",
    "The DNS Firewall rule group blocks no name of file systems, registries and AWS services that mounts, images and logs need (`resolver`, `image`, `logs`).",
    { ruleGroup: target("a DNS Firewall rule group's id or Terraform address", "rslvr-frg-0123456789abcdef") },
  ),
  of(
    "no-other-profile-resources",
    "The Route 53 Profile holds only what the input adds to it, or else nothing that answers or blocks names of file systems, registries and AWS services (`resolver`, `image`, `logs`).",
    { profile: target("a Route 53 Profile's id or Terraform address", "rp-4987774726example") },
  ),
  of("amazon-provided-dns", "The VPC's DHCP options specify AmazonProvidedDNS (`dhcp-options`).", { vpc }),
  of("dns-attributes-on", "DNS support and DNS hostnames of the VPC are on (`vpc-dns`).", { vpc }),
  of("routes-to-nat", "The subnet's default route leads to a NAT gateway and to the Internet (`image`, `logs`).", {
    subnet,
  }),
  of("private-subnet", "No route of the subnet leads to an internet gateway (`fargate-profile`).", { subnet }),
  of("network-acls-allow-all", "The network ACLs of the VPC allow everything (`network`, `image`, `logs`).", { vpc }),
  of("subnet-range", "The subnet's addresses are in this IPv4 block (`image`, `logs`, `network`).", {
    subnet,
    range: cidr.meta({ description: "An IPv4 CIDR block.", examples: ["10.20.1.0/24"] }),
  }),
  of(
    "secret-key-aws-managed",
    "The secret or parameter is encrypted with the AWS managed key of its service (`image`).",
    {
      secret,
    },
  ),
  of(
    "secret-key-usable",
    "The execution role is allowed to decrypt with the KMS key of the secret or parameter (`image`).",
    { secret },
  ),
  of(
    "repository-allows-pull",
    "The policies of the registry's repositories, or of this one, allow the accounts of the tasks to pull (`image`).",
    {
      registry: formatted(
        /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?(\/[a-z0-9][a-z0-9._/-]*)?$/,
        "the host of an ECR registry, such as 111111111111.dkr.ecr.us-east-1.amazonaws.com, with or without a repository",
      ).meta({
        description: "The host of an ECR registry, or the host and a repository.",
        examples: ["111111111111.dkr.ecr.us-east-1.amazonaws.com/web"],
      }),
    },
  ),
  of(
    "on-premises-answers-internet-names",
    "The servers that the VPC's FORWARD rules target also resolve internet names (`image`).",
    { vpc },
  ),
  of(
    "s3-gateway-on-route-tables",
    "An S3 gateway endpoint with the default policy is on every route table of the VPC (`image`).",
    { vpc },
  ),
  of(
    "existing-endpoints-open",
    "Interface endpoints of the VPC that the input only looks up accept HTTPS from every subnet of the VPC, with the default policy (`image`, `logs`).",
    { vpc },
  ),
  of(
    "file-system-policy-allows-clients",
    "The policy of the file system, if it has one, allows every client to mount it and to write through the mount targets, as far as the clients' roles allow it (`iam`).",
    { fileSystem: target("a file system's id or Terraform address", "fs-0123456789abcdef0") },
  ),
  of(
    "transit-gateway-routes-between-vpcs",
    "The route tables of the transit gateway route between the VPCs that are attached to it (`image`, `logs`).",
    { transitGateway: target("a transit gateway's id or Terraform address", "tgw-0123456789abcdef0") },
  ),
  of("security-group-allows-inbound", "The security group allows this inbound TCP port (`network`, `image`, `logs`).", {
    securityGroup,
    port,
    from: peer,
  }),
  of(
    "security-group-allows-outbound",
    "The security group allows this outbound TCP port (`network`, `image`, `logs`).",
    { securityGroup, port, to: peer },
  ),
  of(
    "execution-role-complete",
    "The execution role has all permissions that the task needs to start (`image`, `logs`).",
    {
      role: target("a role's ARN or Terraform address", "arn:aws:iam::111111111111:role/execution"),
    },
  ),
]);

export const assume = z
  .array(assumption)
  .default([])
  .meta({
    description:
      "Facts that you know and the input does not show: each answers one open question of `npm run prove`, and every report lists it. If the input shows otherwise, the input takes precedence.",
    examples: [
      [
        {
          statement: "no-other-resolver-rules",
          vpc: "vpc-0123456789abcdef0",
          reason: "the network team associates rules in this file only",
        },
      ],
    ],
  });

/** The file of `prove --assume`. */
export const assumeFile = z.strictObject({ assume });
