import { type KnownMessage, knownMessages } from "./known-messages";

/** Longer messages are cut: a stopped task's reason has at most 1024 characters, a log a few thousand. */
const longest = 20_000;

/** At most so many near messages are listed, each with at least this part of its words in the message. */
const mostNear = 3;
const leastShared = 0.5;

export interface Matches {
  /** Known messages that the text contains, the one nearest to its end first: the cause of an error comes last. */
  readonly exact: readonly KnownMessage[];
  /** Known messages with similar words, the nearest first, if none is contained. */
  readonly near: readonly KnownMessage[];
}

/** The known messages that a message of AWS, Terraform or Kubernetes contains or resembles. */
export function matchesOf(message: string): Matches {
  const text = normalized(message.slice(0, longest));
  const found = knownMessages.flatMap((known) => {
    const at = placeIn(text, known.text);
    return at === undefined ? [] : [{ known, at }];
  });
  const exact = found
    .sort((one, other) => other.at - one.at || other.known.text.length - one.known.text.length)
    .map(({ known }) => known)
    // The kind of an error alone says nothing where its cause is known.
    .filter(({ text: kind }, _, all) => !all.some((other) => other.text !== kind && other.text.startsWith(kind)));
  return { exact, near: exact.length > 0 ? [] : nearOf(text) };
}

/** In lower case, without quotes, which logs add and escape, and in one line, since Terraform wraps its errors. */
function normalized(text: string): string {
  return text
    .toLowerCase()
    .replace(/[│╷╵\\"'`“”‘’]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** The literal parts of a known message: `…` and `<…>` stand for any text. */
function partsOf(known: string): string[] {
  return known
    .replace(/<[^>]*>/g, "…")
    .split("…")
    .map(normalized)
    .filter((part) => part !== "");
}

/** Where the last part is, if all parts are in the text in this order. */
function placeIn(text: string, known: string): number | undefined {
  let from = 0;
  let last = 0;
  for (const part of partsOf(known)) {
    const at = text.indexOf(part, from);
    if (at === -1) return undefined;
    last = at;
    from = at + part.length;
  }
  return last;
}

function wordsOf(text: string): Set<string> {
  return new Set(text.match(/[a-z][a-z0-9]{2,}/g));
}

function nearOf(text: string): KnownMessage[] {
  const all = knownMessages.map((known) => ({ known, words: wordsOf(partsOf(known.text).join(" ")) }));
  const counts = new Map<string, number>();
  for (const { words } of all) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  // A rare word says more than one that many messages have.
  const weight = (word: string) => Math.log(1 + all.length / (counts.get(word) ?? 1));
  const sum = (words: Iterable<string>) => [...words].reduce((total, word) => total + weight(word), 0);
  const own = wordsOf(text);
  return all
    .filter(({ words }) => words.size > 1)
    .map(({ known, words }) => ({ known, score: sum([...words].filter((word) => own.has(word))) / sum(words) }))
    .filter(({ score }) => score >= leastShared)
    .sort((one, other) => other.score - one.score)
    .slice(0, mostNear)
    .map(({ known }) => known);
}
