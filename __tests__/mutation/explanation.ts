/**
 * Mutations of the example's stacks that the proof lets pass, with the reason why that is right. The table is reviewed:
 * a mutant that survives without an explanation fails the suite, and so does an explanation without a mutant.
 */
export interface Harmless {
  readonly mutants: RegExp;
  /** Terraform or AWS refuses it before anything mounts; it is not part of a path; or the path still mounts. */
  readonly kind: "refused" | "off-path" | "mounts";
  readonly reason: string;
}

/** Any stack. */
export const any = String.raw`[\w-]+`;

/** `stack address path: how`, separated by spaces; each part is a regular expression. */
export function of(stack: string, address: string, rest = ".*"): RegExp {
  return new RegExp(`^${stack} ${address}${rest}$`, "s");
}
