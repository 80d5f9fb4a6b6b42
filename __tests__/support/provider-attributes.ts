import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const bindings = join(dirname(require.resolve("@cdktf/provider-aws/package.json")), "lib");

/**
 * Names of all attributes and blocks of a resource type or data source, in the camel case of the provider's bindings;
 * undefined if the provider has no such type. The bindings are read as text, since it takes seconds to load them.
 */
export function providerAttributes(type: string): ReadonlySet<string> | undefined {
  const folder = type.replace(/^aws_/, "").replaceAll("_", "-");
  const names = new Set<string>();
  for (const kind of ["", "data-aws-"]) {
    const path = join(bindings, `${kind}${folder}`, "index.d.ts");
    if (!existsSync(path)) continue;
    for (const [, name] of readFileSync(path, "utf8").matchAll(/^ {4}(?:readonly |get )(\w+)(?:\?:|:|\()/gm)) {
      // `self` would be the construct's own property.
      names.add(name!.replace(/Attribute$/, ""));
    }
  }
  return names.size > 0 ? names : undefined;
}

/** `cidr_ipv4` becomes `cidrIpv4`, as in the bindings. */
export function camelCase(attribute: string): string {
  return attribute.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
