import { type Gap } from "./gap";
import { EfsBackupPolicies } from "./gaps/efs-backup-policies";
import { EksAddons } from "./gaps/eks-addons";
import { QueryLogConfigTags } from "./gaps/query-log-config-tags";
import { RamSharePermissions } from "./gaps/ram-share-permissions";
import { SharedResolverRules } from "./gaps/shared-resolver-rules";

/** Everything that the emulator lacks and the stacks need, with state of its own. */
export function emulatorGaps(): { gaps: Gap[]; shared: SharedResolverRules } {
  const shared = new SharedResolverRules();
  return {
    shared,
    gaps: [shared, new RamSharePermissions(), new EfsBackupPolicies(), new EksAddons(), new QueryLogConfigTags()],
  };
}
