/** What a reader of the written YAML has to know, as a comment above a property. */
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

/** What can't be adopted at all: the command ends with 2. */
export class AdoptError extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join("\n"));
    this.name = "AdoptError";
  }
}
