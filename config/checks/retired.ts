import { type Draft, entries } from "../draft";
import { quote } from "../errors";
import { orChoose } from "../nearest";
import { type Check } from "./check";

/** A retired stack is not in the file, its account is, and what happens to each file system of a VPC is written down. */
export const checkRetired: Check = (draft, report) => {
  const current = currentStacks(draft);
  for (const [stack, { account, ...rest }] of entries(draft.retired)) {
    const place = current.get(stack);
    if (place !== undefined) {
      report.error(
        ["retired", stack],
        `should be a stack that has left the file, but ${quote(stack)} is the stack of ${place}; remove one of the two`,
        "key",
      );
    }
    if (account !== undefined && draft.accounts !== undefined && !Object.hasOwn(draft.accounts, account)) {
      const choice = orChoose(account, Object.keys(draft.accounts));
      report.error(["retired", stack, "account"], `should be the name of an account, got ${quote(account)}${choice}`);
    }
    if (stack.startsWith("vpc-") && !("fileSystems" in rest)) {
      report.error(
        ["retired", stack],
        "should list the VPC's file systems, each with keep or destroy; write 'fileSystems: {}' if it has none",
        "key",
      );
    }
    if (/^(ecs|eks)-/.test(stack) && "fileSystems" in rest) {
      report.error(["retired", stack, "fileSystems"], "should be omitted, since only a VPC has file systems", "key");
    }
  }
};

/** The places of the file's own stacks, by stack name. */
function currentStacks({ workloadVpcs, workloads }: Draft): Map<string, string> {
  return new Map([
    ...Object.keys(workloadVpcs ?? {}).map((name): [string, string] => [`vpc-${name}`, `workloadVpcs.${name}`]),
    ...entries(workloads).map(([name, { platform }]): [string, string] => [
      `${platform === "eks-fargate" ? "eks" : "ecs"}-${name}`,
      `workloads.${name}`,
    ]),
  ]);
}
