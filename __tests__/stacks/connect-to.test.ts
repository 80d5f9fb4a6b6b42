import { parseOrganizationText } from "../../config/load";
import { stackNames } from "../../stacks/organization";
import { synthFile } from "../support/synth";
import { changed, type File, yamlOf } from "../support/variants";

type Settings = Record<string, unknown>;

const image = "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27";

/**
 * The example's VPC `apps` with workloads `web` and `shop`, and a VPC `data` with workload `store`.
 *
 * @param routes ranges that `apps` and `data` route to the transit gateway
 */
function fileWith(
  { nginx = {}, api = {}, tasks = {} }: { nginx?: Settings; api?: Settings; tasks?: Settings },
  routes: readonly [string[], string[]] = [["10.11.0.0/16"], ["10.10.0.0/16"]],
): File {
  return changed((file) => {
    const { apps } = file.workloadVpcs as Record<string, Settings>;
    apps!["transitGateway"] = { id: "tgw-0123456789abcdef0", routes: routes[0] };
    file.workloadVpcs!["data"] = {
      account: "apps",
      cidr: "10.11.0.0/16",
      availabilityZones: ["us-east-1a", "us-east-1b"],
      transitGateway: { id: "tgw-0123456789abcdef0", routes: routes[1] },
    };
    file.workloads = {
      web: {
        platform: "ecs-fargate",
        vpc: "apps",
        namespace: "web.internal",
        services: {
          nginx: { image, ports: [80, 81], ...nginx },
          api: { image, ports: [8080], discovery: true, loadBalancer: { scheme: "internal" }, ...api },
        },
        tasks: { report: { image, ...tasks } },
      },
      shop: { platform: "ecs-fargate", vpc: "apps", services: { cart: { image, ports: [80], loadBalancer: {} } } },
      store: { platform: "ecs-fargate", vpc: "data", services: { db: { image, ports: [5432], loadBalancer: {} } } },
    } as File["workloads"];
  });
}

/** The rules of a stack that don't open HTTPS to anywhere, and don't belong to a load balancer and its targets. */
function rules(file: File, stack: string) {
  return Object.fromEntries(
    (["ingress", "egress"] as const).flatMap((direction) =>
      Object.entries(synthFile(file)[stack]!.resource[`aws_vpc_security_group_${direction}_rule`] ?? {})
        .filter(([name]) => !/_(https|http_vpc|from-load-balancer|to-tasks)$/.test(name))
        .map(([name, rule]) => {
          const other = String(rule["cidr_ipv4"] ?? rule["referenced_security_group_id"]);
          return [
            `${direction} ${name}`,
            `${String(rule["security_group_id"])} ${other} ${String(rule["from_port"])}-${String(rule["to_port"])}`,
          ];
        }),
    ),
  );
}

const group = (name: string) => `\${aws_security_group.${name}.id}`;
const shop = (output: string) => `\${data.terraform_remote_state.ecs-shop.outputs.${output}.cart}`;

