import { entries, items } from "../draft";
import { formatPath, type Path, quote } from "../errors";
import { type DeploymentPart, deploymentsOf, type EksPart, eksWorkloads } from "../workload-parts";
import { type Check, type Report } from "./check";

/** Names that EKS reserves, and names that are created here in addition to the file's own. */
const reservedNamespaces = ["kube-system", "kube-public", "kube-node-lease", "aws-observability"];
const corednsProfile = "coredns";

interface Selector {
  readonly path: Path;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A profile selects every pod (EKS-02), and no namespace or profile has a name that the cluster itself uses. */
export const checkEksProfiles: Check = (draft, report) => {
  for (const part of eksWorkloads(draft)) {
    const { path: above, workload } = part;
    if ("profiles" in workload && workload.profiles !== undefined && Object.hasOwn(workload.profiles, corednsProfile)) {
      const message = "is the name of the profile that is created for CoreDNS (EKS-05); choose another";
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
        ? `is selected by ${formatPath(nearest.path)} only for pods with ${written(nearest.labels)} (EKS-02), got ${quote(namespace)}; add these labels to the deployment`
        : `should be a namespace that a Fargate profile selects, or its pods stay pending (EKS-02), got ${quote(namespace)}; add { namespace: ${namespace} } to the selectors of a profile`;
      report.error(place, problem);
    }
  }
};

/** Fargate profiles per cluster, the default quota. */
const mostProfiles = 10;

function checkProfileNames(above: Path, names: readonly string[], report: Report): void {
  for (const name of names) {
    if (!name.startsWith("eks-")) continue;
    const message = `should not begin with eks-, which EKS reserves, got ${quote(name)}`;
    report.error([...above, "profiles", name], message, "key");
  }
  // One more profile is created for CoreDNS.
  if (names.length < mostProfiles) return;
  const message = `are ${names.length + 1} with the CoreDNS profile, above the quota of ${mostProfiles} per cluster; request an increase in Service Quotas`;
  report.warning([...above, "profiles"], message, "key");
}

/** Labels per selector, the default quota. */
const mostLabels = 5;

function checkLabels(above: Path, { profiles }: EksPart["workload"], report: Report): void {
  for (const [name, profile] of entries(profiles)) {
    for (const [index, { labels }] of items(profile.selectors)) {
      const count = Object.keys(labels ?? {}).length;
      if (count <= mostLabels) continue;
      const message = `are ${count}, above the quota of ${mostLabels} per selector; request an increase in Service Quotas`;
      report.warning([...above, "profiles", name, "selectors", index, "labels"], message, "key");
    }
  }
}

/** Returns nothing if the schema refused some of the selectors, since one of them may match. */
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

/** The pod's labels, including the one that every pod gets. */
function labelsOf(name: string, deployment: DeploymentPart["deployment"]): Record<string, string> {
  return { ...Object.fromEntries(entries(deployment.labels)), "app.kubernetes.io/name": name };
}

/** Matches with the wildcards that a selector may contain. */
function matches(pattern: string, namespace: string): boolean {
  const expression = pattern.replace(/[*?]/g, (wildcard) => (wildcard === "*" ? ".*" : "."));
  return new RegExp(`^${expression}$`).test(namespace);
}

function written(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}: ${value}`)
    .join(", ");
}
