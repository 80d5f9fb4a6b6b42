import { exampleNamed } from "../support/examples";
import { synthFile } from "../support/synth";
import { changed, type File } from "../support/variants";

const balanced = () => synthFile(exampleNamed("load-balanced"))["ecs-web"]!.resource;

describe("stacks avoid changes that AWS refuses later", () => {
  test("a target group stays unchanged when the port of its service changes", () => {
    const file = exampleNamed("load-balanced");
    const workload = file.workloads!["web"] as unknown as { services: Record<string, { ports: number[] }> };
    const [name] = Object.entries(balanced()["aws_lb_target_group"]!)[0]!;
    workload.services[name]!.ports = [8081];
    expect(synthFile(file)["ecs-web"]!.resource["aws_lb_target_group"]![name]).toEqual(
      balanced()["aws_lb_target_group"]![name],
    );
  });

  test("a service forces a new deployment, has a capacity provider strategy and no launch type", () => {
    const services = Object.values(balanced()["aws_ecs_service"]!);
    expect(services.length).toBeGreaterThan(0);
    for (const service of services) {
      expect(service["force_new_deployment"]).toBe(true);
      expect(service["launch_type"]).toBeUndefined();
      expect(service["capacity_provider_strategy"]).toEqual([{ base: 0, capacity_provider: "FARGATE", weight: 1 }]);
    }
  });

  test("a discovered service is deleted with its registered instances", () => {
    const discovered = Object.values(balanced()["aws_service_discovery_service"]!);
    expect(discovered.map((one) => one["force_destroy"])).toEqual(discovered.map(() => true));
    expect(discovered.length).toBeGreaterThan(0);
  });

  test("NAT gateways and their addresses wait for the internet gateway", () => {
    const file = changed((example: File) => {
      (example.workloadVpcs!["apps"] as unknown as { internet: unknown }).internet = "nat";
    });
    const { resource } = synthFile(file)["vpc-apps"]!;
    const [gateway] = Object.keys(resource["aws_internet_gateway"]!);
    const waiting = [...Object.values(resource["aws_nat_gateway"]!), ...Object.values(resource["aws_eip"]!)];
    expect(waiting.length).toBeGreaterThan(1);
    for (const one of waiting) expect(one["depends_on"]).toContain(`aws_internet_gateway.${gateway}`);
  });
});

describe("reordering entries of the file changes nothing", () => {
  test("a single NAT gateway is in the first zone by name", () => {
    const gateways = (zones: string[]) => {
      const file = changed((example: File) => {
        Object.assign(example.workloadVpcs!["apps"]!, { internet: { nat: "single" }, availabilityZones: zones });
      });
      return Object.keys(synthFile(file)["vpc-apps"]!.resource["aws_nat_gateway"]!);
    };
    expect(gateways(["us-east-1b", "us-east-1a"])).toEqual(gateways(["us-east-1a", "us-east-1b"]));
  });

  test("a pod's variables, ports and mounts are sorted by name", () => {
    const manifest = (deployment: object) => {
      const file = changed((example: File) => {
        const { deployments } = example.workloads!["platform"] as unknown as { deployments: Record<string, object> };
        Object.assign(Object.values(deployments)[0]!, deployment);
      });
      return synthFile(file)["eks-platform"]!.output["kubernetes_manifests"]!.value;
    };
    expect(manifest({ environment: { B: "1", A: "2" }, ports: [8080, 80] })).toEqual(
      manifest({ environment: { A: "2", B: "1" }, ports: [80, 8080] }),
    );
  });
});

describe("the shared network's return routes", () => {
  const routes = (inbound: unknown) => {
    const file = changed((example: File) => {
      const { sharedNetwork } = example as unknown as {
        sharedNetwork: { vpc: Record<string, unknown>; dns: Record<string, unknown> };
      };
      sharedNetwork.vpc["transitGateway"] = "tgw-0123456789abcdef0";
      sharedNetwork.dns["inbound"] = inbound;
    });
    const made = synthFile(file)["shared-network"]!.resource["aws_route"]!;
    return new Set(Object.values(made).map((one) => one["destination_cidr_block"]));
  };

  test("lead to every range that may query the inbound endpoint", () => {
    expect(routes({ allowedCidrs: ["10.3.0.0/16"] })).toEqual(new Set(["10.2.0.1/32", "10.2.0.2/32", "10.3.0.0/16"]));
  });

  test("include no separate route to a target in such a range", () => {
    expect(routes({ allowedCidrs: ["10.2.0.0/16"] })).toEqual(new Set(["10.2.0.0/16"]));
  });
});
