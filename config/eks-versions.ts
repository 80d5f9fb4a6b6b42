import data from "./eks-versions.json";

/**
 * Kubernetes versions that Amazon EKS supports, oldest first. The list is data with its date and source
 * (eks-versions.json), for what a plan would find out only at apply; the default is its last (EKS-13).
 */
export const eksVersions = data.versions.map(({ version }) => version) as [string, ...string[]];
