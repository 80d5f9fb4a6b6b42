import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_service_discovery_service",
  max: 127,
  pattern: /^(?![-.])[\w.-]*(?<![-.])$/,
  characters: "letters, digits and ._-",
  source: "https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateService.html",
  refused: "web/api",
  taken: "nginx",
});
