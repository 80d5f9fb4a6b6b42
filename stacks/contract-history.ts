import { contract, type ContractOutput } from "./contract";

/** The types that outputs had, by kind of stack and name. */
export type EarlierContract = Readonly<Record<string, Readonly<Record<string, { readonly type: string }>>>>;

/** The contract as it is committed in contract.json, so that a later one can be held against it. */
export function contractJson(): string {
  return `${JSON.stringify({ version: 1, stacks: contract }, undefined, 2)}\n`;
}

/** What an earlier contract promised and the present one does not keep, a line each; additions break nobody. */
export function brokenPromises(earlier: EarlierContract): string[] {
  const present: Readonly<Record<string, Readonly<Record<string, ContractOutput>>>> = contract;
  return Object.entries(earlier).flatMap(([kind, outputs]) =>
    Object.entries(outputs).flatMap(([name, { type }]) => {
      const kept = present[kind]?.[name];
      if (!kept) return [`${kind}: output ${name} is gone, it was ${type}`];
      return kept.type === type ? [] : [`${kind}: output ${name} is ${kept.type}, it was ${type}`];
    }),
  );
}
