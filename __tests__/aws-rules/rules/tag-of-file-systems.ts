import { type AwsRule, each, stack } from "../rule";
import { blocks } from "../stacks";

/** `fs-` and 17 hexadecimal digits, with the separator. */
const idLength = 21;

export const rule: AwsRule = {
  fact: "a tag's value has 256 characters, which hold the ids of 12 file systems",
  source: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
  check: each("aws_launch_template", ({ args }) => {
    const values = blocks(args["tag_specifications"]).flatMap(({ tags }) => blocks(tags).flatMap(Object.values));
    const long = values.map(String).find((value) => lengthOf(value) > 256);
    return long === undefined ? undefined : `a tag would have ${lengthOf(long)} characters, AWS takes 256`;
  }),
  fails: { "s/aws_launch_template.one: a tag would have 272 characters, AWS takes 256": template(13) },
  passes: [template(12)],
};

function lengthOf(value: string): number {
  const ids = value.match(/\.file_system_ids[.[]/g)?.length ?? 0;
  return ids * idLength - 1;
}

function template(count: number) {
  const ids = Array.from(
    { length: count },
    (_, index) => `data.terraform_remote_state.vpc.outputs.file_system_ids.f${index}`,
  );
  return stack({
    "aws_launch_template.one": {
      tag_specifications: [
        { resource_type: "instance", tags: { "mountpath.file-systems": `\${join(" ", [${ids.join()}])}` } },
      ],
    },
  });
}
