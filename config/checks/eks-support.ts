import { supportOf } from "../eks-versions";
import { eksWorkloads } from "../parts";
import { today } from "../today";
import { type Check } from "./check";

/** A Kubernetes version is in the support that the cluster is to have (EKS-13). Dates pass, so that this only warns. */
export const checkEksSupport: Check = (draft, report) => {
  for (const { path, workload } of eksWorkloads(draft)) {
    const support = workload.version === undefined ? undefined : supportOf(workload.version);
    if (support === undefined) continue;
    const day = today();
    const got = `got '${workload.version}'`;
    if (day > support.extended) {
      const message = `is past its extended support, which ended on ${support.extended}, ${got}; EKS upgrades such clusters itself and makes no new ones: name the cluster's own version`;
      report.warning([...path, "version"], message);
    } else if (day > support.standard) {
      const message =
        workload.supportType === "standard"
          ? `is past its standard support, which ended on ${support.standard}, ${got}; EKS upgrades a cluster of supportType standard itself: name the next version`
          : `is past its standard support, which ended on ${support.standard}, ${got}; extended support costs more for each hour of the cluster: upgrade it`;
      report.warning([...path, "version"], message);
    }
  }
};
