/** "volumeDevices not supported" (EKS-09; see security-context.ts for the source). */
import { type AdmissionRule, given, refused } from "../rule";

export const volumeDevices: AdmissionRule = {
  name: "volume-devices",
  *check(pod) {
    const { graph, containers } = pod;
    for (const { name, body } of containers) {
      const devices = given(graph, body, "volumeDevices");
      if (devices && graph.items(devices).items.length > 0)
        yield refused(pod, "EKS-09", `container ${name} has volumeDevices, which Fargate refuses: mount the volume`);
    }
  },
};
