import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse, json, jsonError } from "../request";

interface Policy {
  readonly policyArn: string;
  readonly accessScope: unknown;
}

interface Entry {
  readonly principalArn: string;
  readonly [property: string]: unknown;
}

/** The principals that may use a cluster's API, with their AWS access policies. */
export class EksAccessEntries implements Gap {
  readonly lacks = "EKS access entries and their policies";
  readonly seenIn = "moto 5.2.1";
  /** By cluster and principal. */
  private readonly entries = new Map<string, Entry>();
  private readonly policies = new Map<string, Policy[]>();

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    const { method, body } = request;
    const path = request.path.split("?")[0] ?? "";
    const [, cluster, rest] = /^\/clusters\/([^/]+)\/access-entries(?:\/(.+))?$/.exec(path) ?? [];
    if (!cluster) return undefined;
    if (!rest) return this.create(cluster, request, await behind.accountOf(request));
    const [principal = "", policiesWord, policy] = rest.split("/").map(decodeURIComponent);
    const key = `${cluster} ${principal}`;
    const entry = this.entries.get(key);
    if (!entry) {
      const message = `The specified principalArn could not be found: ${principal}`;
      return jsonError(404, "ResourceNotFoundException", message);
    }
    if (policiesWord) return this.changePolicies(key, method, body, policy);
    if (method === "DELETE") this.entries.delete(key);
    return json(200, method === "DELETE" ? {} : { accessEntry: entry });
  }

  private create(cluster: string, { body }: AwsRequest, account: string): AwsResponse {
    const asked = JSON.parse(body) as { principalArn: string };
    const entry: Entry = {
      type: "STANDARD",
      kubernetesGroups: [],
      tags: {},
      ...asked,
      clusterName: cluster,
      accessEntryArn: `arn:aws:eks:us-east-1:${account}:access-entry/${cluster}/role/${account}/entry/0`,
      username: asked.principalArn,
      createdAt: 0,
      modifiedAt: 0,
    };
    this.entries.set(`${cluster} ${asked.principalArn}`, entry);
    return json(200, { accessEntry: entry });
  }

  private changePolicies(key: string, method: string, body: string, gone: string | undefined): AwsResponse {
    const policies = this.policies.get(key) ?? [];
    if (method === "GET") return json(200, { associatedAccessPolicies: policies });
    if (method === "DELETE") {
      this.policies.set(
        key,
        policies.filter(({ policyArn }) => policyArn !== gone),
      );
      return json(200, {});
    }
    const { policyArn, accessScope } = JSON.parse(body) as Policy;
    const associated = { policyArn, accessScope, associatedAt: 0, modifiedAt: 0 };
    this.policies.set(key, [...policies, associated]);
    return json(200, { associatedAccessPolicy: associated });
  }
}
