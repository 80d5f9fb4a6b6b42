import { type App } from "cdktf";

import { type Organization, type S3State } from "../config/organization";
import { partitionOf } from "../modules/iam-policy";
import { StateBucket, type StateReader } from "../modules/state/state-bucket";
import { stateKey } from "./backend";
import { type StackKind } from "./contract";
import { stackSettings } from "./settings";
import { MountpathStack } from "./stack";

/**
 * The bucket that the other stacks' states lie in. Its own state stays beside the project: the bucket is not there yet
 * when it is made.
 */
export class StateBucketStack extends MountpathStack<"state-bucket"> {
  /**
   * @param account the bucket's owner, by its name in the file
   * @param stacks every other stack; roles reach what these own and read
   */
  constructor(
    app: App,
    organization: Organization,
    state: S3State,
    account: string,
    stacks: readonly MountpathStack<StackKind>[],
  ) {
    const settings = stackSettings(organization, account);
    super(app, "state-bucket", "state-bucket", { ...settings, state: { backend: "local" } });
    new StateBucket(this, "states", {
      bucket: state.bucket,
      partition: partitionOf(organization.region),
      kmsKeyId: state.kmsKeyId,
      readers: Object.entries(organization.accounts).flatMap(([name, { id, deployRole }]) => {
        const roleArn = state.roles[name] ?? deployRole;
        const own = stacks.filter((stack) => stack.settings.account.id === id);
        // An account without a stack has no state: a statement that names none is none to S3.
        return roleArn && own.length > 0 ? [readerOf(name, roleArn, own)] : [];
      }),
    });
    this.fulfil({ bucket_name: state.bucket });
  }
}

function readerOf(account: string, roleArn: string, own: readonly MountpathStack<StackKind>[]): StateReader {
  const keyOf = (stack: MountpathStack<StackKind>) => stateKey(stack.settings, stack.node.id);
  const reads = own.flatMap((stack) => stack.dependencies.filter((each) => each instanceof MountpathStack).map(keyOf));
  return {
    name: account.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase()),
    roleArn,
    owns: own.map(keyOf),
    reads: [...new Set(reads)],
  };
}
