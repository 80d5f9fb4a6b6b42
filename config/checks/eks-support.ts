import { supportOf } from "../eks-versions";
import { today } from "../today";
import { eksWorkloads } from "../workload-parts";
import { type Check } from "./check";

/**
 * The Kubernetes version is still in the support period that the cluster is set to use (EKS-13). This is only a
 * warning, since dates pass without a change of the file.
 */
export const checkEksSupport: Check = (draft, report) => {
  for (const { path, workload } of eksWorkloads(draft)) {
    const support = workload.version === undefined ? undefined : supportOf(workload.version);
    if (support === undefined) continue;
    const day = today();
    const got = `got '${workload.version}'`;
    if (day > support.extended) {
      const message = `is past its extended support, which ended on ${support.extended}, ${got}; EKS upgrades such clusters automatically and creates no new ones: set the version that the cluster has`;
      report.warning([...path, "version"], message);
    } else if (day > support.standard) {
      const message =
        workload.supportType === "standard"
          ? `is past its standard support, which ended on ${support.standard}, ${got}; EKS upgrades a cluster with supportType standard automatically: set the next version`
          : `is past its standard support, which ended on ${support.standard}, ${got}; extended support costs more for each hour of the cluster: upgrade it`;
      report.warning([...path, "version"], message);
    }
  }
};
