/** Input that cannot be read at all: the command exits with 2. */
export interface InputProblem {
  /** The path as given, or the path of the file in it. */
  readonly path: string;
  /** What is wrong: `is not valid JSON: …`. */
  readonly what: string;
  /** What to do: `make it with terraform show -json PLAN`. */
  readonly todo: string;
}

/** All unreadable input in one error: `plan.json is not valid JSON: make it with terraform show -json PLAN`. */
export class InputError extends Error {
  constructor(readonly problems: readonly InputProblem[]) {
    super(problems.map(({ path, what, todo }) => `${path} ${what}: ${todo}`).join("\n"));
    this.name = "InputError";
  }
}
