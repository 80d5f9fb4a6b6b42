import { type AwsRule, stack, type Violation, violation } from "../rule";
import { blocks, literalText, type Resource } from "../stacks";

const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export const rule: AwsRule = {
  fact: "a resource has at most 50 tags, keys of 128 characters without aws: at the beginning and values of 256",
  source: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
  check: (stacks) =>
    stacks.all().flatMap((one): Violation[] => {
      const reason = tagsOf(one)
        .map(reasonOf)
        .find((found) => found !== undefined);
      return reason === undefined ? [] : [violation(one, reason)];
    }),
  fails: {
    "s/aws_vpc.one: tag aws:name begins with aws:": stack({ "aws_vpc.one": { tags: { "aws:name": "one" } } }),
    "s/aws_vpc.one: tag Name has a value of 257 characters": stack({
      "aws_vpc.one": { tags: { Name: "x".repeat(257) } },
    }),
    "s/aws_vpc.one: tag Name has the value 'a!', which AWS refuses": stack({ "aws_vpc.one": { tags: { Name: "a!" } } }),
    "s/aws_launch_template.one: has 51 tags": stack({
      "aws_launch_template.one": {
        tag_specifications: [{ tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, ""])) }],
      },
    }),
  },
  passes: [stack({ "aws_vpc.one": { tags: { Name: "ex ample/1", file: "${aws_efs_file_system.one.id}" } } })],
};

type Tags = Readonly<Record<string, unknown>>;

function tagsOf({ args }: Resource): Tags[] {
  const specified = blocks(args["tag_specifications"]).flatMap(({ tags }) => blocks(tags));
  const propagated = blocks(args["tag"]).map(({ key, value }) => ({ [String(key)]: value }));
  return [...blocks(args["tags"]), ...specified, ...propagated];
}

function reasonOf(tags: Tags): string | undefined {
  if (Object.keys(tags).length > 50) return `has ${Object.keys(tags).length} tags`;
  for (const [key, written] of Object.entries(tags)) {
    const value = literalText(written) ?? "";
    if (key.startsWith("aws:")) return `tag ${key} begins with aws:`;
    if (key.length > 128) return `tag ${key} has a key of ${key.length} characters`;
    if (value.length > 256) return `tag ${key} has a value of ${value.length} characters`;
    if (!characters.test(key + value)) return `tag ${key} has the value '${value}', which AWS refuses`;
  }
  return undefined;
}
