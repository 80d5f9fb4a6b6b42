/**
 * The binding of claims, held against a table and against Kubernetes' own algorithm, written down once more from its
 * source: pkg/controller/volume/persistentvolume/pv_controller.go (syncUnboundClaim, checkVolumeSatisfyClaim) and
 * component-helpers, storage/volume/pv_helpers.go (FindMatchingVolume, IsVolumeBoundToClaim), 1.36.
 */
import { assert, constantFrom, integer, option, property, record, uniqueArray } from "fast-check";

import { bindings } from "../../../proof/kubernetes/claims/binding";
import { quantity } from "../../../proof/kubernetes/quantity";
import { clusterOf } from "./cluster";

interface VolumeSpec {
  readonly name: string;
  readonly size: number;
  readonly className: string | null;
  readonly mode: "Filesystem" | "Block" | null;
  readonly modes: readonly string[];
  readonly label: string | null;
  readonly claimRef: string | null;
}

interface ClaimSpec {
  readonly name: string;
  readonly size: number;
  readonly className: string | null;
  readonly mode: "Filesystem" | "Block" | null;
  readonly modes: readonly string[];
  readonly selects: string | null;
  readonly volumeName: string | null;
}

function volumeObject({ name, size, className, mode, modes, label, claimRef }: VolumeSpec): object {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, ...(label ? { labels: { tier: label } } : {}) },
    spec: {
      capacity: { storage: `${size}Gi` },
      accessModes: modes,
      ...(className === null ? {} : { storageClassName: className }),
      ...(mode === null ? {} : { volumeMode: mode }),
      ...(claimRef === null ? {} : { claimRef: { name: claimRef, namespace: "web" } }),
      csi: { driver: "efs.csi.aws.com", volumeHandle: `fs-${name}` },
    },
  };
}

function claimObject({ name, size, className, mode, modes, selects, volumeName }: ClaimSpec): object {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace: "web" },
    spec: {
      resources: { requests: { storage: `${size}Gi` } },
      accessModes: modes,
      ...(className === null ? {} : { storageClassName: className }),
      ...(mode === null ? {} : { volumeMode: mode }),
      ...(selects === null ? {} : { selector: { matchLabels: { tier: selects } } }),
      ...(volumeName === null ? {} : { volumeName }),
    },
  };
}

/** The volume that each claim is bound to according to the proof; `null` for a claim that stays pending. */
function bound(volumes: readonly VolumeSpec[], claims: readonly ClaimSpec[]): (string | null)[] {
  const { graph, all } = clusterOf([...volumes.map(volumeObject), ...claims.map(claimObject)]);
  const objects = all.objects.filter(({ kind }) => kind === "PersistentVolumeClaim");
  const found = bindings(graph, all, objects);
  return objects.map((object) => {
    const { volume, mismatches, open, rival } = found.get(object)!;
    // Of a volume that names its claim and is named by it, another mode is left to kubelet.
    expect(open.filter((mismatch) => mismatch !== "mode")).toEqual([]);
    return volume && mismatches.length === 0 && !rival ? volume.name : null;
  });
}

