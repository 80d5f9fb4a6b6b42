/** The name of an account in the file, for a VPC. */
import { orChoose } from "../config/nearest";
import { type Organization } from "../config/organization";
import { AdoptError, type Note, stop } from "./note";
import { type ObservedVpc } from "./observed";

export interface Owner {
  readonly account: string;
  readonly notes: readonly Note[];
}

/**
 * @param given the account's name from the command line
 * @param organization the file that the VPC is written for, if there is one
 * @throws AdoptError if the name is not one of the file's
 */
export function ownerOf(vpc: ObservedVpc, given: string | undefined, organization: Organization | undefined): Owner {
  const accounts = Object.entries(organization?.accounts ?? {});
  const names = accounts.map(([name]) => name);
  if (given !== undefined) {
    if (organization !== undefined && !names.includes(given)) {
      throw new AdoptError([
        `--account: should be the name of an account in the file, got ${given}${orChoose(given, names)}`,
      ]);
    }
    const id = organization?.accounts[given]?.id;
    const isOther = id !== undefined && vpc.owner !== undefined && vpc.owner !== id;
    return {
      account: given,
      notes: isOther
        ? [
            stop(
              `${vpc.id} belongs to account ${vpc.owner}, and ${given} is ${id}: a VPC is adopted in the account that owns it.`,
            ),
          ]
        : [],
    };
  }
  const found = accounts.find(([, { id }]) => id === vpc.owner);
  if (found !== undefined) return { account: found[0], notes: [] };
  const { id, owner } = vpc;
  if (owner === undefined) {
    const text = `Not in the input: the account that owns ${id}. Write its name under accounts here.`;
    return { account: "account-of-the-vpc", notes: [stop(text)] };
  }
  const todo =
    organization === undefined
      ? "write its name under accounts here, or give it with --account, or the file with --config"
      : "the file has no such account: add it under accounts, and write its name here";
  return { account: `account-${owner}`, notes: [stop(`${id} belongs to account ${owner}: ${todo}.`)] };
}
