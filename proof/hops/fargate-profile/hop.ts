/**
 * Checks that the pod can be created and that a Fargate profile with private subnets selects it (EKS-01, EKS-02,
 * EKS-09, EKS-11).
 */
import { objectOf, propertyIgnoringCase, withBlock } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { isNull, literal, type ObjectValue, type Resource } from "../../graph/model";
import { fails, type Fix, type HopAnswer, passes, unknown, worst } from "../../hop-answer";
import { versionProblem } from "../../kubernetes/admission/api/versions";
import { applyAhead, type ManifestFix, setIn } from "../../kubernetes/edit";
import { find } from "../../kubernetes/manifest-source";
import { at, groupOf, type KubernetesObject, textMap } from "../../kubernetes/object";
import { type RuleId } from "../../rules";
import { reachOutside } from "../../service-access/service-access";
import { profileFor } from "../../workloads/fargate-profile";
import { type MountPath } from "../../workloads/mount-path";
import { otherPlaceOf } from "../../workloads/other-places";
import { Position } from "../../workloads/task-position";
import { type EksWorkload } from "../../workloads/workload";
import { type Hop } from "../hop";
import { manifestFixes } from "../volume/claim";
import { admission } from "./admission";
import { places, zonesOf } from "./subnets";

const mostSelectors = 5;

export const fargateProfile: Hop<"fargate-profile"> = {
  name: "fargate-profile",
  sameFor: ({ workload, names }) => `${workload.id} ${names.subnet}`,
  evaluate(path: MountPath, facts: Facts) {
    const { workload } = path;
    if (workload.kind !== "eks") return undefined;
    const cluster = workload.cluster.kind === "reference" ? facts.graph.at(workload.cluster.to) : undefined;
    if (!cluster) {
      const resolveBy = "one stack, plan or state that contains both the cluster and its manifests";
      const noCluster = unknown("EKS-02", workload.address, "not known which cluster its manifests are for", resolveBy);
      return worst([...admission(facts, workload, false), noCluster]);
    }
    const { profile, profiles, open } = profileFor(facts, cluster, workload.namespace, workload.labels);
    const answers = [
      created(facts, workload),
      ...admission(facts, workload, profile !== undefined && !open),
      daemons(facts, workload, cluster),
      zonesOf(facts, cluster),
      ipFamily(facts, cluster),
    ];
    if (open) {
      const resolveBy = `selectors as literals, or the deployed state`;
      answers.push(
        unknown(
          "EKS-02",
          workload.address,
          `not known which profile selects its pods: ${open.expression} ${open.why}`,
          resolveBy,
        ),
      );
    } else if (!profile) answers.push(unselected(facts, workload, cluster, profiles));
    if (profile) {
      answers.push(selectors(profile), rolePath(facts, profile), ...places(facts, profile));
      answers.push(apiAccess(facts, cluster, path));
    }
    return (
      worst(answers) ?? passes("EKS-02", profile?.address ?? cluster.address, `selects the pods of ${workload.address}`)
    );
  },
};

/** DaemonSets run on nodes; Fargate does not support them (EKS user guide, fargate.html). */
function daemons(facts: Facts, { object, address }: EksWorkload, cluster: Resource): HopAnswer | undefined {
  if (object.kind !== "DaemonSet" || groupOf(object) !== "apps") return undefined;
  const elsewhere = facts.per(otherPlaceOf, cluster);
  const detail = "is a DaemonSet, which Fargate does not support";
  if (elsewhere === undefined) return fails("EKS-09", address, `${detail}: run it as a sidecar or a Deployment`);
  return unknown("EKS-09", address, `${detail}, and ${elsewhere} may`, "pods on nodes are not judged");
}

function ipFamily({ graph }: Facts, cluster: Resource): HopAnswer | undefined {
  if (graph.text(cluster.get("kubernetes_network_config.ip_family")) !== "ipv6") return undefined;
  const detail =
    "gives its pods IPv6 addresses, and AWS does not document whether pods on Fargate can mount EFS over IPv6";
  return unknown(
    "EKS-09",
    cluster.address,
    detail,
    "evidence of a pod that mounts in this cluster, or ip_family = ipv4",
  );
}

