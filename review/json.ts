/** The review for programs. It omits attribute values, which may be secret. */
import { jsonText } from "../proof/text";
import { type Change } from "./plan";
import { type Review } from "./review";

/** Version 1: `look` shows whether someone must check the changes. */
export function jsonReview({ stops, plans, paths, proof }: Review): string {
  return `${jsonText({
    version: 1,
    look: stops.length > 0,
    stops,
    paths: paths.map(({ kind, before, after, path: { stack, workload, container, mountPath, subnet } }) => ({
      ...{ stack, workload, container, mountPath, subnet },
      change: kind,
      before: before ?? null,
      after: after ?? null,
    })),
    findings: proof.findings,
    plans: plans.map(({ name, changes, drift, incomplete }) => ({
      name,
      ...(incomplete === undefined ? {} : { incomplete }),
      changes: changes.map(changeJson),
      drift: drift.map(changeJson),
    })),
  })}\n`;
}

function changeJson({ address, action, keys, causes, movedFrom, imported }: Change) {
  return {
    address,
    action: action ?? "no-op",
    keys,
    causes,
    ...(movedFrom === undefined ? {} : { movedFrom }),
    ...(imported ? { imported } : {}),
  };
}
