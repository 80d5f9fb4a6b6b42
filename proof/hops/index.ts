/** The hops, in the order in which a starting task meets them. */
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

export const hops: readonly Hop[] = [
  platform,
  fargateProfile,
  vpc,
  vpcDns,
  dhcpOptions,
  hostDns,
  resolver,
  mountTarget,
  network,
  volume,
  iam,
  image,
  logs,
];