/** EKS maps the pod execution role by its ARN, which must not contain a path (EKS-04). */
function rolePath({ graph }: Facts, profile: Resource): HopAnswer | undefined {
  const role = graph.target(profile.get("pod_execution_role_arn"), "aws_iam_role", profile);
  const path = role && graph.text(graph.get(role, "path"));
  if (!role || path === undefined || path === "/" || path === "") return undefined;
  const detail = `has the path ${path}, but EKS does not support a path in the ARN of a pod execution role`;
  return unknown("EKS-04", role.address, detail, "the role without a path");
}

/** Checks what the API server requires before it creates pods. */
function created({ graph }: Facts, { object, pod, manifests, namespace, labels }: EksWorkload): HopAnswer | undefined {
  const { address } = object;
  const missing = (rule: RuleId, what: string, fix: ManifestFix): HopAnswer => {
    const { others, isWhole } = manifests;
    if (!others && isWhole) return fails(rule, address, what, manifestFixes(manifests, fix));
    // Resources of the Kubernetes provider may be only a part of what is in the cluster, whereas the output is
    // complete.
    if (!others) return unknown(rule, address, what, `evidence that the cluster has it; or ${fix.description}`);
    const resolveBy = "add the deployed state (terraform show -json), where the manifests are known";
    return unknown(rule, address, `${what}, as far as they are known: ${others.expression} ${others.why}`, resolveBy);
  };
  if (namespace !== "default" && namespace !== "kube-system" && !object.exists) {
    const home = find(manifests, "Namespace", namespace);
    if (!home) {
      const detail = `is in namespace ${namespace}, which no manifest creates`;
      return missing("EKS-02", detail, makes("Namespace", namespace));
    }
    const version = versionProblem(home);
    if (version !== undefined) {
      const detail = `is in namespace ${namespace}, whose manifest ${version}`;
      return missing("EKS-02", detail, setIn(graph, home, ["apiVersion"], literal("v1")));
    }
    const early = manifests.objects.find((one) => one.namespace === namespace && isBefore(one, home));
    if (early) {
      const detail = `is applied before its namespace, Namespace/${namespace}`;
      return fails("EKS-02", early.address, detail, manifestFixes(manifests, applyAhead(home)));
    }
  }
  const account = accountName(graph, pod);
  if (account !== undefined && account !== "default") {
    const made = find(manifests, "ServiceAccount", account, namespace);
    const version = made && versionProblem(made);
    if (!made || version !== undefined) {
      const why = version === undefined ? "which no manifest creates" : `whose manifest ${version}`;
      const detail = `runs as ServiceAccount/${namespace}/${account}, ${why}`;
      const fix = made
        ? setIn(graph, made, ["apiVersion"], literal("v1"))
        : makes("ServiceAccount", account, namespace, object);
      return missing("EKS-09", detail, fix);
    }
  }
  const wanted = textMap(graph, at(graph, object.body, "spec", "selector", "matchLabels"));
  const strange = [...(wanted ?? [])].find(([key, value]) => labels !== undefined && labels.get(key) !== value);
  if (strange) {
    const [label, value] = strange;
    const fix = setIn(graph, object, ["spec", "template", "metadata", "labels", label], literal(value));
    const detail = `has selector ${strange.join("=")}, which the labels of its pod template do not match`;
    return fails("EKS-02", address, detail, manifestFixes(manifests, fix));
  }
  return undefined;
}

/** `serviceAccount` is the deprecated alias of `serviceAccountName` (kubernetes, pkg/apis/core/v1/conversion.go). */
function accountName(graph: Graph, pod: EksWorkload["pod"]): string | undefined {
  return ["serviceAccountName", "serviceAccount"]
    .map((name) => graph.text(at(graph, pod, "spec", name)))
    .find((name) => name !== undefined && name !== "");
}

/** Objects of one output are applied in order. */
function isBefore(one: KubernetesObject, other: KubernetesObject): boolean {
  if (one.output === undefined || one.output !== other.output) return false;
  return one.position !== undefined && other.position !== undefined && one.position < other.position;
}

/** Creates an object that has only a name; a namespace is placed before the objects in it. */
function makes(kind: string, name: string, namespace?: string, ahead?: KubernetesObject): ManifestFix {
  const metadata = { name: literal(name), ...(namespace === undefined ? {} : { namespace: literal(namespace) }) };
  const body = objectOf({ apiVersion: literal("v1"), kind: literal(kind), metadata: objectOf(metadata) });
  return {
    description: `create ${[kind, namespace, name].filter(Boolean).join("/")}`,
    lines: [
      `{ apiVersion: v1, kind: ${kind}, metadata: { ${[`name: ${name}`, namespace && `namespace: ${namespace}`].filter(Boolean).join(", ")} } }`,
    ],
    edit: { kind: "new", body, ahead },
  };
}

