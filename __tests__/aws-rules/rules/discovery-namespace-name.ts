import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_service_discovery_private_dns_namespace",
  max: 253,
  pattern: /^[!-~]*$/,
  characters: "printable ASCII characters without spaces",
  source: "https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html",
  refused: "web internal",
  taken: "web.internal",
});
