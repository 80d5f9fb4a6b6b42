/** Adds an adopted VPC to an organization file: all of it or nothing, and nothing else changes. */
import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

import { parseDocument } from "yaml";

import { ConfigError, formatPath } from "../config/errors";
import { parseOrganizationText } from "../config/load";
import { isRecord } from "../proof/graph/json/json-syntax";
import { insert } from "./insert";
import { AdoptError } from "./note";
import { type Written } from "./write";

/** @throws AdoptError if the file can't take it, or would not load with it */
export function addTo(file: string, { entry, notes }: Written): void {
  const refuse = (why: string) => new AdoptError([`${file} was not changed: ${why}`]);
  if (entry === undefined) {
    throw refuse(
      "--into adds to workloadVpcs; replace sharedNetwork.vpc by hand with what adopt prints without --into",
    );
  }
  const path = realpathSync(file);
  const before = readFileSync(path, "utf8");
  const vpcs = property(dataOf(before), "workloadVpcs");
  const adopted = Object.entries(vpcs).find(([, vpc]) => property(vpc, "vpc")["id"] === entry.vpcId);
  if (adopted !== undefined) throw refuse(`workloadVpcs.${adopted[0]} adopts ${entry.vpcId} already`);
  if (Object.hasOwn(vpcs, entry.name)) {
    throw refuse(`workloadVpcs.${entry.name} exists already; give another name with --name`);
  }
  const withVpc = insert(file, before, "workloadVpcs", entry.text);
  const after = entry.assume === undefined ? withVpc : insert(file, withVpc, "assume", entry.assume);
  if (!addsOnly(before, after, entry.name)) {
    throw refuse("its form is not one that text can be added to; add what adopt prints without --into");
  }
  try {
    parseOrganizationText(file, after);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = error.problems.map(({ path, message }) => `  ${formatPath(path)}: ${message}`);
    const todo = notes.flatMap(({ text, stops }) => (stops ? [`  to do: ${text}`] : []));
    throw new AdoptError([
      `${file} was not changed, since it would not load with ${entry.name}:`,
      ...problems,
      ...todo,
    ]);
  }
  replace(path, after);
}

/** Undefined if it is not YAML. */
function dataOf(text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: false, logLevel: "silent" });
  return document.errors.length > 0 ? undefined : (document.toJS() as unknown);
}

function property(data: unknown, key: string): Readonly<Record<string, unknown>> {
  const value = isRecord(data) ? data[key] : undefined;
  return isRecord(value) ? value : {};
}

/** The file has whatever form YAML allows: what it means is compared before it is replaced. */
function addsOnly(before: string, after: string, name: string): boolean {
  const [now, old] = [dataOf(after), dataOf(before)];
  if (!isRecord(now) || !isRecord(old)) return false;
  const { [name]: added, ...vpcs } = property(now, "workloadVpcs");
  const statements = itemsOf(now["assume"]).slice(0, itemsOf(old["assume"]).length);
  const rest = (of: Readonly<Record<string, unknown>>) => ({ ...of, workloadVpcs: undefined, assume: undefined });
  return (
    added !== undefined &&
    isDeepStrictEqual(vpcs, property(old, "workloadVpcs")) &&
    isDeepStrictEqual(statements, itemsOf(old["assume"])) &&
    isDeepStrictEqual(rest(now), rest(old))
  );
}

function itemsOf(data: unknown): readonly unknown[] {
  return Array.isArray(data) ? (data as unknown[]) : [];
}

/** Written beside and renamed: another command never reads half of it. */
function replace(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, text, { flag: "wx", mode: statSync(path).mode });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
