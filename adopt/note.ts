/** A note for the reader of the written YAML: a comment above a property. */
export interface Note {
  readonly text: string;
  /** Set if synth, plan or apply fails until somebody acts: it is printed to standard error too. */
  readonly stops?: true;
}

export function note(text: string): Note {
  return { text };
}

export function stop(text: string): Note {
  return { text, stops: true };
}

/** The VPC can't be adopted: the command exits with 2. */
export class AdoptError extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join("\n"));
    this.name = "AdoptError";
  }
}
