/** What keeps a claim from being bound, or a volume from being mounted. */
import { type ManifestFix } from "./edit";

interface Told {
  readonly rule: string;
  /** Address of the object at fault. */
  readonly resource: string;
  readonly detail: string;
}

export type Problem =
  | (Told & { readonly verdict: "fails"; readonly fix?: ManifestFix })
  | (Told & { readonly verdict: "unknown"; readonly settle: string });
