/**
 * The three lists that the tests read of Route 53 Resolver, in its JSON protocol. The newest SDK client that every
 * registry has brings 138 packages of an older SDK along.
 */
import { type AccountClient } from "./account";

interface Lists {
  readonly ResolverEndpoints: { Id: string }[];
  readonly ResolverRules: { Id: string; DomainName: string; RuleType: string; ShareStatus: string }[];
  readonly ResolverRuleAssociations: { VPCId: string; ResolverRuleId: string }[];
}

/**
 * One of the lists, as an account sees it: its first page, which holds more than a test makes.
 *
 * @throws where the answer is an error
 */
export async function listOf<Name extends keyof Lists>(account: AccountClient, name: Name): Promise<Lists[Name]> {
  const { accessKeyId, sessionToken } = account.credentials;
  // An emulator reads service and account from the credential, and verifies no signature.
  const scope = `${accessKeyId}/20260101/${account.region}/route53resolver/aws4_request`;
  const answer = await fetch(account.endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `Route53Resolver.List${name}`,
      "x-amz-date": "20260101T000000Z",
      "x-amz-security-token": sessionToken,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=unsigned`,
    },
    body: "{}",
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`List${name} answers ${answer.status}: ${text}`);
  return (JSON.parse(text) as Lists)[name];
}
