import { formatProblem } from "../../config/errors";
import { parseOrganizationText } from "../../config/load";
import { changed, type File, yamlOf } from "../support/variants";

const key = "arn:aws:kms:us-east-1:333333333333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const secret = (service: string, account: string) =>
  service === "ssm"
    ? `arn:aws:ssm:us-east-1:${account}:parameter/web/token`
    : `arn:aws:secretsmanager:us-east-1:${account}:secret:db-AbCdEf`;

function warningsOf(settings: object): string[] {
  const file = changed((example: File) => {
    const web = example.workloads!["web"] as { services: Record<string, object> };
    Object.assign(web.services["nginx"]!, settings);
  });
  return parseOrganizationText("o.yaml", yamlOf(file)).warnings.map((problem) =>
    formatProblem(problem).replace(/^\S+ /, ""),
  );
}

const foreign = secret("secretsmanager", "333333333333");
const message = `is in another account, so the execution role needs permission for its KMS key, got '${foreign}'; add the key to secretsKmsKeyIds`;

test("warns of a secret of another account without permission for its key", () => {
  expect(warningsOf({ secrets: { DB: foreign } })).toEqual([`workloads.web.services.nginx.secrets.DB: ${message}`]);
});

test("warns of a log router's secret, too", () => {
  const image = "222222222222.dkr.ecr.us-east-1.amazonaws.com/aws-for-fluent-bit:2.32.2";
  const logRouter = { image, options: { Name: "datadog" }, secretOptions: { apikey: foreign } };
  expect(warningsOf({ logRouter })).toEqual([
    `workloads.web.services.nginx.logRouter.secretOptions.apikey: ${message}`,
  ]);
});

test.each([
  ["with the right to a key", { secrets: { DB: foreign }, secretsKmsKeyIds: [key] }],
  ["of the account itself", { secrets: { DB: secret("secretsmanager", "222222222222") } }],
  ["in Parameter Store, which shares plain text, too", { secrets: { T: secret("ssm", "333333333333") } }],
])("accepts a secret %s", (_, settings) => {
  expect(warningsOf(settings)).toEqual([]);
});