describe("connectTo", () => {
  test("opens both ends to the named ports of a service of the workload, and nothing else", () => {
    expect(rules(fileWith({ tasks: { connectTo: { nginx: [81] } } }), "ecs-web")).toEqual({
      "ingress nginx_from_report_81": `${group("nginx")} ${group("report")} 81-81`,
      "egress report_to_nginx_81": `${group("report")} ${group("nginx")} 81-81`,
    });
  });

  test("makes the rules of allowFrom at the same addresses", () => {
    const connected = synthFile(fileWith({ nginx: { connectTo: { api: [8080] } } }));
    const allowed = synthFile(fileWith({ api: { allowFrom: ["nginx"] } }));
    expect(connected["ecs-web"]!.json).toBe(allowed["ecs-web"]!.json);
  });

  test("opens the load balancer of a service of the workload", () => {
    expect(rules(fileWith({ nginx: { connectTo: { api: "loadBalancer" } } }), "ecs-web")).toEqual({
      "ingress api_http_nginx": `${group("api_load-balancer")} ${group("nginx")} 80-80`,
      "egress nginx_to_api_load-balancer_80": `${group("nginx")} ${group("api_load-balancer")} 80-80`,
    });
  });

  test("reads the group of another workload's service from its stack, which is deployed first", () => {
    const file = fileWith({ nginx: { connectTo: { "shop/cart": [80] } } });
    expect(rules(file, "ecs-web")).toEqual({
      "ingress nginx_connect_shop_cart_80_ingress": `${shop("task_security_group_ids")} ${group("nginx")} 80-80`,
      "egress nginx_connect_shop_cart_80": `${group("nginx")} ${shop("task_security_group_ids")} 80-80`,
    });
    expect(rules(file, "ecs-shop")).toEqual({});
    const names = stackNames(parseOrganizationText("organization.yaml", yamlOf(file)).organization);
    expect(names.slice(-3)).toEqual(["ecs-shop", "ecs-web", "ecs-store"]);
  });

  test("opens the load balancer of another workload's service", () => {
    const balancer = shop("load_balancer_security_group_ids");
    expect(rules(fileWith({ nginx: { connectTo: { "shop/cart": "loadBalancer" } } }), "ecs-web")).toEqual({
      "ingress nginx_connect_shop_cart_load-balancer_80_ingress": `${balancer} ${group("nginx")} 80-80`,
      "egress nginx_connect_shop_cart_load-balancer_80": `${group("nginx")} ${balancer} 80-80`,
    });
  });

  test("opens the VPCs' ranges across VPCs, each rule once", () => {
    const both = { connectTo: { "store/db": [5432] } };
    const file = fileWith({ nginx: { ...both, egress: [{ to: "data", ports: [5432] }] }, tasks: both });
    expect(rules(file, "ecs-web")).toEqual({
      "egress nginx_egress_data_tcp_5432": `${group("nginx")} 10.11.0.0/16 5432-5432`,
      "egress report_egress_data_tcp_5432": `${group("report")} 10.11.0.0/16 5432-5432`,
    });
    expect(rules(file, "ecs-store")).toEqual({
      "ingress db_from_10_10_0_0-16_5432": `${group("db")} 10.10.0.0/16 5432-5432`,
    });
  });

  test("opens a load balancer of another VPC by range", () => {
    const file = fileWith({ nginx: { connectTo: { "store/db": "loadBalancer" } } });
    expect(rules(file, "ecs-store")).toEqual({
      "ingress db_http_10_10_0_0-16": `${group("db_load-balancer")} 10.10.0.0/16 80-80`,
    });
  });
});

describe("warnings about connectTo", () => {
  const warningsOf = (...written: Parameters<typeof fileWith>) =>
    parseOrganizationText("organization.yaml", yamlOf(fileWith(...written)))
      .warnings.map(({ path, message }) => `${path.join(".")}: ${message}`)
      .filter((warning) => /nginx\.connectTo|api\.(discovery|loadBalancer)/.test(warning));

  test("name the VPC without a route, for requests and for answers", () => {
    const place = "workloads.web.services.nginx.connectTo.store/db";
    const advice = "add the range to transitGateway.routes of the VPC";
    const api = { discovery: false, loadBalancer: { allowFrom: ["10.0.0.0/8"] } };
    expect(
      warningsOf({ nginx: { connectTo: { "store/db": [5432] } }, api }, [["10.3.0.0/16"], ["10.3.0.0/16"]]),
    ).toEqual([
      `${place}: leads to data (10.11.0.0/16), and VPC 'apps' has no route there; ${advice}`,
      `${place}: is answered to apps (10.10.0.0/16), and VPC 'data' has no route there; ${advice}`,
    ]);
  });

  test("are not given for a discovered service and a load balancer that a client names", () => {
    expect(warningsOf({})).toEqual([
      "workloads.web.services.api.discovery: gives the tasks a DNS name, but no client may connect to them (ECS-30); add clients in allowFrom, or connectTo of a client",
      "workloads.web.services.api.loadBalancer: allows VPC 'apps', where no workload of this file may connect to its port 80; name services, tasks or outside ranges in allowFrom, or the load balancer in connectTo of a client",
    ]);
    const nginx = { connectTo: { api: [8080] } };
    expect(warningsOf({ nginx, tasks: { connectTo: { api: "loadBalancer" } } })).toEqual([]);
  });
});
