import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as fc from "fast-check";
import { parse, stringify } from "yaml";

import { adopt, type AdoptOptions } from "../../adopt/adopt";
import { insert } from "../../adopt/insert";
import { addTo } from "../../adopt/into";
import { AdoptError } from "../../adopt/note";
import { observe } from "../../adopt/terraform/observe";
import { resourcesOf } from "../../adopt/terraform/resources";
import { loadOrganization, parseOrganizationText } from "../../config/load";
import { projectRoot } from "../support/command";
import { exampleNames } from "../support/examples";
import { runs } from "../support/runs";
import * as network from "./network";

const { id, twoZones, vpcId } = network;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-into-"));
  file = join(folder, "organization.yaml");
});
afterEach(() => rmSync(folder, { recursive: true }));

const observed = observe("state.json", resourcesOf("state.json", network.stateJson(twoZones())));

/** Adopts the VPC into a file with a text. @returns the file's text afterwards */
function into(text: string, options: Partial<AdoptOptions> = {}): string {
  writeFileSync(file, text);
  addTo(file, adopt(observed, vpcId, loadOrganization(file), { subnet: [], ...options }));
  return readFileSync(file, "utf8");
}

/** The lines that a file gained, and whether the others are as they were, in order. */
function gained(before: string, after: string): string[] {
  const old = before.split("\n");
  const lines = after.split("\n");
  const at = lines.findIndex((line, index) => line !== old[index]);
  const count = lines.length - old.length;
  expect([...lines.slice(0, at), ...lines.slice(at + count)]).toEqual(old);
  return lines.slice(at, at + count);
}

const other = `
workloadVpcs: # ours
    # The first one.
    jobs: # theirs
        account: apps
        cidr: 10.30.0.0/16
        availabilityZones:
            - us-east-1a
        # The last word on jobs.

    # The last word on all.

# Tags of everything.
defaultTags: { team: storage }
`;

test("the VPC is added behind the others, with their indentation, and every other line stays", () => {
  const before = network.organization + other;
  const after = into(before);
  const lines = gained(before, after);
  expect(lines[0]).toBe(`    # ${vpcId} (Apps) of account 222222222222 in us-east-1, from state.json.`);
  expect(lines.slice(3, 6)).toEqual(["    apps:", "      account: apps", "      vpc:"]);
  expect(after).toContain("    # The last word on all.\n    # vpc-");
  expect(Object.keys(loadOrganization(file).workloadVpcs)).toEqual(["jobs", "apps"]);
});

test.each([
  ["without workloadVpcs", ""],
  ["without a line break at the end", "# end"],
  ["with an empty mapping", "workloadVpcs: {} # none yet\n# end\n"],
  ["with an end marker", "...\n"],
])("a file %s gets it", (_, rest) => {
  const after = into(network.organization + rest);
  expect(after).toContain(rest.replace(" {}", "").split("\n")[0]);
  expect(Object.keys(loadOrganization(file).workloadVpcs)).toEqual(["apps"]);
});

test("a file with Windows' line ends keeps them", () => {
  const after = into(network.organization.replaceAll("\n", "\r\n"));
  expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect(Object.keys(loadOrganization(file).workloadVpcs)).toEqual(["apps"]);
});

test("a link to a file stays a link, and the file keeps its permissions", () => {
  const target = join(folder, "target.yaml");
  writeFileSync(target, network.organization, { mode: 0o640 });
  symlinkSync(target, file);
  into(network.organization);
  expect(readFileSync(target, "utf8")).toContain("  apps:\n");
  expect(statSync(target).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder).sort()).toEqual(["organization.yaml", "target.yaml"]);
});

