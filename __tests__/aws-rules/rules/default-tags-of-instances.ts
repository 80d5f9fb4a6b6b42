import { type AwsRule, each, stackJson } from "../rule";
import { type Arguments, blocks, type Resource, type Stacks } from "../stacks";

export const rule: AwsRule = {
  fact: "the provider's default tags reach neither the instances of an Auto Scaling group nor any disk of a launch template",
  source: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html",
  check: each("aws_launch_template", (template, stacks) => {
    const grouped = stacks.referring("aws_autoscaling_group", "launch_template", template).length > 0;
    for (const type of grouped ? ["instance", "volume"] : ["volume"]) {
      const missing = missingTag(template, type, stacks);
      if (missing !== undefined) return `its ${type}s lack the default tag ${missing}`;
    }
    return undefined;
  }),
  fails: {
    "s/aws_launch_template.hosts: its instances lack the default tag CostCenter": hosts(["volume"]),
    "s/aws_launch_template.hosts: its volumes lack the default tag CostCenter": hosts(["instance"]),
  },
  passes: [hosts(["instance", "volume"])],
};

/** EC2 refuses some keys on instances that read their tags (instance-metadata-tags). */
function missingTag({ stack, args }: Resource, type: string, stacks: Stacks): string | undefined {
  const readsTags = blocks(args["metadata_options"])[0]?.["instance_metadata_tags"] === "enabled";
  const tags: Arguments = Object.assign(
    {},
    ...blocks(args["tag_specifications"])
      .filter(({ resource_type }) => resource_type === type)
      .flatMap((one) => blocks(one["tags"])),
  ) as Arguments;
  return Object.keys(stacks.defaultTagsOf(stack)).find(
    (key) => tags[key] === undefined && !(type === "instance" && readsTags && /[\s/]/.test(key)),
  );
}

function hosts(tagged: readonly string[]) {
  const json = stackJson({
    "aws_launch_template.hosts": {
      tag_specifications: tagged.map((resource_type) => ({ resource_type, tags: { CostCenter: "1234" } })),
    },
    "aws_autoscaling_group.hosts": { launch_template: { id: "${aws_launch_template.hosts.id}" } },
  });
  return { s: { ...json, provider: { aws: [{ default_tags: [{ tags: { CostCenter: "1234" } }] }] } } };
}
