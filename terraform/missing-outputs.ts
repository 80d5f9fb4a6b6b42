/** Terraform's errors if a state does not exist, or lacks an output that was added since: the summary and the detail. */
const missingOutputs = /^Unable to find remote state|^Unsupported attribute: .*(?:outputs|attribute named)/s;

/** Whether these errors only say that a stack reads outputs that are not there yet. */
export function isWaiting(errors: readonly string[]): boolean {
  return errors.length > 0 && errors.every((error) => missingOutputs.test(error));
}
