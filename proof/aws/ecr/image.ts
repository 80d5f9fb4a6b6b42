/** Image references: the registry, and what is required to reach it. */
import { type Facts } from "../../facts";
import { type Resource, type Value } from "../../graph/model";
import { suffixPattern } from "../../partitions";
import { accountOf, regionOf } from "../account/account";

/**
 * The same image under the name that interface endpoints serve, if there is one:
 * `….dkr.ecr.us-east-1.amazonaws.com/web:1`.
 */
export function servedByEndpoints(image: string): string | undefined {
  const served = image.replace(/^(\d{12}\.dkr)-ecr\.([a-z0-9-]+)\.on\.aws\//, "$1.ecr.$2.amazonaws.com/");
  return served === image ? undefined : served;
}

export interface EcrRegistry {
  readonly kind: "ecr";
  /**
   * `dual-stack` is `<account>.dkr-ecr.<region>.on.aws` (DNS-04), `fips` is `<account>.dkr.ecr-fips.<region>…` (EP-14):
   * the private name of the ecr.dkr endpoint, `*.dkr.ecr.<region>…`, covers neither.
   */
  readonly host: "classic" | "dual-stack" | "fips";
  /** Undefined if it is not known, or is only a reference. */
  readonly region: string | undefined;
  /** Undefined if it is only a reference. */
  readonly account?: string;
  readonly repository: string | undefined;
  /** The resource that references the image. */
  readonly resource?: Resource;
}

export type Registry = EcrRegistry | { readonly kind: "public"; readonly host: string };

const ecr = new RegExp(`^(\\d{12})\\.dkr\\.ecr(-fips)?\\.([a-z0-9-]+)\\.${suffixPattern}$`);
const ecrTemplate = new RegExp(`^([^/]*)\\.dkr\\.(ecr|ecr-fips)\\.([^/]+)\\.${suffixPattern}`);
const ecrDualStack = /^(\d{12})\.dkr-ecr(?:-fips)?\.([a-z0-9-]+)\.on\.(?:aws|amazonwebservices\.com\.cn)$/;

/** Cached, because many tasks use the same images. */
const written = (_facts: Facts) => new Map<string, Registry>();

/** The registry of an image; undefined if it is not known. */
export function registryOf(facts: Facts, image: Value): Registry | undefined {
  const { graph } = facts;
  const text = graph.text(image);
  if (text !== undefined) {
    const known = facts.once(written);
    let found = known.get(text);
    if (!found) known.set(text, (found = ofText(text)));
    return found;
  }
  const value = graph.follow(image);
  const parts = value.kind === "template" ? value.parts : [value];
  const [first] = parts;
  const repository = first && first.kind !== "literal" ? repositoryOf(facts, first) : undefined;
  if (repository) {
    const name = graph.text(repository.get("name"));
    const account = accountOf(graph, repository);
    const region = regionOf(graph, repository);
    return { kind: "ecr", host: "classic", region, account, repository: name, resource: repository };
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
  // Without a dot or port, the first part is not a host, so the image comes from Docker Hub.
  if (rest.length === 0 || !/[.:]|^localhost$/.test(host!)) return { kind: "public", host: "docker.io" };
  const repository = rest.join("/").replace(/[@:].*$/, "");
  const [, account, fips, region] = ecr.exec(host!) ?? [];
  if (region) return { kind: "ecr", host: fips ? "fips" : "classic", region, account, repository };
  const dual = ecrDualStack.exec(host!);
  return dual
    ? { kind: "ecr", host: "dual-stack", region: dual[2], account: dual[1], repository }
    : { kind: "public", host: host! };
}

const hosts: Readonly<Record<string, EcrRegistry["host"]>> = {
  ecr: "classic",
  "ecr-fips": "fips",
  "dkr-ecr": "dual-stack",
};

/** `${account}.dkr.ecr.${region}.amazonaws.com/web:1`: the literal parts identify the registry. */
function ofTemplate({ graph }: Facts, parts: readonly Value[]): Registry | undefined {
  const texts = parts.map((part) => graph.text(part) ?? "\0");
  const [host, ...rest] = texts.join("").split("/") as [string, ...string[]];
  const found = ecrTemplate.exec(host) ?? /^([^/]*)\.(dkr-ecr)\.([^/]+)\.on\.(?:aws|amazonwebservices)/.exec(host);
  if (found) {
    const region = found[3]!.includes("\0") ? regionOfPart(graph, parts) : found[3];
    const account = /^\d{12}$/.test(found[1]!) ? found[1] : undefined;
    const name = rest.join("/").replace(/[@:].*$/, "");
    return {
      kind: "ecr",
      host: hosts[found[2]!]!,
      region,
      account,
      repository: name.includes("\0") ? undefined : name,
    };
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