/** Pods reach the API over the private endpoint, or over a public endpoint that allows their public IP address. */
function apiAccess(facts: Facts, cluster: Resource, path: MountPath): HopAnswer | undefined {
  const { graph } = facts;
  const attribute = "vpc_config.endpoint_private_access";
  const isPrivate = graph.follow(cluster.get(attribute));
  const text = graph.text(isPrivate);
  if (text === "true") return undefined;
  const fix: Fix = {
    description: `turn on endpoint_private_access of ${cluster.address}`,
    changes: [{ kind: "set", resource: cluster, attribute, value: literal(true) }],
  };
  const isUnset = isNull(isPrivate) || (isPrivate.kind === "reference" && isPrivate.to === cluster.key);
  if (text === undefined && !isUnset) {
    const detail = `not known whether it has a private endpoint: ${graph.describe(isPrivate)}`;
    return unknown("EKS-11", cluster.address, detail, "endpoint_private_access as a literal");
  }
  if (graph.text(cluster.get("vpc_config.endpoint_public_access")) === "false")
    return fails("EKS-11", cluster.address, "has neither a public nor a private endpoint", [fix]);
  const at = Position.of(facts, path);
  const { items, unknownRest } = graph.items(cluster.get("vpc_config.public_access_cidrs"));
  const ranges = items.map((item) => graph.text(item) ?? "unknown");
  const isOpen = ranges.includes("0.0.0.0/0") || (ranges.length === 0 && !unknownRest);
  const isComputed = unknownRest?.candidates.some(({ to }) => to === cluster.key);
  if (isOpen || isComputed) {
    const out = reachOutside(at, `the public endpoint of ${cluster.address}, which has no private endpoint,`, "EKS-11");
    return out?.verdict === "fails" ? { ...out, fixes: [fix, ...out.fixes] } : out;
  }
  const admits = `allows only ${ranges.join(", ") || "ranges that are not known"} on its public endpoint, and has no private endpoint`;
  if (at.wayOut.answer === "no" && !unknownRest) return fails("EKS-11", cluster.address, admits, [fix]);
  return unknown(
    "EKS-11",
    cluster.address,
    admits,
    `whether traffic from ${at.subnet.name} to the internet has one of these addresses, or a private endpoint`,
  );
}

function unselected(
  { graph }: Facts,
  workload: EksWorkload,
  cluster: Resource,
  profiles: readonly Resource[],
): HopAnswer {
  const { elsewhere } = workload;
  if (elsewhere !== undefined) {
    const resolveBy = "a Fargate profile that selects them; pods on nodes are not judged";
    const detail = `may run the pods of ${workload.address}, which no Fargate profile selects`;
    return unknown("EKS-02", elsewhere, detail, resolveBy);
  }
  const names = profiles.map(({ address }) => address).join(", ") || cluster.address;
  const labels = [...(workload.labels ?? [])].map(([key, value]) => `${key}=${value}`).join(", ");
  const detail = `no selector of ${names} matches pods in namespace ${workload.namespace}${labels ? ` with ${labels}` : ""}, so they stay pending`;
  const roomy = profiles.find((profile) => hasRoom(graph, profile));
  return fails("EKS-02", workload.address, detail, roomy ? [addSelector(roomy, workload.namespace)] : []);
}

/** A profile for kube-system should not select other pods. */
function hasRoom(graph: Graph, profile: Resource): boolean {
  const { items, unknownRest } = profile.blocks("selector");
  const namespaces = items.map((selector) => graph.text(propertyIgnoringCase(graph, selector, "namespace")));
  return !unknownRest && items.length < mostSelectors && !namespaces.includes("kube-system");
}

function addSelector(profile: Resource, namespace: string): Fix {
  const selector: ObjectValue = { kind: "object", entries: new Map([["namespace", literal(namespace)]]) };
  return {
    description: `add a selector for namespace ${namespace} to ${profile.address}`,
    changes: [
      { kind: "set", resource: profile, attribute: "selector", value: withBlock(profile, "selector", selector) },
    ],
  };
}

function selectors(profile: Resource): HopAnswer | undefined {
  const { length } = profile.blocks("selector").items;
  if (length <= mostSelectors) return undefined;
  return fails("EKS-02", profile.address, `has ${length} selectors, but EKS allows at most ${mostSelectors}`);
}
