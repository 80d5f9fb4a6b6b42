import { quote } from "../errors";
import { containers } from "../parts";
import { type Check } from "./check";

/** Registries on the internet, which no VPC endpoint leads to (EP-09). */
const publicRegistries = [
  "docker.io",
  "index.docker.io",
  "registry-1.docker.io",
  "public.ecr.aws",
  "quay.io",
  "ghcr.io",
  "gcr.io",
  "registry.k8s.io",
  "mcr.microsoft.com",
  "registry.gitlab.com",
];

/** Where the VPC has no way out, images come from private ECR of the Region (EP-09). */
export const checkImages: Check = (draft, report) => {
  for (const { path, container, vpcName, vpc } of containers(draft)) {
    const { image } = container;
    if (image === undefined || vpc === undefined || draft.region === undefined || hasWayOut(vpc)) continue;
    const host = registryOf(image);
    const [, ecrRegion] = /^[0-9]{12}\.dkr[.-]ecr\.([a-z0-9-]+)\./.exec(host) ?? [];
    const wrongRegion = ecrRegion !== undefined && ecrRegion !== draft.region;
    if (!wrongRegion && !publicRegistries.includes(host)) continue;
    const source = wrongRegion ? `ECR in ${ecrRegion}` : host;
    report.error(
      [...path, "image"],
      `should come from private ECR in ${draft.region}, since VPC '${vpcName}' has no way to ${source} (EP-09), got ${quote(image)}; copy the image there, or give the VPC internet: nat`,
    );
  }
};

function hasWayOut(vpc: NonNullable<ReturnType<typeof containers>[number]["vpc"]>): boolean {
  const internet = "vpc" in vpc ? vpc.vpc?.internet : "internet" in vpc ? vpc.internet : "none";
  return internet !== undefined && internet !== "none";
}

/** As Docker reads it: the part before the first slash is a host if it has a dot, a port, or is localhost. */
function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return isHost ? first.toLowerCase() : "docker.io";
}
