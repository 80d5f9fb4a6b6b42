/** The review for programs. Of values, it has those that stops name; nothing that a plan marks as sensitive. */
import { jsonText } from "../../proof/text";
import { type Change, type Plan } from "../input/plan";
import { type Review } from "../review";
import { codeOf } from "../stops/acknowledged";
import { type Stop } from "../stops/stop";
import { driftOf } from "./drift";

/** Version 1: `look` shows whether someone must check the changes. */
export function jsonReview(review: Review): string {
  const { stops, acknowledged, unusedAcknowledgements, plans, paths, stacks, proof, left } = review;
  return `${jsonText({
    version: 1,
    look: stops.length > 0,
    stops: stops.map(stopJson),
    acknowledged: acknowledged.map(({ stop, by }) => ({ ...stopJson(stop), acknowledgement: by })),
    unusedAcknowledgements: unusedAcknowledgements.map(({ entry, why }) => ({ ...entry, why })),
    paths: paths.map(({ kind, before, after, path: { stack, workload, container, mountPath, subnet } }) => ({
      ...{ stack, workload, container, mountPath, subnet },
      change: kind,
      before: before ?? null,
      after: after ?? null,
    })),
    stacks,
    leftStacks: left,
    findings: proof.findings,
    otherFindings: review.others,
    plans: plans.map((plan) => planJson(plan)),
  })}\n`;
}

/** `cause` only groups stops in the comment. */
function stopJson({ cause: _, ...stop }: Stop) {
  return { ...stop, code: codeOf(stop) };
}

function planJson(plan: Plan) {
  const { name, changes, incomplete, outputs } = plan;
  return {
    name,
    ...(incomplete === undefined ? {} : { incomplete }),
    changes: changes.map(changeJson),
    drift: driftOf(plan).map(({ change, used, reverted }) => ({ ...changeJson(change), used, reverted })),
    outputs: outputs.map(({ name: output, action }) => ({ name: output, action })),
  };
}

function changeJson({ address, action, keys, causes, movedFrom, imported, deposed, reason }: Change) {
  return {
    address,
    action: action ?? "no-op",
    keys,
    causes,
    ...(movedFrom === undefined ? {} : { movedFrom }),
    ...(imported ? { imported } : {}),
    ...(deposed === undefined ? {} : { deposed }),
    ...(reason === undefined ? {} : { reason }),
  };
}
