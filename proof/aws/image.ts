/** Image references: which registry they name, and what reaching it takes. */
import { type Facts } from "../facts";
import { type Resource, type Value } from "../graph/model";
import { regionOf } from "./account";

/** The same image by the name that interface endpoints serve, where it has one: `….dkr.ecr.us-east-1.amazonaws.com/web:1`. */
export function servedByEndpoints(image: string): string | undefined {
  const served = image.replace(/^(\d{12}\.dkr)-ecr\.([a-z0-9-]+)\.on\.aws\//, "$1.ecr.$2.amazonaws.com/");
  return served === image ? undefined : served;
}

export type Registry =
  /** Private ECR; the Region may be one that only a reference tells, or not known. */
  | { readonly kind: "ecr"; readonly region: string | undefined; readonly repository: string | undefined }
  /** `<account>.dkr-ecr.<region>.on.aws`: no endpoint serves it (DNS-04). */
  | { readonly kind: "ecr-dual-stack" }
  | { readonly kind: "public"; readonly host: string };

const ecr = /^\d{12}\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;
const ecrDualStack = /^\d{12}\.dkr-ecr(?:-fips)?\.[a-z0-9-]+\.on\.(?:aws|amazonwebservices\.com\.cn)$/;

/** The registry of an image; undefined where it is not known. */
export function registryOf(facts: Facts, image: Value): Registry | undefined {
  const { graph } = facts;
  const text = graph.text(image);
  if (text !== undefined) return ofText(text);
  const value = graph.follow(image);
  const parts = value.kind === "template" ? value.parts : [value];
  const [first] = parts;
  const repository = first && first.kind !== "literal" ? repositoryOf(facts, first) : undefined;
  if (repository) {
    return { kind: "ecr", region: regionOf(graph, repository), repository: graph.text(repository.get("name")) };
  }
  return value.kind === "template" ? ofTemplate(facts, value.parts) : undefined;
}

function repositoryOf({ graph }: Facts, value: Value): Resource | undefined {
  const found = graph.resolve(value);
  if (found.kind !== "resource" && found.kind !== "attribute") return undefined;
  return found.resource.type === "aws_ecr_repository" ? found.resource : undefined;
}

function ofText(text: string): Registry {
  const [host, ...rest] = text.split("/");
  // Without a dot or port, the first part is no host: the image is Docker Hub's.
  if (rest.length === 0 || !/[.:]|^localhost$/.test(host!)) return { kind: "public", host: "docker.io" };
  const region = ecr.exec(host!)?.[1];
  if (region) return { kind: "ecr", region, repository: rest.join("/").replace(/[@:].*$/, "") };
  return ecrDualStack.test(host!) ? { kind: "ecr-dual-stack" } : { kind: "public", host: host! };
}

/** `${account}.dkr.ecr.${region}.amazonaws.com/web:1`: the literal parts tell the registry. */
function ofTemplate({ graph }: Facts, parts: readonly Value[]): Registry | undefined {
  const texts = parts.map((part) => graph.text(part) ?? "\0");
  const host = texts.join("").split("/")[0]!;
  const found = /^[^/]*\.dkr\.ecr\.([^/]+)\.amazonaws\.com/.exec(host);
  if (found) {
    const region = found[1]!.includes("\0") ? regionOfPart(graph, parts) : found[1];
    return { kind: "ecr", region, repository: undefined };
  }
  return host.includes("\0") || !texts.join("").includes("/")
    ? undefined
    : ofText(texts.join("").replaceAll("\0", "x"));
}

/** `data.aws_region.current.name` is the Region of its provider. */
function regionOfPart(graph: Facts["graph"], parts: readonly Value[]): string | undefined {
  for (const part of parts) {
    const found = part.kind === "reference" ? graph.at(part.to) : undefined;
    if (found?.type === "aws_region") return regionOf(graph, found);
  }
  return undefined;
}
