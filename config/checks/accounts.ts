import { entries, has } from "../draft";
import { type Path, quote } from "../errors";
import { orChoose } from "../nearest";
import { type Check } from "./check";

/** Every account that is referred to exists, no account id is used twice, and a deploy role belongs to its account. */
export const checkAccounts: Check = (draft, report) => {
  const { accounts, state } = draft;
  const refer = (path: Path, name: string | undefined, at?: "key") => {
    if (name === undefined || accounts === undefined || has(accounts, name)) return;
    const names = Object.keys(accounts);
    report.error(path, `should be the name of an account, got ${quote(name)}${orChoose(name, names)}`, at);
  };
  refer(["sharedNetwork", "account"], draft.sharedNetwork?.account);
  if (state !== undefined && "account" in state) refer(["state", "account"], state.account);
  for (const [name, vpc] of entries(draft.workloadVpcs)) refer(["workloadVpcs", name, "account"], vpc.account);
  if (state !== undefined && "roles" in state) {
    for (const name of Object.keys(state.roles ?? {})) refer(["state", "roles", name], name, "key");
  }

  const nameOfId = new Map<string, string>();
  for (const [name, { id, deployRole }] of entries(accounts)) {
    if (id === undefined) continue;
    const earlier = nameOfId.get(id);
    if (earlier !== undefined) {
      report.error(
        ["accounts", name, "id"],
        `is already the id of account '${earlier}', got ${quote(id)}; use that name instead`,
      );
    }
    nameOfId.set(id, earlier ?? name);
    const owner = deployRole?.split(":")[4];
    if (owner !== undefined && owner !== id) {
      report.error(
        ["accounts", name, "deployRole"],
        `should be a role of account ${id}, got a role of account ${owner}`,
      );
    }
  }
};
