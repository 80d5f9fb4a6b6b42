/** What AWS shows of a VPC and no state does: each was read, or is undefined if it could not be. */
export interface LiveDetails {
  /** The day of reading, for reasons. */
  readonly date: string;
  /** The network ACLs of the VPC that don't allow everything. */
  readonly narrowAcls?: readonly string[];
  /** Resolver rules that are associated with the VPC, AWS's own left out. */
  readonly resolverRules?: readonly string[];
  /** Route 53 Profiles that are associated with the VPC. */
  readonly profiles?: readonly string[];
  /** Endpoints with the default policy. */
  readonly unrestricted: ReadonlySet<string>;
  /** Interface endpoints whose security groups allow HTTPS from every range of the VPC. */
  readonly reachable?: ReadonlySet<string>;
  /** File systems without a policy. */
  readonly withoutPolicy: ReadonlySet<string>;
  /** The calls that failed, with AWS's reason. */
  readonly unread: readonly string[];
}
