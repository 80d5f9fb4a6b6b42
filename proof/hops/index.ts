/** The hops, in the order in which a starting task meets them. */
import { type Hop } from "./hop";

export const hops: readonly Hop[] = [];
