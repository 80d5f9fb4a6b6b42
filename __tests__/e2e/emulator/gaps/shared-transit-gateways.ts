import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse } from "../request";

/**
 * A transit gateway in the accounts that attach their VPCs to it: the emulator knows it only in its own account, so each
 * other account gets one of its own behind the same id.
 */
export class SharedTransitGateways implements Gap {
  readonly lacks = "EC2 CreateTransitGatewayVpcAttachment for a transit gateway of another account";
  readonly seenIn = "moto 5.2.1";
  /** The account of each transit gateway. */
  private readonly owners = new Map<string, string>();
  /** By account and id: the id in the emulator, of the same length. */
  private readonly standIns = new Map<string, Promise<string>>();

  /** @param others answer the calls about attachments that the emulator can't. */
  constructor(private readonly others: readonly Gap[]) {}

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    if (request.service !== "ec2") return undefined;
    if (request.action === "CreateTransitGateway") {
      const response = await behind.forward(request);
      const id = idIn(response);
      if (id !== undefined) this.owners.set(id, await behind.accountOf(request));
      return response;
    }
    if (this.owners.size === 0 || !/TransitGateway|Route/.test(request.action)) return undefined;
    const account = await behind.accountOf(request);
    let { body } = request;
    for (const [id, owner] of this.owners) {
      if (owner === account || !body.includes(id)) continue;
      const key = `${account} ${id}`;
      const standIn = this.standIns.get(key) ?? this.create(request, behind);
      this.standIns.set(key, standIn);
      body = body.replaceAll(id, await standIn);
    }
    const own = [...this.standIns].filter(([key]) => key.startsWith(account));
    if (own.length === 0) return undefined;
    const known = { ...request, body };
    const response = await this.answerKnown(known, behind);
    let answer = response.body;
    for (const [key, standIn] of own) answer = answer.replaceAll(await standIn, key.split(" ")[1]!);
    return { ...response, body: answer };
  }

  private async answerKnown(request: AwsRequest, behind: Behind): Promise<AwsResponse> {
    for (const gap of this.others) {
      const answer = await gap.answer(request, behind);
      if (answer) return answer;
    }
    return behind.forward(request);
  }

  private async create({ headers, ...request }: AwsRequest, behind: Behind): Promise<string> {
    const body = "Action=CreateTransitGateway&Version=2016-11-15";
    const response = await behind.forward({
      ...request,
      headers: { ...headers, "content-length": String(body.length) },
      body,
    });
    const id = idIn(response);
    if (id === undefined) throw new Error(`no transit gateway in ${response.body}`);
    return id;
  }
}

function idIn({ body }: AwsResponse): string | undefined {
  return /<transitGatewayId>(tgw-\w+)</.exec(body)?.[1];
}
