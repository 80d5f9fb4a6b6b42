/**
 * How many random cases a property is tried with: few in `npm test`, all in `npm run test:thorough`.
 *
 * @param all how many in `test:thorough`
 * @param few how many in `npm test`; by default a tenth
 *
 * `MOUNTPATH_RUNS=N` tries N cases of each property instead.
 */
export function runs(all: number, few = Math.ceil(all / 10)): { readonly numRuns: number } {
  const wanted = process.env["MOUNTPATH_RUNS"] ?? "few";
  if (wanted === "all") return { numRuns: all };
  return { numRuns: wanted === "few" ? few : Number(wanted) };
}
