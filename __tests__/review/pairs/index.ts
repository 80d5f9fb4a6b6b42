import { accountPairs } from "./account";
import { networkPairs } from "./network";
import { type BaseName, type RealPair } from "./pair";
import { workloadPairs } from "./workload";

export const pairsByBase: Readonly<Record<BaseName, readonly RealPair[]>> = {
  account: accountPairs,
  network: networkPairs,
  workload: workloadPairs,
};

/** The files of a deployed configuration, besides the provider's. */
export const basesOf: Readonly<Record<BaseName, readonly string[]>> = {
  account: ["account.tf"],
  network: ["network.tf"],
  workload: ["network.tf", "workload.tf"],
};
