import { name, type Service } from "./resource-type";

export const ecr: Service = {
  withoutAddresses: ["aws_ecr_"],
  types: {
    aws_ecr_repository: {
      identity: ["name", "repository_url"],
      arn: { service: "ecr", prefix: "repository/", attribute: "name" },
      destruction: {
        means:
          "its images are lost, and tasks that run them can't start (without force_delete, AWS refuses while it has images)",
        data: true,
      },
      opens: [
        {
          form: "value",
          attribute: "image_tag_mutability",
          is: "MUTABLE",
          onlyChanged: true,
          what: "lets everyone who can push replace the image of an existing tag",
          todo: 'keep image_tag_mutability = "IMMUTABLE"',
        },
      ],
    },
    aws_ecr_lifecycle_policy: { refersTo: { repository: name("aws_ecr_repository") } },
    aws_ecr_repository_policy: {
      refersTo: { repository: name("aws_ecr_repository") },
      opens: [{ form: "policy", attribute: "policy", of: "resource" }],
    },
    aws_ecr_pull_through_cache_rule: {},
    aws_ecr_registry_policy: { opens: [{ form: "policy", attribute: "policy", of: "resource" }] },
  },
};
