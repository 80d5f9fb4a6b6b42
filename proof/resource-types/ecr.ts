import { name, type Service } from "./resource-type";

export const ecr: Service = {
  withoutAddresses: ["aws_ecr_"],
  types: {
    aws_ecr_repository: {
      identity: ["name", "repository_url"],
      arn: { service: "ecr", prefix: "repository/", attribute: "name" },
    },
    aws_ecr_repository_policy: { refersTo: { repository: name("aws_ecr_repository") } },
    aws_ecr_pull_through_cache_rule: {},
    aws_ecr_registry_policy: {},
  },
};
