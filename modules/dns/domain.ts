/**
 * A domain as it stands in construct ids, addresses and names: `amazonaws.com` stays, `.` has no letters of its own.
 *
 * @param domain lower case, without a trailing dot unless it is the root
 */
export function domainId(domain: string): string {
  return domain === "." ? "everything" : domain;
}
