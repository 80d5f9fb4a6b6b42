import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse, json } from "../request";

type Tags = Readonly<Record<string, string>>;

interface Call {
  readonly ResourceARN: string;
  readonly Tags?: Tags;
  readonly TagKeys?: readonly string[];
}

/** Tags of scalable targets: without an answer, the provider retries for minutes. */
export class ScalableTargetTags implements Gap {
  readonly lacks = "Application Auto Scaling's tags: reading them is answered with an error 500, again and again";
  readonly seenIn = "moto 5.2.1";
  /** By the target's ARN. */
  private readonly tags = new Map<string, Tags>();

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    if (request.service !== "application-autoscaling") return undefined;
    const { ResourceARN: arn, Tags: given, TagKeys: gone = [] } = JSON.parse(request.body) as Call;
    const known = this.tags.get(arn) ?? {};
    switch (request.action) {
      case "RegisterScalableTarget": {
        const response = await behind.forward(request);
        const { ScalableTargetARN: made } = JSON.parse(response.body) as { ScalableTargetARN?: string };
        if (made && given) this.tags.set(made, given);
        return response;
      }
      case "ListTagsForResource":
        return json(200, { Tags: known });
      case "TagResource":
        this.tags.set(arn, { ...known, ...given });
        return json(200, {});
      case "UntagResource":
        this.tags.set(arn, Object.fromEntries(Object.entries(known).filter(([key]) => !gone.includes(key))));
        return json(200, {});
      default:
        return undefined;
    }
  }
}
