/**
 * The organization in which each property is changed, by the heading of its mapping. Each property is changed in one
 * organization that also has what it requires.
 */
export const organizations: Readonly<Record<string, (heading: string, property: string) => boolean>> = {
  adopted: (heading, property) =>
    ((!ofNames.has(property) || heading.startsWith("`assume")) &&
      /Adopted VPC|Existing file system|HCP Terraform|queryLog`: S3|dns\.profile`|^`workloadVpcs\.<name>\.vpc|^assume|^`assume/.test(
        heading,
      )) ||
    (heading === "The file" && property === "assume"),
  eks: (heading) => heading.startsWith("`workloads") && /EKS on Fargate|\.profiles\.|\.deployments\./.test(heading),
  fargate: (heading, property) =>
    (heading.startsWith("`workloads.") &&
      !others.test(heading) &&
      property !== "instances" &&
      property !== "privileged") ||
    /queryLog`: Firehose/.test(heading) ||
    ofRoles.has(property) ||
    (heading === "The file" && property === "workloads"),
  hosts: (heading, property) =>
    /container instances|\.instances\./.test(heading) ||
    (/^`workloads\.<name>\.services/.test(heading) && (property === "instances" || property === "privileged")) ||
    (/^`workloads\.<name>\.tasks/.test(heading) && property === "privileged"),
  network: (heading, property) =>
    !/^`workloads\.|^`?assume|Adopted VPC|Existing file system|HCP Terraform|queryLog`: (S3|Firehose)|dns\.profile`|^`workloadVpcs\.<name>\.vpc/.test(
      heading,
    ) &&
    !ofRoles.has(property) &&
    !ofNames.has(property) &&
    !(heading === "The file" && (property === "workloads" || property === "assume")),
  profiles: (heading, property) => ofNames.has(property) && !heading.startsWith("`assume"),
};

/** Properties of an account that apply to its roles. */
const ofRoles: ReadonlySet<string> = new Set(["permissionsBoundary", "rolePath"]);

/** How names are resolved in one VPC and its peers are reached, and the addresses of the resolver endpoints. */
const ofNames: ReadonlySet<string> = new Set([
  ...["profile", "autodefinedReverse", "outboundAddresses", "addresses"],
  "peerings",
]);

const others = /EKS on Fargate|container instances|\.profiles\.|\.deployments\.|\.instances\./;
