import { type Draft } from "../draft";
import { quote } from "../errors";
import { hasWayOut } from "../vpc-parts";
import { type ContainerPart, containers, ecsTasks, mountsOf } from "../workload-parts";
import { type Check } from "./check";

/** Registries on the internet, which have no VPC endpoint (EP-09). */
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

/** In a VPC without internet access, images come from private ECR of the same Region (EP-09). */
export const checkImages: Check = (draft, report) => {
  for (const { path, image, vpcName, vpc, isPublic } of images(draft)) {
    if (image === undefined || vpc === undefined || draft.region === undefined) continue;
    if (isPublic || hasWayOut(vpc)) continue;
    const host = registryOf(image);
    const [, ecrRegion] = /^[0-9]{12}\.dkr[.-]ecr\.([a-z0-9-]+)\./.exec(host) ?? [];
    const wrongRegion = ecrRegion !== undefined && ecrRegion !== draft.region;
    if (!wrongRegion && !publicRegistries.includes(host)) continue;
    const source = wrongRegion ? `ECR in ${ecrRegion}` : host;
    report.error(
      path,
      `should be in private ECR in ${draft.region}, since VPC '${vpcName}' has no route to ${source} (EP-09), got ${quote(image)}; copy the image there, or give the VPC internet: nat`,
    );
  }
};

interface ImagePart extends Pick<ContainerPart, "path" | "vpcName" | "vpc" | "isPublic"> {
  readonly image: string | undefined;
}

/** Every image that is pulled: those of containers, and those that options add. */
function* images(draft: Draft): Iterable<ImagePart> {
  for (const part of containers(draft)) {
    const { vpcName, vpc, isPublic } = part;
    yield { path: [...part.path, "image"], image: part.container.image, vpcName, vpc, isPublic };
    for (const { path, mount } of mountsOf(part)) {
      if (mount.seed?.image)
        yield { path: [...path, "seed", "image"], image: mount.seed.image, vpcName, vpc, isPublic };
    }
  }
  for (const { path, task, vpcName, vpc } of ecsTasks(draft)) {
    const { dnsCache, logRouter } = task;
    const isPublic = task.assignPublicIp === true;
    yield { path: [...path, "logRouter", "image"], image: logRouter?.image, vpcName, vpc, isPublic };
    if (typeof dnsCache !== "object") continue;
    for (const name of ["image", "shellImage"] as const) {
      yield { path: [...path, "dnsCache", name], image: dnsCache[name], vpcName, vpc, isPublic };
    }
  }
}

/** Parsed as Docker does: the part before the first slash is a host if it contains a dot or a port, or is localhost. */
function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return isHost ? first.toLowerCase() : "docker.io";
}
