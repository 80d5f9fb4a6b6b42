import { changeInWords, changesByOrganization, changesByProperty } from "../../config/changes";
import { type JsonSchema, organizationJsonSchema } from "../../config/json-schema";
import { mappingHeadings } from "../../config/reference";
import { notYet, unchangeable } from "../changes/expected";
import { organizations } from "../changes/organizations";

/** Organizations whose changes are not planned yet. */
const pending = Object.entries(changesByOrganization)
  .filter(([, changes]) => Object.keys(changes).length === 0)
  .map(([name]) => organizations[name]!);

/** Every property with a row in the reference, as `heading property`. */
const documented = new Map<string, readonly [string, string]>(
  [...mappingHeadings(organizationJsonSchema())].flatMap(([properties, heading]) =>
    Object.keys(JSON.parse(properties) as object).map((name) => [`${heading} ${name}`, [heading, name]] as const),
  ),
);

const rowsOf = (changes: typeof changesByProperty) =>
  Object.entries(changes).flatMap(([heading, properties]) =>
    Object.keys(properties).map((name) => `${heading} ${name}`),
  );

const descriptions = new Map(
  [...mappingHeadings(organizationJsonSchema())].flatMap(([properties, heading]) =>
    Object.entries(JSON.parse(properties) as Record<string, JsonSchema>).map(
      ([name, { description }]) => [`${heading} ${name}`, description] as const,
    ),
  ),
);

/** Types that contain data, serve others, or are named outside the file. */
const losing = new Set([
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_ecs_cluster",
  "aws_efs_access_point",
  "aws_efs_file_system",
  "aws_efs_mount_target",
  "aws_eip",
  "aws_eks_cluster",
  "aws_lb",
  "aws_nat_gateway",
  "aws_route53_resolver_endpoint",
  "aws_s3_bucket",
  "aws_service_discovery_private_dns_namespace",
  "aws_subnet",
  "aws_vpc",
]);

describe("the effect of a change", () => {
  test("is recorded for every property of the schema, or the reason why it can't be changed alone", () => {
    const known = new Set<string>([...rowsOf(changesByProperty), ...Object.keys(unchangeable), ...notYet]);
    const unknown = [...documented]
      .filter(([property]) => !known.has(property))
      .filter(([, [heading, name]]) => !pending.some((isChangedThere) => isChangedThere(heading, name)));
    expect(unknown.map(([property]) => property)).toEqual([]);
    expect([...known].filter((property) => !documented.has(property))).toEqual([]);
    expect(documented.size).toBeGreaterThan(250);
  });

  test("is in the description if data, an address or an identity that others use is lost", () => {
    const unsaid = Object.entries(changesByProperty).flatMap(([heading, properties]) =>
      Object.entries(properties).flatMap(([name, result]) => {
        const lost = result
          .split("; ")
          .filter((part) => losing.has(/^(?:replaces|stops at) (\w+)/.exec(part)?.[1] ?? ""));
        const said = /replaces|Terraform refuses/.test(descriptions.get(`${heading} ${name}`) ?? "");
        return lost.length === 0 || said ? [] : [`${heading} ${name}: ${lost.join("; ")}`];
      }),
    );
    expect(unsaid).toEqual([]);
  });

  test("is planned in one organization for each property", () => {
    const rows = Object.values(changesByOrganization).flatMap(rowsOf);
    expect(rows.length).toBe(new Set(rows).size);
  });

  test.each([
    ["", ""],
    ["nothing", "nothing"],
    ["in place", "in place"],
    ["in place; replaces aws_ecs_task_definition", "new task revision"],
    ["in place; replaces aws_lb_target_group, the new one first", "replaces `aws_lb_target_group` (the new one first)"],
    [
      "replaces aws_a; replaces aws_b; replaces aws_c; replaces aws_d; replaces aws_vpc",
      "replaces `aws_vpc`, `aws_a`, `aws_b`, 2 more types",
    ],
    [
      "replaces aws_efs_file_system; stops at aws_efs_file_system",
      "the plan fails rather than destroy `aws_efs_file_system`; replaces `aws_efs_file_system`",
    ],
  ])("%s", (result, words) => {
    expect(changeInWords(result)).toBe(words);
  });
});
