/**
 * The candidate that the user most likely meant: the nearest one, if it is close enough to be a typo (one edit per
 * three characters).
 */
export function nearest(written: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const limit = Math.max(1, Math.floor(Math.max(written.length, candidate.length) / 3));
    if (Math.abs(written.length - candidate.length) > limit) continue;
    const distance = editDistance(written.toLowerCase(), candidate.toLowerCase());
    if (distance > limit || distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** `; did you mean 'cidr'?`, or nothing if no candidate is close. */
export function didYouMean(written: string, candidates: Iterable<string>): string {
  const meant = nearest(written, candidates);
  return meant === undefined ? "" : `; did you mean '${meant}'?`;
}

/** Like `didYouMean`, or else the list of candidates. */
export function orChoose(written: string, candidates: readonly string[]): string {
  if (candidates.length === 0) return "; none is defined";
  return didYouMean(written, candidates) || `; available: ${listed(candidates)}`;
}

/** `a`, `a and b` or `a, b and c`, with at most a dozen items. */
export function listed(items: readonly string[], conjunction = "and"): string {
  if (items.length > 12) return `${items.slice(0, 12).join(", ")} …`;
  if (items.length <= 1) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${conjunction} ${items[items.length - 1] ?? ""}`;
}

/** The number of insertions, deletions, substitutions and swaps of neighbors between two texts. */
export function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      let least = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitution);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        least = Math.min(least, (beforePrevious[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[to.length] ?? 0;
}
