/** The Region and accounts of a resource's provider configuration. */
import { type Scope } from "../expression/scope";
import { entriesOf, isRecord, type JsonObject, property } from "../json/json-syntax";
import { type Provider } from "../model";
import { asList, bodyValue } from "./body";

/** The name of a resource's provider: `aws`, `aws.west`. */
function providerName(type: string, body: JsonObject): string {
  const own = typeof body["provider"] === "string" ? body["provider"].replace(/^\$\{(.*)\}$/, "$1") : undefined;
  return own ?? type.replace(/_.*$/s, "");
}

/**
 * Whether a module configures the provider itself. A block without arguments declares a provider that the caller
 * passes.
 */
export function configuresProvider(files: readonly JsonObject[], type: string, body: JsonObject): boolean {
  const [name, alias] = providerName(type, body).split(".") as [string, string | undefined];
  return files.some((file) =>
    asList(property(file["provider"], name)).some(
      (block) =>
        isRecord(block) &&
        block["alias"] === alias &&
        Object.keys(block).some((argument) => argument !== "alias" && argument !== "version"),
    ),
  );
}

/** The provider of a resource, by its type and body. */
export function providersOf(files: readonly JsonObject[], scope: Scope): (type: string, body: JsonObject) => Provider {
  const providers = new Map<string, Provider>();
  const known = (json: unknown) => {
    const value = scope.follow(bodyValue(json, scope));
    return value.kind === "literal" && typeof value.value === "string" ? value.value : undefined;
  };
  for (const file of files) {
    for (const [type, blocks] of Object.entries(isRecord(file["provider"]) ? file["provider"] : {})) {
      for (const block of asList(blocks)) {
        if (!isRecord(block)) continue;
        const alias = typeof block["alias"] === "string" ? `.${block["alias"]}` : "";
        const name = `${type}${alias}`;
        providers.set(name, { name, region: known(block["region"]), accounts: accountsOf(block, known) });
      }
    }
  }
  const regional = new Map<string, Provider>();
  return (type, body) => {
    const name = providerName(type, body);
    let provider = providers.get(name);
    if (!provider) providers.set(name, (provider = { name, accounts: [] }));
    // Since version 6 of the provider, a resource can set its own Region.
    const region = name.startsWith("aws") ? known(body["region"]) : undefined;
    if (region === undefined || region === provider.region) return provider;
    const key = `${name} ${region}`;
    const found = regional.get(key) ?? { ...provider, region };
    regional.set(key, found);
    return found;
  };
}

function accountsOf(block: JsonObject, known: (json: unknown) => string | undefined): readonly string[] {
  const allowed = asList(block["allowed_account_ids"]).map(known);
  if (allowed.length > 0) return allowed.filter((account) => account !== undefined);
  const roles = entriesOf(block["assume_role"]).flatMap(([name, arn]) => (name === "role_arn" ? [known(arn)] : []));
  return roles.flatMap((arn) => /^arn:[^:]*:iam::(\d{12}):/.exec(arn ?? "")?.[1] ?? []);
}
