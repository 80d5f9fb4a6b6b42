import { parseOrganizationText } from "../../config/load";
import { stackNames } from "../../stacks/organization";
import { synthFile } from "../support/synth";
import { changed, type File, yamlOf } from "../support/variants";

const image = "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27";
const group = "${aws_eks_cluster.platform.vpc_config[0].cluster_security_group_id}";

/** A cluster in VPC `apps` with two deployments, workload `shop` in the same VPC and `store` in another one. */
function fileWith(first: object, second: object = {}): File {
  return changed((file) => {
    const { apps } = file.workloadVpcs as Record<string, Record<string, unknown>>;
    apps!["transitGateway"] = { id: "tgw-0123456789abcdef0", routes: ["10.11.0.0/16"] };
    file.workloadVpcs!["data"] = {
      account: "apps",
      cidr: "10.11.0.0/16",
      availabilityZones: ["us-east-1a", "us-east-1b"],
      transitGateway: { id: "tgw-0123456789abcdef0", routes: ["10.10.0.0/16"] },
    };
    const { platform } = file.workloads!;
    const pods = { namespace: "web", image };
    file.workloads = {
      platform: { ...platform!, deployments: { first: { ...pods, ...first }, second: { ...pods, ...second } } },
      shop: {
        platform: "ecs-fargate",
        vpc: "apps",
        services: { cart: { image, ports: [80, 81], loadBalancer: { port: 80 } } },
      },
      store: { platform: "ecs-fargate", vpc: "data", services: { db: { image, ports: [5432] } } },
    } as File["workloads"];
  });
}

/** The ingress rules of a stack: the group, the client and the port, by resource name. */
function ingress(file: File, stack: string, names: RegExp) {
  const rules = Object.entries(synthFile(file)[stack]!.resource["aws_vpc_security_group_ingress_rule"] ?? {});
  return Object.fromEntries(
    rules
      .filter(([name]) => names.test(name))
      .map(([name, rule]) => [
        name,
        [rule["security_group_id"], rule["referenced_security_group_id"] ?? rule["cidr_ipv4"], rule["from_port"]],
      ]),
  );
}

const shop = (output: string) => `\${data.terraform_remote_state.ecs-shop.outputs.${output}.cart}`;

describe("connectTo of pods", () => {
  test("opens the service to the cluster's security group, once for all deployments", () => {
    const file = fileWith({ connectTo: { "shop/cart": [80, 81] } }, { connectTo: { "shop/cart": [81] } });
    expect(ingress(file, "eks-platform", /^connect/)).toEqual({
      connect_shop_cart_80: [shop("task_security_group_ids"), group, 80],
      connect_shop_cart_81: [shop("task_security_group_ids"), group, 81],
    });
  });

  test("opens the service's load balancer", () => {
    const file = fileWith({ connectTo: { "shop/cart": "loadBalancer" } });
    expect(ingress(file, "eks-platform", /^connect/)).toEqual({
      "connect_shop_cart_load-balancer_80": [shop("load_balancer_security_group_ids"), group, 80],
    });
  });

  test("lets the service's stack be deployed first", () => {
    const names = (file: File) => stackNames(parseOrganizationText("organization.yaml", yamlOf(file)).organization);
    expect(names(fileWith({})).slice(-3)).toEqual(["eks-platform", "ecs-shop", "ecs-store"]);
    expect(names(fileWith({ connectTo: { "shop/cart": [80] } })).slice(-3)).toEqual([
      "ecs-shop",
      "eks-platform",
      "ecs-store",
    ]);
  });

  test("opens a service of another VPC to the range of the cluster's VPC, in the service's stack", () => {
    const file = fileWith({ connectTo: { "store/db": [5432] } });
    expect(ingress(file, "eks-platform", /^connect/)).toEqual({});
    expect(ingress(file, "ecs-store", /^db/)).toEqual({
      "db_from_10_10_0_0-16_5432": ["${aws_security_group.db.id}", "10.10.0.0/16", 5432],
    });
  });
});