describe("the file is not changed", () => {
  const refuses = (text: string, message: string, options: Partial<AdoptOptions> = {}) => {
    expect(() => into(text, options)).toThrow(new AdoptError([`${file} was not changed${message}`]));
    expect(readFileSync(file, "utf8")).toBe(text);
    expect(readdirSync(folder)).toEqual(["organization.yaml"]);
  };

  test("if the name exists", () => {
    refuses(network.organization + other, ": workloadVpcs.jobs exists already; give another name with --name", {
      name: "jobs",
    });
  });

  test("if the VPC is adopted already", () => {
    refuses(into(network.organization), `: workloadVpcs.apps adopts ${vpcId} already`, { name: "again" });
  });

  test("if workloadVpcs is written on one line", () => {
    const jobs = "workloadVpcs: { jobs: { account: apps, cidr: 10.30.0.0/16, availabilityZones: [us-east-1a] } }\n";
    refuses(
      network.organization + jobs,
      ": workloadVpcs should be written in block style, one entry per line; or add what adopt prints without --into",
    );
  });

  test("if the mapping means something elsewhere too", () => {
    const alias = other.replace("workloadVpcs: # ours", "workloadVpcs: &all # ours");
    const before = `${network.organization}${alias}retired: *all\n`;
    expect(() => insert(file, before, "workloadVpcs", "apps:\n  a: 1\n")).not.toThrow();
    writeFileSync(file, before);
    const written = adopt(observed, vpcId, undefined, { subnet: [], account: "apps" });
    expect(() => addTo(file, written)).toThrow("its form is not one that text can be added to");
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  test("if it would not load", () => {
    const before = network.organization.replace("apps: {", "theirs: {").replace("[apps]", "[theirs]");
    refuses(
      before.replace("222222222222", "333333333333"),
      `, since it would not load with apps:\n  workloadVpcs.apps.account: should be the name of an account, got 'account-222222222222'; available: network and theirs\n  to do: ${vpcId} belongs to account 222222222222: the file has no such account: add it under accounts, and write its name here.`,
    );
    const overlapping = other.replace("10.30.0.0/16", "10.20.0.0/16");
    refuses(
      network.organization + overlapping,
      ", since it would not load with apps:\n  workloadVpcs.apps.vpc.cidr: should not overlap 10.20.0.0/16 of workloadVpcs.jobs, got '10.20.0.0/16'; choose an unused range",
    );
  });

  test("for the shared VPC", () => {
    refuses(
      network.organization,
      ": --into adds to workloadVpcs; replace sharedNetwork.vpc by hand with what adopt prints without --into",
      { shared: true },
    );
  });
});

test.each(["organization.yaml", ...exampleNames.map((name) => `examples/${name}/organization.yaml`)])(
  "%s keeps every line",
  (path) => {
    const before = readFileSync(join(projectRoot, path), "utf8");
    const after = insert(path, before, "workloadVpcs", "new:\n  account: apps\n");
    expect(gained(before, after).join("\n")).toMatch(/ +new:\n +account: apps/);
    const { new: added, ...rest } = (parse(after) as { workloadVpcs: Record<string, unknown> }).workloadVpcs;
    expect(added).toEqual({ account: "apps" });
    expect(rest).toEqual((parse(before) as { workloadVpcs?: unknown }).workloadVpcs ?? {});
  },
);

test("an entry is added to any mapping, whatever is in it and around it", () => {
  const key = fc.stringMatching(/^[a-z]{1,8}$/);
  const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.string()), fc.constant("a\nb\n"));
  const entries = fc.dictionary(key, fc.dictionary(key, value, { minKeys: 1 }), { minKeys: 1, maxKeys: 4 });
  fc.assert(
    fc.property(entries, fc.dictionary(key, value), fc.constantFrom(1, 2, 4), (vpcs, rest, indent) => {
      const data = { before: 1, workloadVpcs: vpcs, ...rest };
      const text = stringify(data, { indent });
      const after = insert("o.yaml", text, "workloadVpcs", "New:\n  a: 1\n");
      expect(parse(after)).toEqual({ ...data, workloadVpcs: { ...vpcs, New: { a: 1 } } });
    }),
    runs(3000, 100),
  );
});

test("a mapping without entries gets the first", () => {
  expect(insert("o.yaml", "a:\n# end\nb: 1\n", "a", "c: 1\n")).toBe("a:\n  c: 1\n# end\nb: 1\n");
});

test("a list gets an item, and is created", () => {
  const item = "- statement: x\n  vpc: y\n";
  expect(insert("o.yaml", "assume:\n- a: 1 # one\nb: 1\n", "assume", item)).toBe(
    "assume:\n- a: 1 # one\n- statement: x\n  vpc: y\nb: 1\n",
  );
  expect(insert("o.yaml", "a: 1", "assume", item)).toBe("a: 1\n\nassume:\n  - statement: x\n    vpc: y\n");
});

test("what is added is what is printed", () => {
  const { text } = adopt(observed, vpcId, undefined, { subnet: [id("subnet", 1)], account: "apps" });
  const after = into(network.organization, { subnet: [id("subnet", 1)], account: "apps" });
  expect(after).toBe(`${network.organization}\n${text.replace(/^ +# If the file's region.*\n/m, "")}`);
  expect(() => parseOrganizationText("o.yaml", after)).not.toThrow();
});
