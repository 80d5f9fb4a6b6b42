import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse } from "../request";

interface Target {
  readonly Ip?: string;
  readonly Ipv6?: string;
  readonly [property: string]: unknown;
}

/**
 * IPv6 addresses of the targets of resolver rules: the emulator stores an IPv4 address of a documentation range instead,
 * which is replaced in every answer.
 */
export class Ipv6ResolverTargets implements Gap {
  readonly lacks = "Route 53 Resolver's IPv6 addresses of targets: CreateResolverRule fails";
  readonly seenIn = "moto 5.2.1";
  /** IPv6 addresses by the IPv4 address that the emulator stores. */
  private readonly stored = new Map<string, string>();

  /** @param rules answers the calls about rules that the emulator can't. */
  constructor(private readonly rules: Gap) {}

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    if (request.service !== "route53resolver" || !/ResolverRules?$/.test(request.action)) return undefined;
    const body = JSON.stringify(JSON.parse(request.body), (_, value: unknown) => this.toIpv4(value));
    const headers = { ...request.headers, "content-length": String(body.length) };
    const stored = { ...request, headers, body };
    const response = (await this.rules.answer(stored, behind)) ?? (await behind.forward(stored));
    return {
      ...response,
      body: JSON.stringify(JSON.parse(response.body), (_, value: unknown) => this.toIpv6(value)),
    };
  }

  private toIpv4(value: unknown): unknown {
    if (!isTarget(value) || value.Ipv6 === undefined) return value;
    const { Ipv6, ...others } = value;
    const known = [...this.stored].find(([, address]) => address === Ipv6)?.[0];
    const Ip = known ?? `192.0.2.${this.stored.size + 1}`;
    this.stored.set(Ip, Ipv6);
    return { ...others, Ip };
  }

  private toIpv6(value: unknown): unknown {
    if (!isTarget(value)) return value;
    const { Ip = "", ...others } = value;
    const Ipv6 = this.stored.get(Ip);
    return Ipv6 === undefined ? value : { ...others, Ipv6 };
  }
}

function isTarget(value: unknown): value is Target {
  return typeof value === "object" && value !== null && ("Ip" in value || "Ipv6" in value);
}
