import { type AwsRule, each, stack } from "../rule";
import { blocks } from "../stacks";

export const rule: AwsRule = {
  fact: "an instance that reads its tags from its metadata does not launch with a key of other than letters, digits and +-=.,_:@",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-tags-in-IMDS.html",
  check: each("aws_launch_template", ({ args }) => {
    if (blocks(args["metadata_options"])[0]?.["instance_metadata_tags"] !== "enabled") return undefined;
    const refused = blocks(args["tag_specifications"])
      .filter(({ resource_type }) => resource_type === "instance")
      .flatMap(({ tags }) => blocks(tags).flatMap((each) => Object.keys(each)))
      .find((key) => !/^[A-Za-z0-9+\-=.,_:@]+$/.test(key) || [".", "..", "_index"].includes(key));
    return refused === undefined ? undefined : `instances have the tag '${refused}', and don't launch`;
  }),
  fails: {
    "s/aws_launch_template.hosts: instances have the tag 'cost/unit', and don't launch": hosts("cost/unit", "enabled"),
    "s/aws_launch_template.hosts: instances have the tag '_index', and don't launch": hosts("_index", "enabled"),
  },
  passes: [hosts("cost:unit", "enabled"), hosts("cost/unit", undefined)],
};

function hosts(key: string, instance_metadata_tags: string | undefined) {
  return stack({
    "aws_launch_template.hosts": {
      metadata_options: { instance_metadata_tags },
      tag_specifications: [
        { resource_type: "instance", tags: { [key]: "1" } },
        { resource_type: "volume", tags: { "cost/unit": "1" } },
      ],
    },
  });
}
