import { entries } from "../draft";
import { type Path, quote } from "../errors";
import { type Check, type Report } from "./check";

type Named = Readonly<Record<string, { readonly formerly?: string } | undefined>> | undefined;

/** A former name is nobody's name now, and only one part's former name: otherwise two parts would have one address. */
export const checkFormerly: Check = (draft, report) => {
  checkNames(["workloadVpcs"], draft.workloadVpcs, report);
  checkNames(["workloads"], draft.workloads, report);
  for (const [vpc, { fileSystems }] of entries(draft.workloadVpcs)) {
    const path = ["workloadVpcs", vpc, "fileSystems"];
    checkNames(path, fileSystems, report);
    for (const [name, { accessPoints }] of entries(fileSystems)) {
      checkNames([...path, name, "accessPoints"], accessPoints, report);
    }
  }
  for (const [name, workload] of entries(draft.workloads)) {
    if ("services" in workload) checkNames(["workloads", name, "services"], workload.services, report);
  }
  for (const stack of Object.keys(draft.retired ?? {})) {
    const [, kind, former] = /^(vpc|ecs|eks)-(.*)$/.exec(stack) ?? [];
    const above = kind === "vpc" ? "workloadVpcs" : "workloads";
    const user = entries<{ formerly?: string }>(draft[above]).find(([, { formerly }]) => formerly === former);
    if (user === undefined || former === undefined) continue;
    const message = `should be a stack that nothing in the file continues, but ${above}.${user[0]} was formerly ${quote(former)} and has its state; remove one of the two`;
    report.error(["retired", stack], message, "key");
  }
};

function checkNames(path: Path, parts: Named, report: Report): void {
  const former = new Map<string, string>();
  for (const [name, { formerly }] of entries(parts)) {
    if (formerly === undefined) continue;
    const place = [...path, name, "formerly"];
    const other = former.get(formerly);
    if (formerly === name) report.error(place, `should be another name than the present one, got ${quote(formerly)}`);
    else if (Object.hasOwn(parts ?? {}, formerly)) {
      const message = `should be a name that nothing here has now, but ${quote(formerly)} is still in the file; its resources can't be moved to ${quote(name)}`;
      report.error(place, message);
    } else if (other !== undefined) {
      const message = `should be the former name of one part only, but ${quote(formerly)} is that of ${quote(other)} too; Terraform can't split resources`;
      report.error(place, message);
    }
    former.set(formerly, name);
  }
}
