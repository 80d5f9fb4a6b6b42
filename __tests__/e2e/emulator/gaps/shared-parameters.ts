import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse, json, jsonError } from "../request";
import { type RamAssociations } from "./ram-associations";

interface Parameter {
  readonly Name: string;
  readonly Type: string;
  readonly Value: string;
}

/** SSM parameters in the accounts that they are shared with, which use the full ARN. */
export class SharedParameters implements Gap {
  readonly lacks = "RAM's effect: a parameter that is shared with another account can't be read there by its ARN";
  readonly seenIn = "moto 5.2.1";
  /** The last value, by ARN. */
  private readonly parameters = new Map<string, Parameter>();

  constructor(private readonly ram: RamAssociations) {}

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    if (request.service !== "ssm") return undefined;
    const call = JSON.parse(request.body || "{}") as Parameter;
    const account = await behind.accountOf(request);
    if (request.action === "PutParameter") {
      const arn = `arn:aws:ssm:us-east-1:${account}:parameter${call.Name}`;
      this.parameters.set(arn, { ...this.parameters.get(arn), ...call });
      return undefined;
    }
    const owner = /^arn:aws:ssm:[^:]+:(\d{12}):parameter/.exec(call.Name ?? "")?.[1];
    if (request.action !== "GetParameter" || !owner || owner === account) return undefined;
    const known = this.parameters.get(call.Name);
    if (!known || !this.ram.sharedWith(account).has(call.Name)) {
      return jsonError(400, "ParameterNotFound", `Parameter ${call.Name} not found.`);
    }
    const { Name, Type, Value } = known;
    return json(200, { Parameter: { Name, Type, Value, Version: 1, ARN: call.Name, DataType: "text" } });
  }
}
