/**
 * Breaks of the example's stacks that the proof lets pass, and why that is right. Reviewed: a mutant that survives and is
 * not explained here fails the suite, and so does an explanation that no mutant needs any more.
 */
export interface Harmless {
  readonly mutants: RegExp;
  /** Refused by Terraform or AWS before anything mounts, no part of a path, or on it and mounting all the same. */
  readonly kind: "refused" | "off-path" | "mounts";
  readonly reason: string;
}

/** Any stack. */
export const any = String.raw`[\w-]+`;

/** `stack address path: how`, with blanks between; each part an expression. */
export function of(stack: string, address: string, rest = ".*"): RegExp {
  return new RegExp(`^${stack} ${address}${rest}$`, "s");
}
