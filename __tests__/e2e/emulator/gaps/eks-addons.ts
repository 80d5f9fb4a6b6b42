import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse, json, jsonError } from "../request";

interface Addon {
  readonly addonName: string;
  readonly clusterName: string;
  readonly status: string;
  readonly [property: string]: unknown;
}

/** The same for every Kubernetes version. */
const supported = {
  addonName: "coredns",
  addonVersions: [
    { addonVersion: "v1.12.2-eksbuild.4", compatibilities: [{ clusterVersion: "1.35", defaultVersion: true }] },
  ],
};

/** A cluster's add-ons, created and deleted immediately. */
export class EksAddons implements Gap {
  readonly lacks = "EKS CreateAddon, DescribeAddon, DescribeAddonVersions, UpdateAddon and DeleteAddon";
  readonly seenIn = "moto 5.2.1";
  private readonly addons = new Map<string, Addon>();

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    const { method, path, body } = request;
    if (path.startsWith("/addons/supported-versions")) return json(200, { addons: [supported] });
    const [, cluster, addon] = /^\/clusters\/([^/]+)\/addons(?:\/([^/?]+))?/.exec(path) ?? [];
    if (!cluster) return undefined;
    if (method === "POST" && !addon) {
      const account = await behind.accountOf(request);
      const wanted = JSON.parse(body) as { addonName: string; addonVersion?: string };
      const made: Addon = {
        addonVersion: "v1.12.2-eksbuild.4",
        ...wanted,
        clusterName: cluster,
        status: "ACTIVE",
        addonArn: `arn:aws:eks:us-east-1:${account}:addon/${cluster}/${wanted.addonName}/00000000`,
        createdAt: 0,
        modifiedAt: 0,
        health: { issues: [] },
      };
      this.addons.set(`${cluster}/${wanted.addonName}`, made);
      return json(200, { addon: made });
    }
    const key = `${cluster}/${addon}`;
    const known = this.addons.get(key);
    if (!known) return jsonError(404, "ResourceNotFoundException", `No addon: ${addon} found in cluster: ${cluster}`);
    if (method === "DELETE") this.addons.delete(key);
    return json(200, { addon: known });
  }
}
