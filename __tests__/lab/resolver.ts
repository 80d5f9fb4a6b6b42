import { type Etc, type Namespace, until } from "./namespaces";

/** The address of Amazon's resolver in every VPC. */
export const amazonResolver = "169.254.169.253";

/** A small DNS server that replaces the VPC's resolver and records its queries. */
export class VpcResolver {
  private log = "";

  private counts = 0;

  private constructor(
    readonly namespace: Namespace,
    private readonly etc: Etc,
  ) {}

  /** @param names addresses by name */
  static async start(namespace: Namespace, etc: Etc, names: Readonly<Record<string, string>>): Promise<VpcResolver> {
    const resolver = new VpcResolver(namespace, etc);
    namespace.ip("address", "add", `${amazonResolver}/32`, "dev", "lo");
    const child = namespace.start(etc, [
      ...["dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--user="],
      ...[`--listen-address=${amazonResolver}`, "--bind-interfaces", "--local-ttl=60", "--local=/#/"],
      ...["--log-queries", "--log-facility=-", "--pid-file="],
      ...Object.entries(names).map(([name, address]) => `--host-record=${name},${address}`),
    ]);
    child.stderr?.on("data", (chunk: Buffer) => (resolver.log += chunk.toString()));
    const [name = ""] = Object.keys(names);
    await until(
      () => namespace.run(etc, ["dig", "+short", "+tries=1", "+time=1", `@${amazonResolver}`, name]).stdout !== "",
    );
    return resolver;
  }

  /** The number of queries for a name's address since the start. */
  async questionsFor(name: string): Promise<number> {
    // Log lines arrive later, but in order: after that of a last query, all are there.
    const last = `count-${++this.counts}.invalid`;
    this.namespace.run(this.etc, ["dig", "+short", "+tries=1", "+time=1", `@${amazonResolver}`, last]);
    await until(() => this.log.includes(`query[A] ${last} `));
    return [...this.log.matchAll(new RegExp(`query\\[A\\] ${name.replaceAll(".", "\\.")} `, "g"))].length;
  }
}
