/**
 * Checks whether kubelet refuses a pod on any node: pkg/kubelet/kuberuntime/security_context_others.go
 * (verifyRunAsNonRoot), pkg/kubelet/sysctl, and requirements for files or features that Fargate nodes don't have.
 */
import { type Value } from "../../graph/model";
import { type AdmissionRule, given, isTrue, open, type Pod, refused } from "./rule";

/** Safe ones are on by default (kubernetes.io, sysctl-cluster; k8s.io/pod-security-admission). */
const safeSysctls = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
]);

export const kubelet: AdmissionRule = {
  name: "kubelet",
  *check(pod) {
    const { graph, spec, containers } = pod;
    // kubernetes.io, user-namespaces: the file systems of its volumes must support idmap mounts, and NFS does not.
    if (given(graph, spec, "hostUsers") && isTrue(graph, spec, "hostUsers") !== true) {
      const detail =
        "its pods have a user namespace (hostUsers: false), in which NFS volumes, including EFS, can't be mounted";
      yield open(pod, "EKS-09", detail, "no hostUsers");
    }
    yield* profiles(pod, spec, "its pods");
    for (const { name, body } of containers) {
      yield* profiles(pod, body, `container ${name}`);
      const nonRoot = [body, spec].map((of) => given(graph, of, "securityContext", "runAsNonRoot")).find(Boolean);
      const user = [body, spec].map((of) => given(graph, of, "securityContext", "runAsUser")).find(Boolean);
      if (nonRoot && graph.text(nonRoot) === "true" && user && graph.text(user) === "0")
        yield refused(pod, "EKS-09", `container ${name} has runAsNonRoot and runAsUser 0: kubelet does not start it`);
    }
    const sysctls = given(graph, spec, "securityContext", "sysctls");
    for (const sysctl of sysctls ? graph.items(sysctls).items : []) {
      const name = graph.text(given(graph, sysctl, "name") ?? sysctl);
      if (name !== undefined && safeSysctls.has(name)) continue;
      const detail = `its pods set the sysctl ${name ?? "that is not known"}, which kubelet refuses unless it is told to allow it`;
      yield open(pod, "EKS-09", detail, "no sysctls but the safe ones");
    }
    const claims = given(graph, spec, "resourceClaims");
    if (claims && graph.items(claims).items.length > 0) {
      const detail = "its pods have resourceClaims, and no source says that Fargate has a driver for them";
      yield open(pod, "EKS-09", detail, "no resourceClaims");
    }
  },
};

function* profiles(pod: Pod, of: Value, what: string) {
  const { graph } = pod;
  for (const field of ["seccompProfile", "appArmorProfile"]) {
    const type = graph.text(given(graph, of, "securityContext", field, "type") ?? of);
    if (type !== "Localhost") continue;
    const detail = `${what} has a ${field} of type Localhost, which needs a profile file on the node, and Fargate nodes have none`;
    yield open(pod, "EKS-09", detail, `${field} of type RuntimeDefault`);
  }
  if (isTrue(graph, of, "securityContext", "windowsOptions", "hostProcess") === true)
    yield refused(pod, "EKS-09", `${what} has hostProcess of Windows, and Fargate's nodes on EKS run Linux`);
}