/** The result according to Kubernetes' algorithm. */
function reference(volumes: readonly VolumeSpec[], claims: readonly ClaimSpec[]): (string | null)[] {
  const owner = new Map(volumes.map(({ name, claimRef }) => [name, claimRef]));
  const isFull = new Set<string>();
  const isBoundTo = (volume: VolumeSpec, claim: ClaimSpec) => owner.get(volume.name) === claim.name;
  const mode = (one: VolumeSpec | ClaimSpec) => one.mode ?? "Filesystem";
  const offers = (volume: VolumeSpec, claim: ClaimSpec) => claim.modes.every((one) => volume.modes.includes(one));
  const findByClaim = (claim: ClaimSpec) => {
    const groups = [1, 2].map((count) => volumes.filter((one) => one.modes.length === count && offers(one, claim)));
    return groups.map((group) => findMatchingVolume(claim, group)).find((one) => one !== undefined);
  };
  const findMatchingVolume = (claim: ClaimSpec, group: readonly VolumeSpec[]): VolumeSpec | undefined => {
    let smallest: VolumeSpec | undefined;
    for (const volume of group) {
      if (owner.get(volume.name) != null && !isBoundTo(volume, claim)) continue;
      if (volume.size < claim.size) continue;
      if (mode(volume) !== mode(claim)) continue;
      if (isBoundTo(volume, claim)) return volume;
      if (claim.selects !== null && volume.label !== claim.selects) continue;
      if ((volume.className ?? "") !== (claim.className ?? "")) continue;
      if (!smallest || smallest.size > volume.size) smallest = volume;
    }
    return smallest;
  };
  const satisfies = (volume: VolumeSpec, claim: ClaimSpec) =>
    volume.size >= claim.size &&
    (volume.className ?? "") === (claim.className ?? "") &&
    mode(volume) === mode(claim) &&
    offers(volume, claim);
  return claims.map((claim) => {
    let volume: VolumeSpec | undefined;
    if (claim.volumeName === null) volume = findByClaim(claim);
    else {
      volume = volumes.find(({ name }) => name === claim.volumeName);
      if (volume && owner.get(volume.name) == null) volume = satisfies(volume, claim) ? volume : undefined;
      else if (volume && !isBoundTo(volume, claim)) volume = undefined;
    }
    if (!volume || isFull.has(volume.name)) return null;
    owner.set(volume.name, claim.name);
    isFull.add(volume.name);
    return volume.name;
  });
}

const volume: VolumeSpec = {
  name: "pages",
  size: 1,
  className: "efs-sc",
  mode: null,
  modes: ["ReadWriteMany"],
  label: null,
  claimRef: null,
};
const claim: ClaimSpec = {
  name: "pages",
  size: 1,
  className: "efs-sc",
  mode: null,
  modes: ["ReadWriteMany"],
  selects: null,
  volumeName: null,
};

/** Name, what the volume has, what the claim has, and what Kubernetes binds. */
const table: readonly (readonly [string, Partial<VolumeSpec>, Partial<ClaimSpec>, string | null])[] = [
  ["alike", {}, {}, "pages"],
  ["larger than requested", { size: 5 }, {}, "pages"],
  ["smaller than requested", {}, { size: 5 }, null],
  ["named, and smaller", {}, { size: 5, volumeName: "pages" }, null],
  ["reserved, and smaller", { claimRef: "pages" }, { size: 5 }, null],
  ["named and reserved, and smaller", { claimRef: "pages" }, { size: 5, volumeName: "pages" }, "pages"],
  ["of another class", {}, { className: "gp3" }, null],
  ["named, and of another class", {}, { className: "gp3", volumeName: "pages" }, null],
  ["reserved, and of another class", { claimRef: "pages" }, { className: "gp3" }, "pages"],
  ["both without a class", { className: null }, { className: null }, "pages"],
  ["without a class, and of the empty one", { className: null }, { className: "" }, "pages"],
  ["of another mode", {}, { mode: "Block" }, null],
  ["of the mode that is the default", { mode: "Filesystem" }, {}, "pages"],
  ["with other access modes", {}, { modes: ["ReadWriteOnce"] }, null],
  ["with more access modes", { modes: ["ReadWriteMany", "ReadWriteOnce"] }, { modes: ["ReadWriteOnce"] }, "pages"],
  ["selected", { label: "web" }, { selects: "web" }, "pages"],
  ["selected by another label", { label: "db" }, { selects: "web" }, null],
  ["named, which a selector does not hinder", {}, { selects: "web", volumeName: "pages" }, "pages"],
  ["reserved for another claim", { claimRef: "other" }, {}, null],
  ["named, and reserved for another claim", { claimRef: "other" }, { volumeName: "pages" }, null],
  ["named otherwise", {}, { volumeName: "other" }, null],
];

test.each(table)("a volume %s", (_, given, wanted, expected) => {
  const [one, other] = [
    { ...volume, ...given },
    { ...claim, ...wanted },
  ];
  expect(reference([one], [other])).toEqual([expected]);
  expect(bound([one], [other])).toEqual([expected]);
});

