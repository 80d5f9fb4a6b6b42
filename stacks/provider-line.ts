/**
 * Puts a provider's settings on one line of a stack's JSON. With the wrong credentials, Terraform reports the account
 * it got and shows the line on which the provider's block ends, so that line should show the account that was expected
 * (TF-05).
 *
 * @param json as cdktf writes it, indented by two spaces
 */
export function providersOnOneLine(json: string): string {
  const start = json.indexOf(`\n${opening}`) + 1;
  const end = start === 0 ? -1 : json.indexOf(closing, start);
  if (end === -1) return json;
  const block = json.slice(start, end + closing.length);
  const { provider } = JSON.parse(`{${block}}`) as { provider: Record<string, readonly unknown[]> };
  const entries = Object.entries(provider).map(([name, settings]) => {
    const lines = settings.map((each) => `      ${JSON.stringify(each)}`);
    return `    ${JSON.stringify(name)}: [\n${lines.join(",\n")}\n    ]`;
  });
  return `${json.slice(0, start)}${opening}${entries.join(",\n")}${closing}${json.slice(end + closing.length)}`;
}

const opening = '  "provider": {\n';
const closing = "\n  }";
