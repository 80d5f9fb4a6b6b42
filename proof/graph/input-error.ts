/** What cannot be read at all: the command ends with exit code 2. */
export interface InputProblem {
  /** The path as it was given, or that of the file below it. */
  readonly path: string;
  /** What is wrong with it: `is not valid JSON: …`. */
  readonly what: string;
  /** What to do: `make it with terraform show -json PLAN`. */
  readonly todo: string;
}

/** All that could not be read, at once: `plan.json is not valid JSON: make it with terraform show -json PLAN`. */
export class InputError extends Error {
  constructor(readonly problems: readonly InputProblem[]) {
    super(problems.map(({ path, what, todo }) => `${path} ${what}: ${todo}`).join("\n"));
    this.name = "InputError";
  }
}
