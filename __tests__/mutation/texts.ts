/** Mutations of a text that keep its format. */
export function textsFor(text: string, siblings: readonly string[]): string[] {
  const reference = /^\$\{(?!data\.terraform)([\w.-]+?\.[\w-]+)\.([\w.]+)\}$/.exec(text);
  if (reference) {
    const elsewhere = /^(id|arn)$/.test(reference[2]!) ? "elsewhere-0123456789abcdef0" : "elsewhere";
    return [
      elsewhere,
      ...siblings
        .filter((one) => one.startsWith(`${reference[1]!.split(".")[0]}.`) && one !== reference[1])
        .slice(0, 1)
        .map((one) => `\${${one}.${reference[2]}}`),
    ];
  }
  const references = [...text.matchAll(/\$\{[^}]*\}/g)].map(([one]) => one);
  if (references.length > 1) return references.map((one) => text.replace(one, "fs-0123456789abcdef0"));
  if (/^(true|false)$/.test(text)) return [text === "true" ? "false" : "true"];
  if (/^\d+$/.test(text)) return [String(Number(text) + 1)];
  if (/^\d+(\.\d+){3}\/\d+$/.test(text)) return ["192.0.2.0/24"];
  if (/^\d+(\.\d+){3}$/.test(text)) return ["192.0.2.1"];
  if (/^[a-z]{2}-[a-z]+-\d[a-z]$/.test(text)) return [`${text.slice(0, -1)}f`];
  if (text === "ENABLED") return ["DISABLED"];
  if (text === "Allow" || text === "Deny") return [text === "Allow" ? "Deny" : "Allow"];
  if (text === "FORWARD" || text === "SYSTEM") return [text === "FORWARD" ? "SYSTEM" : "FORWARD"];
  if (text === "Interface" || text === "Gateway") return [text === "Interface" ? "Gateway" : "Interface"];
  if (/^(tcp|udp|-1)$/.test(text)) return [text === "udp" ? "tcp" : "udp"];
  if (/^ReadWriteMany$/.test(text)) return ["ReadWriteOnce", "ReadWriteOncePod", "ReadOnlyMany"];
  if (/^\d+[GM]i$/.test(text)) return [`${2 * parseInt(text, 10)}${text.slice(-2)}`, `${text.slice(0, -2)}0000Gi`];
  if (/^\d+m$/.test(text)) return [`${parseInt(text, 10) * 1000}m`];
  if (text === "Filesystem") return ["Block"];
  if (text === "enabled" || text === "disabled") return [text === "enabled" ? "disabled" : "enabled"];
  if (text === "required") return ["optional"];
  if (/^[a-z-]+\.amazonaws\.com$/.test(text)) return ["lambda.amazonaws.com"];
  if (/^m7[gi]\.large$/.test(text)) return [text === "m7g.large" ? "m7i.large" : "m7g.large"];
  // After a wildcard, another name would be an id that AWS assigns.
  if (/^arn:.*[:/]\*$/.test(text)) return [text.replace(/[:/]\*$/, "-changed$&")];
  return [`${text}-changed`];
}

/** Mutations of a line in a host's script: other name servers, another cluster, other attributes. */
export function linesFor(line: string): string[] {
  const servers = /\d+(\.\d+){3}(?=$|\s)/.exec(line);
  if (servers) return [line.replace(servers[0], "192.0.2.53")];
  if (/^(cluster|region|service_domain|search_domain)=/.test(line)) return [line.replace(/'$/, "-changed'")];
  if (line.startsWith("ECS_"))
    return [`#${line}`, line.replace(/[$\w]+["}]*$/, "changed$&"), line.replace("ECS_", "ECS_X_")];
  if (/^\s*join \w/.test(line)) return [line.replace(/join /, "join un")];
  if (line === "END") return [" END"];
  const file = />+\s*(\/etc\/\S+)/.exec(line)?.[1];
  return file ? [line.replace(file, `${file}-changed`)] : [];
}
