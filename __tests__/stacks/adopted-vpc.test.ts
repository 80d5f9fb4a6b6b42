import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readGraph } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { type SynthesizedStack, synthFile } from "../support/synth";
import { variants } from "../support/variants";

type Adopted = { vpc: Record<string, unknown> };

/** The variant's VPC with other settings. */
function adopted(settings: Record<string, unknown>): Record<string, SynthesizedStack> {
  const file = structuredClone(variants["adopted workload VPC"]!);
  Object.assign((file.workloadVpcs!["apps"] as unknown as Adopted).vpc, settings);
  return synthFile(file);
}

interface Lookup {
  readonly lifecycle: { readonly postcondition: readonly { readonly condition: string }[] };
}

const conditions = (lookup: unknown) => (lookup as Lookup).lifecycle.postcondition.map(({ condition }) => condition);

/** The proof's result for one hop of every path. */
function verdicts(stacks: Record<string, SynthesizedStack>, hop: string, change: (text: string) => string): string[] {
  const folder = mkdtempSync(join(tmpdir(), "mountpath-adopted-"));
  try {
    const files = Object.entries(stacks).map(([name, { json }]) => {
      const stack = mkdtempSync(join(folder, `${name}-`));
      writeFileSync(join(stack, "cdk.tf.json"), change(json));
      return stack;
    });
    const { paths } = prove(readGraph(files));
    expect(paths.length).toBeGreaterThan(0);
    return paths.flatMap(({ hops }) => hops.filter(({ hop: name }) => name === hop).map(({ verdict }) => verdict));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("the DHCP options of an adopted VPC", () => {
  const kept = adopted({});

  test("are kept, and a plan fails unless they specify Amazon's resolver", () => {
    const { resource, data } = kept["vpc-apps"]!;
    expect(resource["aws_vpc_dhcp_options"]).toBeUndefined();
    expect(resource["aws_vpc_dhcp_options_association"]).toBeUndefined();
    expect(data["aws_vpc_dhcp_options"]!["apps"]).toMatchObject({
      dhcp_options_id: "${data.aws_vpc.apps.dhcp_options_id}",
    });
    expect(conditions(data["aws_vpc_dhcp_options"]!["apps"])).toEqual([
      '${join(",", self.domain_name_servers) == "AmazonProvidedDNS"}',
    ]);
    expect(conditions(data["aws_vpc"]!["apps"])).toContain('${self.dhcp_options_id != "default"}');
  });

  test("pass the proof because of that condition, and are unknown without it", () => {
    const all = verdicts(kept, "dhcp-options", (text) => text);
    expect(all).toEqual(all.map(() => "passes"));
    const without = verdicts(kept, "dhcp-options", (text) =>
      text.replace('== \\"AmazonProvidedDNS\\"', '!= \\"10.0.0.2\\"'),
    );
    expect(without).toEqual(all.map(() => "unknown"));
  });

  test("are replaced if the file says so, without a condition on the old ones", () => {
    const { resource, data } = adopted({ dhcpOptions: "replace" })["vpc-apps"]!;
    expect(resource["aws_vpc_dhcp_options_association"]!["apps"]).toBeDefined();
    expect(data["aws_vpc_dhcp_options"]).toBeUndefined();
    expect(conditions(data["aws_vpc"]!["apps"]).join()).not.toContain("dhcp_options_id");
  });
});

describe("existing endpoints of an adopted VPC", () => {
  const found = adopted({ existingEndpoints: ["s3", "logs"] });

  test("are looked up, not created, and are outputs like created ones", () => {
    const { resource, data, output } = found["vpc-apps"]!;
    expect(Object.keys(resource["aws_vpc_endpoint"]!)).not.toContain("s3");
    expect(Object.keys(resource["aws_vpc_endpoint"]!)).not.toContain("logs");
    expect(Object.keys(resource["aws_vpc_endpoint"]!)).toContain("ecr_dkr");
    expect(data["aws_vpc_endpoint"]!["logs"]).toMatchObject({
      service_name: "com.amazonaws.us-east-1.logs",
      filter: [{ name: "vpc-endpoint-type", values: ["Interface"] }],
    });
    expect(output["vpc_endpoint_ids"]!.value).toMatchObject({
      s3: "${data.aws_vpc_endpoint.s3.id}",
      logs: "${data.aws_vpc_endpoint.logs.id}",
      "ecr.dkr": "${aws_vpc_endpoint.ecr_dkr.id}",
    });
  });

  test("fail a plan unless they serve the private subnets", () => {
    const { s3, logs } = found["vpc-apps"]!.data["aws_vpc_endpoint"]!;
    expect(conditions(s3)).toEqual([
      '${self.vpc_endpoint_type == "Gateway" && self.state == "available"}',
      '${contains(self.route_table_ids, "rtb-0bbbbbbbbbbbbbbb1")}',
      '${contains(self.route_table_ids, "rtb-0bbbbbbbbbbbbbbb2")}',
    ]);
    expect(conditions(logs)).toEqual([
      '${self.vpc_endpoint_type == "Interface" && self.state == "available"}',
      "${self.private_dns_enabled}",
    ]);
  });

  test("are unknown to the proof if their security groups decide", () => {
    expect(verdicts(found, "logs", (text) => text)).toEqual(["unknown", "unknown"]);
  });
});

describe("the public subnets of an adopted VPC", () => {
  const publicSubnets = { "us-east-1a": "subnet-0bbbbbbbbbbbbbbb8", "us-east-1b": "subnet-0bbbbbbbbbbbbbbb9" };
  const { "vpc-apps": stack } = adopted({ publicSubnets });

  test("are looked up, and a plan stops unless they are in this VPC and zone", () => {
    const found = stack!.data["aws_subnet"]!["apps_public-us-east-1a"];
    expect(found).toMatchObject({ id: "subnet-0bbbbbbbbbbbbbbb8" });
    expect(conditions(found)).toEqual([
      '${self.vpc_id == "vpc-0bbbbbbbbbbbbbbb0"}',
      '${self.availability_zone == "us-east-1a"}',
    ]);
  });

  test("are given out by zone", () => {
    expect(stack!.output["public_subnet_ids"]!.value).toEqual({
      "us-east-1a": "${data.aws_subnet.apps_public-us-east-1a.id}",
      "us-east-1b": "${data.aws_subnet.apps_public-us-east-1b.id}",
    });
  });
});
