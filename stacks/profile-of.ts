import { type Dns } from "../config/organization";

/** The Route 53 Profile that workload VPCs are associated with. */
export interface FileProfile {
  /** Of an existing profile. @default the profile is created */
  readonly id?: string;
  /** Whether it gets the rules, zones and rule groups of the file. */
  readonly holds: boolean;
}

export function profileOf({ profile }: Dns): FileProfile | undefined {
  if (typeof profile === "object") return { id: profile.id, holds: profile.addTo };
  return profile ? { holds: true } : undefined;
}
