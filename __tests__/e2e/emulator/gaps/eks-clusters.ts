import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse, json } from "../request";

interface Cluster {
  readonly name: string;
  readonly resourcesVpcConfig: Record<string, unknown> & { readonly subnetIds?: string[] };
}

/** What EKS adds to a cluster: the requested settings, and a security group in the cluster's VPC. */
export class EksClusters implements Gap {
  readonly lacks =
    "EKS's accessConfig and upgradePolicy when they are read, and the cluster security group: the one it names does not exist";
  readonly seenIn = "moto 5.2.1";
  /** By account and cluster. */
  private readonly additions = new Map<
    string,
    { accessConfig: unknown; upgradePolicy: unknown; clusterSecurityGroupId: string }
  >();

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    const created = request.method === "POST" && request.path === "/clusters";
    const described = request.method === "GET" && /^\/clusters\/[^/]+$/.test(request.path);
    if (!created && !described) return undefined;
    const response = await behind.forward(request);
    const { cluster } = JSON.parse(response.body) as { cluster?: Cluster };
    if (!cluster) return response;
    const key = `${await behind.accountOf(request)} ${cluster.name}`;
    if (created) {
      const { accessConfig, upgradePolicy } = JSON.parse(request.body) as {
        accessConfig?: unknown;
        upgradePolicy?: unknown;
      };
      const clusterSecurityGroupId = await makeGroup(cluster, request, behind);
      this.additions.set(key, { accessConfig, upgradePolicy, clusterSecurityGroupId });
    }
    const { accessConfig, upgradePolicy, clusterSecurityGroupId } = this.additions.get(key) ?? {};
    const resourcesVpcConfig = { ...cluster.resourcesVpcConfig, clusterSecurityGroupId };
    return json(response.status, { cluster: { ...cluster, accessConfig, upgradePolicy, resourcesVpcConfig } });
  }
}

async function makeGroup(cluster: Cluster, request: AwsRequest, behind: Behind): Promise<string> {
  const subnet = cluster.resourcesVpcConfig.subnetIds?.[0] ?? "";
  const subnets = await ec2(request, behind, { Action: "DescribeSubnets", "SubnetId.1": subnet });
  const made = await ec2(request, behind, {
    Action: "CreateSecurityGroup",
    GroupName: `eks-cluster-sg-${cluster.name}`,
    GroupDescription: "EKS created security group",
    VpcId: /<vpcId>([^<]+)</.exec(subnets)?.[1] ?? "",
  });
  return /<groupId>([^<]+)</.exec(made)?.[1] ?? "";
}

/** An EC2 call with the credentials of an EKS call. */
async function ec2(request: AwsRequest, behind: Behind, call: Record<string, string>): Promise<string> {
  const body = new URLSearchParams({ ...call, Version: "2016-11-15" }).toString();
  const headers = {
    ...request.headers,
    authorization: (request.headers["authorization"] ?? "").replace("/eks/", "/ec2/"),
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    "content-length": String(body.length),
  };
  const answer = await behind.forward({
    ...request,
    method: "POST",
    path: "/",
    headers,
    body,
    service: "ec2",
    action: "",
  });
  return answer.body;
}
