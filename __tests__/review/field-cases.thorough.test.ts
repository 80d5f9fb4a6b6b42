import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { markdownReview } from "../../review/report/markdown";
import { reviewOf } from "../../review/review";
import { shownText } from "./shown-text";

const folder = join(__dirname, "fixtures/field");

interface Case {
  readonly name: string;
  /** Every stop, in order; none if the change is harmless. */
  readonly stops: readonly string[];
  readonly says?: readonly string[];
  readonly saysNot?: readonly string[];
}

const file = "aws_efs_file_system.content";
const web = "aws_ecs_service.web";

const cases: readonly Case[] = [
  {
    name: "08-endpoint-private-dns-off",
    stops: [`outage ${web}`],
    says: [
      "in us-east-1a, us-east-1b fails at image, where it mounts today",
      "aws_vpc_endpoint.ecr_dkr has no private DNS",
    ],
  },
  {
    name: "13-fs-policy-widened",
    stops: ["access aws_efs_file_system_policy.content"],
    says: ["allows every action to everyone", "no longer denies requests without TLS"],
  },
  { name: "16-mt-moved", stops: [], saysNot: ["Look at"] },
  { name: "19-image-bump", stops: [], saysNot: ["Look at"] },
  { name: "20-env-secret", stops: [], saysNot: ["Look at", "hunter2-SECRET"] },
  { name: "29-desired-0", stops: [`outage ${web}`], says: ["runs no task any more (desired_count 2 → 0)"] },
  {
    name: "31-inbound-ip-changed",
    stops: ["outage aws_route53_resolver_endpoint.in"],
    says: ["loses 10.0.0.53 of ip_address", "instead: 10.0.0.54"],
  },
  {
    name: "35-role-admin",
    stops: ["access aws_iam_role_policy_attachment.admin"],
    says: ["allows every action on everything (AdministratorAccess)"],
  },
  { name: "37-ecr-deleted", stops: ["data-loss aws_ecr_repository.web"], says: ["is destroyed: its images are lost"] },
  {
    name: "42-target",
    stops: ["plan plan"],
    says: ["is incomplete (-target", "run a complete plan"],
    saysNot: ["fails, where it mounts today", "add a mount target"],
  },
  {
    name: "44-deposed-fs",
    stops: [`data-loss ${file}`],
    says: ["has an old (deposed) object that is destroyed: all its files are deleted", "1 plan changes something"],
  },
  {
    name: "45-tainted-fs",
    stops: [`data-loss ${file}`],
    says: ["because it is tainted: it is destroyed with all its files", "terraform untaint"],
    saysNot: ["take back the change"],
  },
  {
    name: "50-vpc-replaced",
    stops: ["outage aws_vpc.apps"],
    says: ["because cidr_block (10.10.0.0/16 → 10.11.0.0/16) can't be changed", "With it:"],
  },
  {
    name: "51-fs-renamed-no-moved",
    stops: [`data-loss ${file}`],
    says: ["is destroyed with all its files", "aws_efs_file_system.files is created alike", "add moved {"],
    saysNot: ["terraform state rm"],
  },
  {
    name: "55-bucket-policy-public",
    stops: ["access aws_s3_bucket_policy.p"],
    says: ['allows s3:GetObject to everyone (Principal "*")'],
  },
  {
    name: "71-net-dns-off",
    stops: ["outage aws_vpc.apps"],
    says: ["no mount path was judged", "loses DNS support", "loses DNS hostnames"],
  },
  {
    name: "72-net-dhcp-onprem",
    stops: ["outage aws_vpc_dhcp_options.dns"],
    says: ["no mount path was judged", "sends every query to 10.2.0.1, past the VPC's resolver"],
  },
  {
    name: "80-fs-replaced-and-path-breaks",
    stops: [`data-loss ${file}`, `outage ${web}`],
    says: ["it is destroyed with all its files", "fails at dhcp-options, where it mounts today"],
  },
  {
    name: "81-output-changes-value",
    stops: ["outage output.vpc_id"],
    says: ["changes its value", "other stacks read it", "1 plan changes something"],
  },
  {
    name: "89-public-lb-443",
    stops: ["access aws_vpc_security_group_ingress_rule.lb"],
    says: ["allows inbound tcp/443 from 0.0.0.0/0", "confirm that this is the public address"],
  },
  {
    name: "90-sensitive-target",
    stops: [`outage ${web}`],
    says: ["fails at resolver, where it mounts today", "aws_route53_resolver_rule_association.aws is destroyed"],
    saysNot: ["10.2.0.1"],
  },
];

test.each(cases)("$name stops for what it should, and says it", ({ name, stops, says = [], saysNot = [] }) => {
  const plan = JSON.parse(gunzipSync(readFileSync(join(folder, `${name}.json.gz`))).toString()) as never;
  const review = reviewOf({ plan });
  expect(review.stops.map(({ kind, resource }) => `${kind} ${resource}`)).toEqual(stops);
  const text = shownText(markdownReview(review, true));
  for (const part of says) expect(text).toContain(part);
  for (const part of [...saysNot, ...(stops.length > 0 ? ["Nothing to stop for"] : [])])
    expect(text).not.toContain(part);
});

test("every recorded case is reviewed", () => {
  expect(cases.map(({ name }) => `${name}.json.gz`).sort()).toEqual(readdirSync(folder).sort());
});
