/**
 * Logic with three values. `negated`, `allOf` and `anyOf` combine answers; `not`, `all`, `any`, `both`, `either` and
 * `atMost` combine judgements: answers with the value that is not known.
 */
import { type Unknown } from "./model";

export type Ternary = "yes" | "no" | "unknown";

export function negated(answer: Ternary): Ternary {
  if (answer === "unknown") return answer;
  return answer === "yes" ? "no" : "yes";
}

/** `yes` if every answer is `yes`, and if there is none. */
export function allOf(answers: readonly Ternary[]): Ternary {
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : "yes";
}

/** `yes` if any answer is `yes`; `no` if there is none. */
export function anyOf(answers: readonly Ternary[]): Ternary {
  if (answers.includes("yes")) return "yes";
  return answers.includes("unknown") ? "unknown" : "no";
}

/** An answer and its reason. */
export interface Judgement {
  readonly answer: Ternary;
  /** Only of `unknown`: the value that would decide. */
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

/** `no` if any answer is `no`; lazy, so cheap checks come first. */
export function all(judgements: Iterable<Judgement>): Judgement {
  let result = YES;
  for (const judgement of judgements) {
    if (judgement.answer === "no") return NO;
    if (judgement.answer === "unknown" && result.answer === "yes") result = judgement;
  }
  return result;
}

/** `yes` if any answer is `yes`. */
export function any(judgements: Iterable<Judgement>): Judgement {
  let result = NO;
  for (const judgement of judgements) {
    if (judgement.answer === "yes") return YES;
    if (judgement.answer === "unknown" && result.answer === "no") result = judgement;
  }
  return result;
}

/** At most `unknown`, because it depends on something unknown. */
export function atMost(judgement: Judgement, limit: Unknown): Judgement {
  return judgement.answer === "yes" ? open(limit) : judgement;
}
