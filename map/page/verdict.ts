/** Verdicts as a sign with a color; the word is beside it or hidden for screen readers. */
import { type HopVerdict, type PathVerdict } from "../../proof/verdict";
import { marks } from "../diagram/path-drawing";
import { element } from "./dom";

/** Only the sign: the word must be in the text or label around it. */
export function verdictMark(verdict: PathVerdict | HopVerdict): HTMLElement {
  return element("span", { class: `mark ${verdict}`, "aria-hidden": "true" }, marks[verdict]);
}

/** The sign and the word. */
export function verdictPill(verdict: PathVerdict | HopVerdict): HTMLElement {
  return element("span", { class: `pill ${verdict}` }, verdictMark(verdict), verdict);
}
