import { accessPairs } from "./access";
import { accountPairs } from "./account";
import { networkPairs } from "./network";
import { type BaseName, type RealPair } from "./pair";
import { rulePairs } from "./rules";
import { servicePairs } from "./services";
import { storagePairs } from "./storage";
import { workloadPairs } from "./workload";

export const pairsByBase: Readonly<Record<BaseName, readonly RealPair[]>> = {
  account: [...accountPairs, ...accessPairs, ...storagePairs],
  network: [...networkPairs, ...rulePairs],
  workload: [...workloadPairs, ...servicePairs],
};

/** The files of a deployed configuration, besides the provider's. */
export const basesOf: Readonly<Record<BaseName, readonly string[]>> = {
  account: ["account.tf"],
  network: ["network.tf"],
  workload: ["network.tf", "workload.tf"],
};
