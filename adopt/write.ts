/** The YAML of an adopted VPC: written by the yaml library, so that no value of a state can change its structure. */
import { Document, isMap, isScalar, type Node, type Scalar } from "yaml";

import { printable } from "../proof/text";
import { type AdoptedVpc } from "./adopted-vpc";
import { type Facts } from "./facts";
import { type Note, note } from "./note";
import { type Owner } from "./owner";
import { type ChosenSubnet } from "./subnets";

/** A part of the file, with the notes above its properties. */
export interface Written {
  readonly text: string;
  readonly notes: readonly Note[];
  /** Set for a VPC below `workloadVpcs`. */
  readonly entry?: Entry;
}

/** What is added to a file that exists. */
export interface Entry {
  readonly vpcId: string;
  readonly name: string;
  /** Below `workloadVpcs`, without indentation. */
  readonly text: string;
  /** Items below `assume`, without indentation. @default none */
  readonly assume?: string;
}

type Path = readonly string[];

/** Below `workloadVpcs`. */
export function writeWorkloadVpc(
  name: string,
  { account, notes: ownerNotes }: Owner,
  region: { readonly name?: string; readonly notes: readonly Note[] },
  { vpc, subnets, internet, ipv6, endpoints, fileSystems, notes }: AdoptedVpc,
  title: readonly Note[],
  facts: Facts | undefined,
): Written {
  const above = ["workloadVpcs", name];
  const data = {
    workloadVpcs: {
      [name]: {
        account,
        ...(region.name === undefined ? {} : { region: region.name }),
        vpc: {
          id: vpc.id,
          cidr: subnets.range,
          privateSubnets: byZone(subnets.private, ({ id, table, range }) => ({
            id,
            routeTable: table ?? "not-in-the-input",
            cidr: range,
          })),
          ...(subnets.public.length > 0 ? { publicSubnets: byZone(subnets.public, ({ id }) => id) } : {}),
          ...(ipv6 ? { ipv6 } : {}),
          internet,
          dhcpOptions: "keep",
          ...(endpoints.services.length > 0 ? { existingEndpoints: endpoints.services } : {}),
        },
        ...(fileSystems.fileSystems.length > 0
          ? {
              fileSystems: Object.fromEntries(
                fileSystems.fileSystems.map(({ name, id, oneZone, mountTargets, securityGroup }) => [
                  name,
                  { id, ...(oneZone === undefined ? {} : { oneZone }), mountTargets, securityGroup },
                ]),
              ),
            }
          : {}),
      },
    },
  };
  const atEndpoints = endpoints.services.length > 0 ? "existingEndpoints" : "dhcpOptions";
  const result = written(data, [
    [above, title],
    [
      [...above, "account"],
      [...ownerNotes, ...region.notes],
    ],
    [[...above, "vpc", "id"], notes.id],
    [[...above, "vpc", "cidr"], subnets.notes.range],
    [[...above, "vpc", "privateSubnets"], subnets.notes.private],
    [[...above, "vpc", subnets.public.length > 0 ? "publicSubnets" : "internet"], subnets.notes.public],
    [
      [...above, "vpc", "internet"],
      [...notes.ipv6, ...notes.internet],
    ],
    [[...above, "vpc", "dhcpOptions"], notes.dhcpOptions],
    [[...above, "vpc", atEndpoints], endpoints.notes],
    [[...above, fileSystems.fileSystems.length > 0 ? "fileSystems" : "vpc"], fileSystems.notes],
    ...fileSystems.fileSystems.map(({ name, notes }) => [[...above, "fileSystems", name], notes] as const),
  ]);
  const entry = { vpcId: vpc.id, name, text: below(result.text) };
  if (facts === undefined || facts.statements.length === 0) return { ...result, entry };
  const assumed = written({ assume: facts.statements }, []).text;
  return { ...result, text: `${result.text}\n${assumed}`, entry: { ...entry, assume: below(assumed) } };
}

/** `sharedNetwork.vpc`: the other properties of the shared network are not of the VPC. */
export function writeSharedVpc({ account, notes }: Owner, adopted: AdoptedVpc, title: string): Written {
  const { vpc, subnets } = adopted;
  const data = {
    sharedNetwork: {
      account,
      vpc: { id: vpc.id, cidr: subnets.range, subnets: byZone(subnets.private, ({ id }) => id) },
    },
  };
  return written(data, [
    [["sharedNetwork", "account"], notes],
    [["sharedNetwork", "vpc"], [note(title)]],
    [["sharedNetwork", "vpc", "id"], adopted.notes.id],
    [["sharedNetwork", "vpc", "cidr"], subnets.notes.range],
    [["sharedNetwork", "vpc", "subnets"], subnets.notes.private],
  ]);
}

/** What is below the only property of a text. */
function below(text: string): string {
  return text.replace(/^.*\n/, "").replace(/^ {2}/gm, "");
}

function byZone<T>(subnets: readonly ChosenSubnet[], pick: (subnet: ChosenSubnet) => T): Record<string, T> {
  return Object.fromEntries(subnets.map((subnet) => [subnet.zone, pick(subnet)]));
}

function written(data: unknown, notes: readonly (readonly [Path, readonly Note[]])[]): Written {
  const document = new Document(data);
  for (const [path, ofPath] of notes) if (ofPath.length > 0) commentAbove(document, path, ofPath);
  inline(document.contents);
  const text = document.toString({ lineWidth: 0 }).replace(/^( +existingEndpoints:) \[ (.*) \]$/m, "$1 [$2]");
  return { text, notes: notes.flatMap(([, ofPath]) => ofPath) };
}

function commentAbove(document: Document, path: Path, notes: readonly Note[]): void {
  const parent = document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined;
  const key = pair?.key as Scalar | undefined;
  if (key === undefined) return;
  const more = comment(notes.map(({ text }) => text));
  key.commentBefore =
    key.commentBefore === undefined || key.commentBefore === null ? more : `${key.commentBefore}\n${more}`;
}

const width = 110;

/** Lines of a comment: no line break or control character of a state gets into it. */
function comment(texts: readonly string[]): string {
  return texts
    .flatMap((text) => wrapped(printable(text)))
    .map((line) => ` ${line}`)
    .join("\n");
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `  ${word}`);
  }
  return lines;
}

/** Mappings and lists of scalars are written on one line, as people do. */
function inline(node: unknown): void {
  if (!isMap(node)) return;
  for (const { value } of node.items) {
    const items = isMap(value)
      ? value.items.map((item) => item.value)
      : ((value as { items?: Node[] } | null)?.items ?? []);
    const isFlat = items.length > 0 && items.every((item) => isScalar(item));
    if (isFlat && !isLong(value)) (value as { flow?: boolean }).flow = true;
    else inline(value);
  }
}

/** Whether a mapping is one whose properties have comments or belong on lines of their own. */
function isLong(node: unknown): boolean {
  return isMap(node) && node.items.some(({ key }) => (key as Scalar | null)?.commentBefore);
}
