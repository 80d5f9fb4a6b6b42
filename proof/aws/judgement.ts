/** Yes, no and unknown, with what is not known carried along. */
import { type Answer } from "../graph/graph";
import { type Unknown } from "../graph/model";

export interface Judgement {
  readonly answer: Answer;
  /** Only of `unknown`: what would have to be known. */
  readonly open?: Unknown;
}

export const YES: Judgement = { answer: "yes" };
export const NO: Judgement = { answer: "no" };

export function open(what: Unknown): Judgement {
  return { answer: "unknown", open: what };
}

export function not(judgement: Judgement): Judgement {
  if (judgement.answer === "unknown") return judgement;
  return judgement.answer === "yes" ? NO : YES;
}

/** `all` of two. */
export function both(a: Judgement, b: Judgement): Judgement {
  if (a.answer === "no" || b.answer === "no") return NO;
  return a.answer === "yes" ? b : a;
}

/** `any` of two. */
export function either(a: Judgement, b: Judgement): Judgement {
  if (a.answer === "yes" || b.answer === "yes") return YES;
  return a.answer === "no" ? b : a;
}

/** One `no` decides; lazily, so that what is cheap to deny comes first. */
export function all(judgements: Iterable<Judgement>): Judgement {
  let result = YES;
  for (const judgement of judgements) {
    if (judgement.answer === "no") return NO;
    if (judgement.answer === "unknown" && result.answer === "yes") result = judgement;
  }
  return result;
}

/** One `yes` decides. */
export function any(judgements: Iterable<Judgement>): Judgement {
  let result = NO;
  for (const judgement of judgements) {
    if (judgement.answer === "yes") return YES;
    if (judgement.answer === "unknown" && result.answer === "no") result = judgement;
  }
  return result;
}

/** What holds only if something else does: a `yes` is no more than possible. */
export function atMost(judgement: Judgement, limit: Unknown): Judgement {
  return judgement.answer === "yes" ? open(limit) : judgement;
}
