/** The hops, in the order in which a starting task meets them. */
import { type Hop } from "./hop";
import { iam } from "./iam";
import { image } from "./image";
import { logs } from "./logs";
import { mountTarget } from "./mount-target";
import { network } from "./network";
import { platform } from "./platform";
import { volume } from "./volume";
import { vpc } from "./vpc";

export const hops: readonly Hop[] = [platform, vpc, mountTarget, network, volume, iam, image, logs];
