/** Terraform's version constraints: `~> 5.0`, `>= 1.2, < 2.0`, `!= 1.3.1` (hashicorp/go-version, constraint.go). */

const constraint = /^\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+)*)\s*$/;

/** Whether a version meets a constraint; undefined if either is a prerelease or otherwise unsupported. */
export function meets(version: string, constraints: string): boolean | undefined {
  const own = /^v?(\d+(?:\.\d+)*)$/.exec(version)?.[1];
  if (own === undefined) return undefined;
  let all = true;
  for (const text of constraints.split(",")) {
    const [, operator = "=", wanted] = constraint.exec(text) ?? [];
    if (wanted === undefined) return undefined;
    all &&= holds(numbers(own), operator, numbers(wanted));
  }
  return all;
}

function holds(own: readonly number[], operator: string, wanted: readonly number[]): boolean {
  const order = compare(own, wanted);
  switch (operator) {
    case "!=":
      return order !== 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "~>": {
      // All numbers except the last one written must be equal.
      const fixed = Math.max(1, wanted.length - 1);
      return order >= 0 && (wanted.length === 1 || compare(own.slice(0, fixed), wanted.slice(0, fixed)) === 0);
    }
    default:
      return order === 0;
  }
}

function numbers(version: string): number[] {
  return version.split(".").map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
