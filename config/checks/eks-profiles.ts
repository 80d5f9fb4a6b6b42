import { entries, items } from "../draft";
import { formatPath, type Path, quote } from "../errors";
import { type DeploymentPart, deploymentsOf, type EksPart, eksWorkloads } from "../parts";
import { type Check, type Report } from "./check";

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
    checkProfileNames(above, Object.keys(workload.profiles ?? {}), report);
    checkLabels(above, workload, report);
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

/** Profiles of a cluster, unless the account has its quota raised. */
const mostProfiles = 10;

function checkProfileNames(above: Path, names: readonly string[], report: Report): void {
  for (const name of names) {
    if (!name.startsWith("eks-")) continue;
    const message = `should not begin with eks-, which EKS keeps to itself, got ${quote(name)}`;
    report.error([...above, "profiles", name], message, "key");
  }
  // One more is made for CoreDNS.
  if (names.length < mostProfiles) return;
  const message = `come to ${names.length + 1} with that of CoreDNS, more than the quota of ${mostProfiles} for a cluster; have it raised in Service Quotas`;
  report.warning([...above, "profiles"], message, "key");
}

/** Labels of a selector, unless the account has its quota raised. */
const mostLabels = 5;

function checkLabels(above: Path, { profiles }: EksPart["workload"], report: Report): void {
  for (const [name, profile] of entries(profiles)) {
    for (const [index, { labels }] of items(profile.selectors)) {
      const count = Object.keys(labels ?? {}).length;
      if (count <= mostLabels) continue;
      const message = `come to ${count}, more than the quota of ${mostLabels} for a selector; have it raised in Service Quotas`;
      report.warning([...above, "profiles", name, "selectors", index, "labels"], message, "key");
    }
  }
}

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
