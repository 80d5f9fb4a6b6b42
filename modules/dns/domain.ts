/**
 * A domain in the form for construct ids, addresses and names: `amazonaws.com` is kept, and `.` gets a word. @param
 * domain lower case, without a trailing dot unless it is the root
 */
export function domainId(domain: string): string {
  return domain === "." ? "everything" : domain;
}
