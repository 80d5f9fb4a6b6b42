/** Stops that somebody has acknowledged until a day. */
import { type Acknowledgement } from "../../config/acknowledgements";
import { type Stop } from "./stop";

export interface Acknowledgements {
  readonly entries: readonly Acknowledgement[];
  /** The day of the review: `2027-01-31`. */
  readonly today: string;
}

export interface AcknowledgedStop {
  readonly stop: Stop;
  readonly by: Acknowledgement;
}

export interface Unused {
  readonly entry: Acknowledgement;
  readonly why: string;
}

export interface Sorted {
  /** Stops that nobody has acknowledged, or not any more. */
  readonly stops: readonly Stop[];
  readonly acknowledged: readonly AcknowledgedStop[];
  readonly unused: readonly Unused[];
}

/** The code of a stop: its rule, or else its kind. */
export function codeOf({ rule, kind }: Stop): string {
  return rule ?? kind;
}

export function sorted(all: readonly Stop[], { entries, today }: Acknowledgements): Sorted {
  const stops: Stop[] = [];
  const acknowledged: AcknowledgedStop[] = [];
  const used = new Set<Acknowledgement>();
  for (const stop of all) {
    const matching = entries.filter((entry) => isOf(entry, stop) && entry.code === codeOf(stop));
    for (const entry of matching) used.add(entry);
    const valid = matching.find(({ until }) => until >= today);
    const [expired] = matching;
    if (valid) acknowledged.push({ stop, by: valid });
    else stops.push(expired ? { ...stop, expired: { until: expired.until, place: expired.place } } : stop);
  }
  const unused = entries.filter((entry) => !used.has(entry)).map((entry) => ({ entry, why: reason(entry, all) }));
  return { stops, acknowledged, unused };
}

function isOf({ resource, stack }: Acknowledgement, stop: Stop): boolean {
  return resource === stop.resource && (stack === undefined || stack === stop.stack);
}

function reason(entry: Acknowledgement, stops: readonly Stop[]): string {
  const codes = [...new Set(stops.filter((stop) => isOf(entry, stop)).map(codeOf))];
  return codes.length === 0 ? "nothing stops for it" : `it stops for ${codes.join(", ")} instead`;
}
