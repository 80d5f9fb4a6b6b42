import * as fc from "fast-check";

import { adopt } from "../../adopt/adopt";
import { AdoptError } from "../../adopt/note";
import { observe } from "../../adopt/terraform/observe";
import { resourcesOf } from "../../adopt/terraform/resources";
import { ConfigError } from "../../config/errors";
import { parseOrganizationText } from "../../config/load";
import { graphOfStacks } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { runs } from "../support/runs";
import { synthText } from "../support/synth";
import * as network from "./network";

const { dhcpOptions, endpoint, fileSystem, id, subnet, table, vpc, vpcId } = network;

const minimal = parseOrganizationText("organization.yaml", network.organization).organization;

/** A network as an owner may have built it: any number of subnets in any zone, each with any table or none. */
const networks = fc
  .record({
    subnets: fc.array(
      fc.record({
        zone: fc.constantFrom("a", "b", "c", "1-bos-1a"),
        second: fc.boolean(),
        bits: fc.constantFrom(24, 25, 28),
        way: fc.constantFrom("nat", "tgw", "igw", "vgw", "none", "main"),
        six: fc.boolean(),
        dns64: fc.boolean(),
      }),
      { minLength: 1, maxLength: 7 },
    ),
    dual: fc.boolean(),
    label: fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("apps", "constructor", "a: b", "- x", "# y")),
    services: fc.uniqueArray(fc.constantFrom("s3", "ecr.api", "logs", "dynamodb", "x: y", "vpce-svc-1"), {
      maxLength: 4,
    }),
    privateDns: fc.boolean(),
    covered: fc.integer({ min: 0, max: 7 }),
    servers: fc.array(fc.constantFrom("AmazonProvidedDNS", "10.2.0.1", "\u001b[1m"), { maxLength: 2 }),
    mounted: fc.integer({ min: 0, max: 7 }),
    mainIsKnown: fc.boolean(),
  })
  .map(({ subnets, dual, label, services, privateDns, covered, servers, mounted, mainIsKnown }) => {
    const six = { ipv6_cidr_block: "2600:1f18::/64" };
    const targets: Record<string, string | undefined> = { none: undefined };
    for (const kind of ["nat", "tgw", "igw", "vgw"]) targets[kind] = id(kind, 1);
    return [
      vpc({
        tags: { Name: label },
        ...(dual ? { ipv6_cidr_block: "2600:1f18::/56" } : {}),
        ...(mainIsKnown ? {} : { main_route_table_id: null }),
      }),
      {
        type: "aws_vpc_ipv4_cidr_block_association",
        name: "more",
        values: { vpc_id: vpcId, cidr_block: "100.64.0.0/16" },
      },
      ...subnets.flatMap((one, at) => [
        subnet(at + 1, one.zone, `${one.second ? "100.64" : "10.20"}.${at}.0/${one.bits}`, {
          ...(one.six ? six : {}),
          enable_dns64: one.dns64,
        }),
        ...(one.way === "main" ? [] : table(at + 11, [at + 1], targets[one.way])),
      ]),
      ...services.map((service, at) =>
        service === "s3"
          ? endpoint(at, service, {
              vpc_endpoint_type: "Gateway",
              route_table_ids: Array.from({ length: covered }, (_, number) => id("rtb", number + 11)),
            })
          : endpoint(at, service, { private_dns_enabled: privateDns }),
      ),
      dhcpOptions(...servers),
      ...(mounted > 0
        ? fileSystem(
            1,
            "content",
            Array.from({ length: mounted }, (_, at) => at + 1),
          )
        : []),
    ];
  });

test("what is written of any network loads, synthesizes, and has no public subnet where tasks run", () => {
  fc.assert(
    fc.property(networks, (resources) => {
      const observed = observe("state.json", resourcesOf("state.json", network.stateJson(resources)));
      let written;
      try {
        written = adopt(observed, vpcId, minimal, { subnet: [], name: "apps" });
      } catch (error) {
        if (!(error instanceof AdoptError)) throw error;
        return;
      }
      const { text, notes } = written;
      // eslint-disable-next-line no-control-regex
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      const refused = notes.some(({ text, stops }) => stops && text.startsWith("Not in the input: the route table"));
      const parse = () => parseOrganizationText("o.yaml", network.organization + text).organization;
      if (refused) return expect(parse).toThrow(ConfigError);
      const adopted = parse().workloadVpcs["apps"]!;
      if (!("vpc" in adopted)) throw new Error("should be an adopted VPC");
      const open = new Set(
        resources.flatMap(({ values }) => (JSON.stringify(values).includes("igw-") ? [values["id"]] : [])),
      );
      for (const { routeTable } of Object.values(adopted.vpc.privateSubnets)) expect(open.has(routeTable)).toBe(false);
      // The YAML of the written data is the data.
      expect(adopted.vpc.id).toBe(vpcId);
    }),
    runs(2000, 60),
  );
});

test("a service in an adopted VPC never fails to mount because of what was written", () => {
  fc.assert(
    fc.property(networks, (resources) => {
      const observed = observe("state.json", resourcesOf("state.json", network.stateJson(resources)));
      let text: string;
      try {
        ({ text } = adopt(observed, vpcId, minimal, { subnet: [], name: "apps" }));
        parseOrganizationText("o.yaml", network.organization + text);
      } catch (error) {
        if (!(error instanceof AdoptError || error instanceof ConfigError)) throw error;
        return;
      }
      const fileSystem = text.includes("\n      content:") ? "content" : undefined;
      if (fileSystem === undefined) return;
      const stacks = synthText(network.organization + text + network.workload);
      const graph = graphOfStacks(
        Object.fromEntries(stacks.map(([name, json]) => [name, JSON.parse(json) as Record<string, unknown>])),
      );
      const { paths } = prove(graph);
      expect(paths.length).toBeGreaterThan(0);
      expect(paths.filter(({ verdict }) => verdict === "fails")).toEqual([]);
    }),
    runs(200, 8),
  );
});
