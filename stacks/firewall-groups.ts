import { type Dns } from "../config/organization";

/** An existing DNS Firewall rule group that the file names. */
export interface FileFirewallGroup {
  readonly id: string;
  readonly arn: string;
  /** 12 digits. */
  readonly ownerId: string;
  readonly priority: number;
}

/** The rule groups of the file by their ids. */
export function firewallGroups({ firewall }: Dns): Record<string, FileFirewallGroup> {
  return Object.fromEntries(
    (firewall?.groups ?? []).map(({ group: arn, priority }) => {
      const [, , , , ownerId = "", resource = ""] = arn.split(":");
      const id = resource.slice(resource.indexOf("/") + 1);
      return [id, { id, arn, ownerId, priority }];
    }),
  );
}
