/** "port contains HostIP or HostPort" (EKS-09; EKS user guide, fargate.html; aws-efs-csi-driver#589). */
import { type AdmissionRule, given, open, refused } from "../rule";

export const hostPort: AdmissionRule = {
  name: "host-port",
  *check(pod) {
    const { graph, containers } = pod;
    for (const { name, body } of containers) {
      const ports = given(graph, body, "ports");
      for (const port of ports ? graph.items(ports).items : []) {
        for (const field of ["hostPort", "hostIP"]) {
          const value = given(graph, port, field);
          if (value === undefined) continue;
          const text = graph.text(value);
          if (text === "0" || text === "") continue;
          const what = `${field} of a port of container ${name}`;
          if (text === undefined) yield open(pod, "EKS-09", `${what} is not known`, `${field} as a literal, or none`);
          else yield refused(pod, "EKS-09", `container ${name} has ${field} ${text}, which Fargate refuses: remove it`);
        }
      }
    }
  },
};
