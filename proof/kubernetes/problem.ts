/** What keeps a claim from being bound, or a volume from being mounted. */
import { type ManifestFix } from "./edit";

interface ProblemFacts {
  readonly rule: string;
  /** Address of the object at fault. */
  readonly resource: string;
  readonly detail: string;
}

export type Problem =
  | (ProblemFacts & { readonly verdict: "fails"; readonly fix?: ManifestFix })
  | (ProblemFacts & { readonly verdict: "unknown"; readonly resolveBy: string });
