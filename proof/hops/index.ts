/** The hops, in the order in which a starting task meets them. */
import { type HopName, hopNames } from "../verdict";
import { dhcpOptions } from "./dhcp-options/hop";
import { fargateProfile } from "./fargate-profile/hop";
import { type Hop } from "./hop";
import { hostDns } from "./host-dns/hop";
import { iam } from "./iam/hop";
import { image } from "./image/hop";
import { logs } from "./logs/hop";
import { mountTarget } from "./mount-target/hop";
import { network } from "./network/hop";
import { platform } from "./platform/hop";
import { resolver } from "./resolver/hop";
import { volume } from "./volume/hop";
import { vpc } from "./vpc/hop";
import { vpcDns } from "./vpc-dns/hop";

/** The compiler reports a hop of `hopNames` that is missing here, and one that is not in the list. */
const byName: { readonly [Name in HopName]: Hop<Name> } = {
  platform,
  "fargate-profile": fargateProfile,
  vpc,
  "vpc-dns": vpcDns,
  "dhcp-options": dhcpOptions,
  "host-dns": hostDns,
  resolver,
  "mount-target": mountTarget,
  network,
  volume,
  iam,
  image,
  logs,
};

export const hops: readonly Hop[] = hopNames.map((name) => byName[name]);
