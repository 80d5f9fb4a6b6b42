import { entries, items } from "../draft";
import { formatPath, type Path, quote } from "../errors";
import { type DeploymentPart, deploymentsOf, type EksPart, eksWorkloads } from "../parts";
import { type Check } from "./check";

/** What EKS keeps for itself, and what is made here beside the file's own. */
const reservedNamespaces = ["kube-system", "kube-public", "kube-node-lease", "aws-observability"];
const corednsProfile = "coredns";

interface Selector {
  readonly path: Path;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Some profile selects every pod (EKS-02); namespaces and profiles don't get in the way of the cluster's own. */
export const checkEksProfiles: Check = (draft, report) => {
  for (const part of eksWorkloads(draft)) {
    const { path: above, workload } = part;
    if ("profiles" in workload && workload.profiles !== undefined && Object.hasOwn(workload.profiles, corednsProfile)) {
      const message = "is the name of the profile that is made for CoreDNS (EKS-05); choose another";
      report.error([...above, "profiles", corednsProfile], message, "key");
    }
    const selectors = selectorsOf(part);
    for (const { path, name, deployment } of deploymentsOf(part)) {
      const { namespace } = deployment;
      if (namespace === undefined) continue;
      const place = [...path, "namespace"];
      if (reservedNamespaces.includes(namespace)) {
        report.error(place, `should be a namespace of your own, got ${quote(namespace)}`);
        continue;
      }
      if (selectors === undefined || ("labels" in deployment && deployment.labels === undefined)) continue;
      const ofNamespace = selectors.filter((selector) => matches(selector.namespace, namespace));
      const labels = labelsOf(name, deployment);
      if (
        ofNamespace.some((selector) => Object.entries(selector.labels).every(([key, value]) => labels[key] === value))
      )
        continue;
      const [nearest] = ofNamespace;
      const problem = nearest
        ? `is selected by ${formatPath(nearest.path)} only for pods with ${written(nearest.labels)} (EKS-02), got ${quote(namespace)}; give the deployment these labels`
        : `should be a namespace that a Fargate profile selects, or its pods stay pending (EKS-02), got ${quote(namespace)}; add { namespace: ${namespace} } to the selectors of a profile`;
      report.error(place, problem);
    }
  }
};

/** Nothing where the schema refused a part of them, which may be just the one that selects. */
function selectorsOf({ path, workload }: EksPart): Selector[] | undefined {
  const profiles = Object.values(workload.profiles ?? {});
  if (workload.profiles === undefined || profiles.some((profile) => profile?.selectors === undefined)) return undefined;
  const written = entries(workload.profiles).flatMap(([name, { selectors }]) =>
    items(selectors).map(([index, selector]) => {
      return { path: [...path, "profiles", name, "selectors", index], selector };
    }),
  );
  if (written.some(({ selector }) => selector.namespace === undefined)) return undefined;
  return written.map((one) => ({
    path: one.path,
    namespace: one.selector.namespace ?? "",
    labels: Object.fromEntries(entries(one.selector.labels)),
  }));
}

/** The pod's labels, with that which every pod gets. */
function labelsOf(name: string, deployment: DeploymentPart["deployment"]): Record<string, string> {
  return { ...Object.fromEntries(entries(deployment.labels)), "app.kubernetes.io/name": name };
}

/** With the wildcards that a selector may have. */
function matches(pattern: string, namespace: string): boolean {
  const expression = pattern.replace(/[*?]/g, (wildcard) => (wildcard === "*" ? ".*" : "."));
  return new RegExp(`^${expression}$`).test(namespace);
}

function written(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}: ${value}`)
    .join(", ");
}
