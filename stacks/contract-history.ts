import { contract, type ContractOutput } from "./contract";

/** The types of outputs, by kind of stack and output name. */
export type EarlierContract = Readonly<Record<string, Readonly<Record<string, { readonly type: string }>>>>;

/** The contract in the form of contract.json, which later versions are compared with. */
export function contractJson(): string {
  return `${JSON.stringify({ version: 1, stacks: contract }, undefined, 2)}\n`;
}

/**
 * Lists what an earlier contract promised and the current one does not have, one line each; additions break no reader.
 */
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
