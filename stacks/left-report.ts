import { escapeControls } from "../config/errors";
import { deployCommand } from "../config/file-name";
import { type LeftStack } from "./left-stacks";

/**
 * The stacks that left the file and are still deployed, and the properties that destroy them: one line per stack, then the
 * properties.
 *
 * @param config the organization file, as the user named it
 * @param accountNames names of the file's accounts, by id
 */
export function leftReport(
  left: readonly LeftStack[],
  config: string,
  accountNames: ReadonlyMap<string, string>,
): string[] {
  if (left.length === 0) return [];
  const file = escapeControls(config);
  // The bucket may store the states of other stacks, so it is not destroyed on the way.
  const retirable = left.filter(({ name }) => /^(vpc|ecs|eks|shared-network)-/.test(name));
  const names = retirable.map(({ name }) => name);
  return [
    ...left.map((stack) => `${stack.name} left the file ${file}; ${deployed(stack)}`),
    ...(retirable.length > 0
      ? [
          `to destroy: add these lines to ${file}, run ${deployCommand(config, names)}, then remove the lines`,
          "  retired:",
          ...retirable.map((stack) => `    ${stack.name}: ${properties(stack, accountNames)}`),
        ]
      : []),
  ].map(escapeControls);
}

/** Whether a stack that left the file is still deployed, and how that is known. */
export function deployed({ state, resources }: LeftStack): string {
  if (state === undefined) return "it may still be deployed";
  if ("place" in state) {
    return `it may still be deployed: its state is ${state.place} (if it was destroyed, remove it from cdktf.out/left.json)`;
  }
  const count = resources === 1 ? "1 resource" : `${resources} resources`;
  return `still deployed: ${state.file} has ${count}`;
}

function properties(
  { name, account, region, fileSystems }: LeftStack,
  accountNames: ReadonlyMap<string, string>,
): string {
  const owner = account === undefined ? "ACCOUNT" : (accountNames.get(account) ?? `ACCOUNT-${account}`);
  const place = region === undefined ? `account: ${owner}` : `account: ${owner}, region: ${region}`;
  if (!name.startsWith("vpc-")) return `{ ${place} }`;
  const decisions = fileSystems.map((fileSystem) => `${fileSystem}: keep`).join(", ");
  return `{ ${place}, fileSystems: ${decisions ? `{ ${decisions} }` : "{}"} }`;
}
