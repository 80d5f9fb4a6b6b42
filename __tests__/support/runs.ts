/**
 * How many random cases a property is tried with: few in `npm test`, all in `npm run test:thorough`.
 *
 * @param all how many in `test:thorough`
 * @param few how many in `npm test`; by default a twentieth
 *
 * `MOUNTPATH_RUNS=N` tries N cases of each property instead.
 */
export function runs(all: number, few = Math.ceil(all / 20)): { readonly numRuns: number } {
  const wanted = process.env["MOUNTPATH_RUNS"] ?? "few";
  if (wanted === "all") return { numRuns: all };
  return { numRuns: wanted === "few" ? few : Number(wanted) };
}

/**
 * The cases that `npm test` tries: the first, and every `every`th after it. `npm run test:thorough` tries all; files that
 * take some of their cases end in `.sampled.test.ts`.
 */
export function sampled<T>(cases: readonly T[], every: number): readonly T[] {
  return process.env["MOUNTPATH_RUNS"] === "all" ? cases : cases.filter((_, index) => index % every === 0);
}
