import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { factsOf, referringAttributes, resourceTypes, services } from "../../proof/resource-types";
import { type ListedAs, type Opening, type ResourceType } from "../../proof/resource-types/resource-type";
import { camelCase, providerAttributes } from "../support/provider-attributes";

const root = join(__dirname, "../..");
const types = [...resourceTypes.keys()];
const entries = [...resourceTypes];

/** Types that a folder's sources name in literals, comments aside: `"aws_vpc"`, `aws_vpc: …`, "add aws_route". */
function typesRead(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.startsWith("resource-types/"),
  );
  return files.flatMap((name) => {
    const text = readFileSync(join(root, folder, name), "utf8").replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
    return text.match(/(?<![\w$])aws_[a-z0-9]+(?:_[a-z0-9]+)*(?![\w$])(?!_?\$\{)/g) ?? [];
  });
}

const noTypes = ["aws_rds", "aws_db"];

test("every type that the proof or the review reads has an entry", () => {
  const read = new Set(["proof", "review"].flatMap(typesRead));
  expect(read.size).toBeGreaterThan(100);
  expect([...read].filter((type) => !resourceTypes.has(type) && !noTypes.includes(type)).sort()).toEqual([]);
});

test("a type has one entry", () => {
  const named = services.flatMap((service) => Object.keys(service.types));
  expect(named.filter((type, at) => named.indexOf(type) !== at)).toEqual([]);
});

/** Types that an entry names. */
function typesIn({ refersTo = {}, implies = {}, adopts, creates = {}, listedIn = [] }: ResourceType): string[] {
  return [
    ...Object.values(refersTo).flatMap((reference) => reference.types),
    ...Object.values(implies),
    ...(adopts ? [adopts.as] : []),
    ...Object.values(creates).map(({ type }) => type),
    ...listedIn.map(({ owner }) => owner),
  ];
}

test("every type that an entry names has an entry", () => {
  const missing = entries.flatMap(([type, entry]) =>
    typesIn(entry).flatMap((named) => (resourceTypes.has(named) ? [] : [`${type}: ${named}`])),
  );
  expect(missing).toEqual([]);
});

test("an id prefix belongs to one type", () => {
  const prefixes = entries.flatMap(([, { idPrefixes = [] }]) => idPrefixes);
  expect(prefixes.filter((prefix, at) => prefixes.indexOf(prefix) !== at)).toEqual([]);
});

function attributesOfListing(as: ListedAs): readonly string[] {
  if (as.form === "id" || as.form === "value") return [as.of];
  if (as.form === "restored") return [as.from];
  return as.form === "block" ? [as.own] : [];
}

const attributesOfOpening = (opening: Opening) => ("attribute" in opening ? [opening.attribute] : []);

/** Attributes and blocks that an entry says its type has. */
function attributesIn(entry: ResourceType): string[] {
  const {
    refersTo = {},
    adopts,
    creates = {},
    computed = {},
    unique,
    listedIn = [],
    arn,
    opens = [],
    withdraws = [],
  } = entry;
  const written = [
    ...(entry.identity ?? []),
    ...Object.keys(refersTo),
    ...Object.keys(entry.implies ?? {}),
    ...(adopts?.by === undefined ? [] : [adopts.by]),
    ...Object.keys(creates),
    ...Object.entries(computed).flatMap(([block, names]) => [block, ...names]),
    ...(entry.blockProperties ?? []),
    ...(entry.takesAddresses ?? []),
    ...(unique?.by ?? []),
    ...listedIn.flatMap(({ by, as }) => [by, ...attributesOfListing(as)]),
    ...(arn ? [arn.attribute] : []),
    ...opens.flatMap(attributesOfOpening),
    ...withdraws.map(({ attribute }) => attribute),
    ...(entry.destruction?.skippedBy === undefined ? [] : [entry.destruction.skippedBy]),
  ];
  return written.flatMap((path) => path.replaceAll(/\[\d+\]/g, "").split("."));
}

describe.each(types.filter((type) => type.startsWith("aws_")))("%s", (type) => {
  const known = providerAttributes(type);

  test("is a type of the provider, with the attributes of its entry", () => {
    expect(known?.size).toBeGreaterThan(0);
    expect(attributesIn(factsOf(type)).filter((name) => !known!.has(camelCase(name)))).toEqual([]);
  });

  test("is listed by attributes that their owners have", () => {
    for (const { owner, attribute } of factsOf(type).listedIn ?? []) {
      expect([owner, attribute, providerAttributes(owner)?.has(camelCase(attribute))]).toEqual([
        owner,
        attribute,
        true,
      ]);
    }
  });
});

test("every attribute that refers to something is one of the provider", () => {
  const all = new Set(types.flatMap((type) => [...(providerAttributes(type) ?? [])]));
  const names = [...referringAttributes()].map(([attribute]) => attribute);
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !all.has(camelCase(name)))).toEqual([]);
});
