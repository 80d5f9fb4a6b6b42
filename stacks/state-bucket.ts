import { type App } from "cdktf";

import { type Organization, type S3State } from "../config/organization";
import { partitionOf } from "../modules/iam-policy";
import { StateBucket, type StateReader } from "../modules/state/state-bucket";
import { stateKey } from "./backend";
import { type StackKind } from "./contract";
import { type DeployedOrganization, localSettings, stackSettings } from "./settings";
import { MountpathStack } from "./stack";

/**
 * The bucket that contains the other stacks' states. Its own state is kept in the project folder, since the bucket
 * doesn't exist before the stack creates it.
 */
export class StateBucketStack extends MountpathStack<"state-bucket"> {
  /**
   * @param account the bucket's owner, by its name in the file
   * @param stacks every other stack; roles may access what these own and read
   */
  constructor(
    app: App,
    organization: DeployedOrganization,
    state: S3State,
    account: string,
    stacks: readonly MountpathStack<StackKind>[],
  ) {
    const settings = stackSettings(organization, account);
    super(app, "state-bucket", "state-bucket", {
      ...settings,
      state: localSettings(organization.earlierStateNames),
    });
    new StateBucket(this, "states", {
      bucket: state.bucket,
      partition: partitionOf(organization.region),
      kmsKeyId: state.kmsKeyId,
      readers: readersOf(organization, state, stacks),
    });
    this.fulfil({ bucket_name: state.bucket });
  }
}

/**
 * One reader per role, however many accounts it serves: a Deny for one account would apply to all its others. The roles
 * are those that the backends assume, so that the policy applies to the right principals.
 */
function readersOf(
  organization: Organization,
  state: S3State,
  stacks: readonly MountpathStack<StackKind>[],
): StateReader[] {
  const accountsOf = new Map<string, string[]>();
  for (const name of Object.keys(organization.accounts)) {
    const roleArn = state.roles[name];
    if (roleArn !== undefined) accountsOf.set(roleArn, [...(accountsOf.get(roleArn) ?? []), name]);
  }
  return [...accountsOf].flatMap(([roleArn, accounts]) => {
    const ids = new Set(accounts.map((name) => organization.accounts[name]?.id));
    const own = stacks.filter((stack) => ids.has(stack.settings.account.id));
    // An account without a stack has no state, and S3 refuses a statement without resources.
    return own.length > 0 ? [readerOf(accounts, roleArn, own)] : [];
  });
}

function readerOf(
  accounts: readonly string[],
  roleArn: string,
  own: readonly MountpathStack<StackKind>[],
): StateReader {
  const keyOf = (stack: MountpathStack<StackKind>) => stateKey(stack.settings, stack.node.id);
  const reads = own.flatMap((stack) => stack.dependencies.filter((each) => each instanceof MountpathStack).map(keyOf));
  return {
    name: accounts
      .map((name) => name.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase()))
      .join(""),
    roleArn,
    owns: own.map(keyOf),
    reads: [...new Set(reads)],
  };
}
