/** The hops, in the order in which a starting task meets them. */
import { dhcpOptions } from "./dhcp-options";
import { fargateProfile } from "./fargate-profile";
import { type Hop } from "./hop";
import { hostDns } from "./host-dns";
import { iam } from "./iam";
import { image } from "./image";
import { logs } from "./logs";
import { mountTarget } from "./mount-target";
import { network } from "./network";
import { platform } from "./platform";
import { resolver } from "./resolver";
import { volume } from "./volume";
import { vpc } from "./vpc";
import { vpcDns } from "./vpc-dns";

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
