/** The reason why a claim can't be bound or a volume can't be mounted. */
import { type RuleId } from "../rules";
import { type ManifestFix } from "./edit";

interface ProblemFacts {
  readonly rule: RuleId;
  /** Address of the object with the problem. */
  readonly resource: string;
  readonly detail: string;
}

export type Problem =
  | (ProblemFacts & { readonly verdict: "fails"; readonly fix?: ManifestFix })
  | (ProblemFacts & { readonly verdict: "unknown"; readonly resolveBy: string });