test("the smallest sufficient volume is bound, and each only once", () => {
  const volumes = [3, 1, 2].map((size) => ({ ...volume, name: `v${size}`, size }));
  const claims = ["a", "b", "c", "d"].map((name) => ({ ...claim, name }));
  expect(bound(volumes, claims)).toEqual(["v1", "v2", "v3", null]);
});

test.each<readonly [string, readonly Partial<VolumeSpec>[], readonly Partial<ClaimSpec>[], readonly string[][]]>([
  ["one claim and two volumes of a size", [{}, {}], [{}], [["v1"]]],
  ["two claims and two volumes of a size", [{}, {}], [{}, {}], [["v1"], ["v0"]]],
  ["two claims and two volumes of different sizes", [{}, { size: 2 }], [{}, {}], [[], []]],
  ["two claims that name their volumes", [{}, {}], [{ volumeName: "v0" }, { volumeName: "v1" }], [[], []]],
  ["a volume that a claim names, and another", [{}, {}], [{ volumeName: "v0" }, {}], [[], []]],
  ["two volumes that are reserved for the claim", [{ claimRef: "c0" }, { size: 2, claimRef: "c0" }], [{}], [["v1"]]],
  ["one volume that is reserved for the claim, and another", [{ claimRef: "c0" }, {}], [{}], [[]]],
  ["a volume with more access modes", [{}, { modes: ["ReadWriteMany", "ReadWriteOnce"] }], [{}], [[]]],
])("%s: which others Kubernetes may bind", (_, given, wanted, expected) => {
  const volumes = given.map((one, at) => volumeObject({ ...volume, name: `v${at}`, ...one }));
  const claims = wanted.map((one, at) => claimObject({ ...claim, name: `c${at}`, ...one }));
  const { graph, all } = clusterOf([...volumes, ...claims]);
  const objects = all.objects.filter(({ kind }) => kind === "PersistentVolumeClaim");
  const found = bindings(graph, all, objects);
  expect(objects.map((object) => (found.get(object)!.others ?? []).map(({ name }) => name))).toEqual(expected);
});

const modes = uniqueArray(constantFrom("ReadWriteMany", "ReadWriteOnce"), { minLength: 1, maxLength: 2 });
const shared = {
  className: constantFrom(null, "", "efs-sc"),
  mode: constantFrom(null, "Filesystem", "Block"),
  modes,
} as const;
const names = ["a", "b", "c"] as const;

test("claims are bound as in Kubernetes", () => {
  const volumes = uniqueArray(
    record({
      name: constantFrom("u", "v", "w"),
      size: integer({ min: 1, max: 3 }),
      label: constantFrom(null, "web", "db"),
      claimRef: option(constantFrom(...names), { freq: 3 }),
      ...shared,
    }),
    { selector: ({ name }) => name, maxLength: 3 },
  );
  const claims = uniqueArray(
    record({
      name: constantFrom(...names),
      size: integer({ min: 1, max: 3 }),
      selects: option(constantFrom("web", "db"), { freq: 3 }),
      volumeName: option(constantFrom("u", "v", "w"), { freq: 2 }),
      ...shared,
    }),
    { selector: ({ name }) => name, maxLength: 3 },
  );
  // Volumes of one size, or reserved for one claim, are interchangeable to Kubernetes: it takes any of them.
  const isOrdered = (all: readonly VolumeSpec[]) => {
    const reserved = all.flatMap(({ claimRef }) => (claimRef === null ? [] : [claimRef]));
    return new Set(all.map(({ size }) => size)).size === all.length && new Set(reserved).size === reserved.length;
  };
  assert(
    property(volumes, claims, (given, wanted) => {
      if (isOrdered(given)) expect(bound(given, wanted)).toEqual(reference(given, wanted));
    }),
    { numRuns: 400 },
  );
});

test.each([
  ["1Gi", 2 ** 30],
  ["1G", 1e9],
  ["250m", 0.25],
  ["5e3", 5000],
  ["1.5Ki", 1536],
  ["1 Gi", undefined],
  ["1gb", undefined],
])("the quantity %s", (text, value) => {
  expect(quantity(text)).toBe(value);
});
