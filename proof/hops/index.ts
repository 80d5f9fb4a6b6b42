/** The hops, in the order in which a starting task meets them. */
import { type Hop } from "./hop";
import { iam } from "./iam";

export const hops: readonly Hop[] = [iam];
