import { readFileSync } from "node:fs";
import { join } from "node:path";

import Ajv from "ajv";
import * as fc from "fast-check";
import { parse } from "yaml";

import { type JsonSchema, organizationJsonSchema } from "../../config/json-schema";
import { withDefinitions } from "../../config/schema-definitions";
import { organizations } from "../support/arbitrary-organization";

const schema = organizationJsonSchema();
const accepts = new Ajv({ unknownFormats: "ignore", logger: false }).compile(schema);

/** Every property of the schema, with its path. */
function properties(part: JsonSchema, path: string): { path: string; property: JsonSchema }[] {
  const own = Object.entries(part.properties ?? {}).map(([name, property]) => ({ path: `${path}.${name}`, property }));
  const branches = [...(part.anyOf ?? []), ...(part.oneOf ?? [])].map((branch) => ({ path, property: branch }));
  const items = part.items === undefined ? [] : [{ path: `${path}[]`, property: part.items }];
  const values =
    typeof part.additionalProperties === "object" ? [{ path: `${path}.*`, property: part.additionalProperties }] : [];
  return [
    ...own,
    ...[...own, ...branches, ...items, ...values].flatMap((each) => properties(each.property, each.path)),
  ];
}

/** The written schema with every reference replaced by what it refers to. */
function expanded(part: unknown, definitions: Readonly<Record<string, unknown>>): unknown {
  if (typeof part !== "object" || part === null) return part;
  if (Array.isArray(part)) return part.map((each) => expanded(each, definitions));
  if ("$ref" in part)
    return expanded(definitions[(part as { $ref: string }).$ref.slice("#/definitions/".length)], definitions);
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, expanded(value, definitions)]));
}

describe("the written schema", () => {
  const written = withDefinitions(schema, "urn:mountpath:organization");

  it("is equivalent after moving its repeated parts to definitions", () => {
    const { $id, definitions, ...root } = written;
    expect($id).toBe("urn:mountpath:organization");
    expect(expanded(root, definitions as Record<string, unknown>)).toEqual(schema);
    expect(JSON.stringify(written).length).toBeLessThan(JSON.stringify(schema).length / 2);
  });

  it("accepts the same files", () => {
    const acceptsShared = new Ajv({ unknownFormats: "ignore", logger: false }).compile(written);
    fc.assert(
      fc.property(organizations(), (file) => {
        expect([acceptsShared(file), acceptsShared.errors]).toEqual([true, null]);
        expect(acceptsShared({ ...file, regoin: "us-east-1" })).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the schema for editors", () => {
  it("accepts the example", () => {
    const example: unknown = parse(readFileSync(join(__dirname, "../../organization.yaml"), "utf8"));
    expect([accepts(example), accepts.errors]).toEqual([true, null]);
  });

  it("accepts every valid file, short forms included", () => {
    fc.assert(
      fc.property(organizations(), (written) => {
        expect([accepts(written), accepts.errors]).toEqual([true, null]);
      }),
      { numRuns: 100 },
    );
  });

  it("refuses an unknown property, and an account id that is a number", () => {
    const written = fc.sample(organizations(), { numRuns: 1, seed: 1 })[0];
    expect(accepts({ ...written, regoin: "us-east-1" })).toBe(false);
    expect(accepts({ ...written, accounts: { network: { id: 111111111111 } } })).toBe(false);
  });

  it("describes every property and gives valid examples", () => {
    const all = properties(schema, "");
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ property }) => (property.description ?? "") === "").map(({ path }) => path)).toEqual([]);
    const bare = all.filter(({ property }) => (property.examples ?? []).length === 0).map(({ path }) => path);
    expect(bare).toEqual([]);
    for (const { path, property } of all) {
      const fits = new Ajv({ logger: false }).compile(property);
      for (const example of property.examples ?? [])
        expect([path, example, fits(example)]).toEqual([path, example, true]);
    }
  });
});
