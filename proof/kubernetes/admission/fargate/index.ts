/** Checks whether Fargate refuses a pod. */
import { type AdmissionRule } from "../rule";
import { devices } from "./devices";
import { hostNamespaces } from "./host-namespaces";
import { hostPort } from "./host-port";
import { nodeSelection } from "./node-selection";
import { securityContext } from "./security-context";
import { size } from "./size";
import { volumeDevices } from "./volume-devices";
import { volumeTypes } from "./volume-types";

export const fargateRules: readonly AdmissionRule[] = [
  hostNamespaces,
  hostPort,
  securityContext,
  volumeTypes,
  volumeDevices,
  devices,
  size,
  nodeSelection,
];
