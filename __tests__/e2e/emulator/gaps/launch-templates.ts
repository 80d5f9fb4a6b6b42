import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse } from "../request";

/** Defaults that EC2 adds to launch templates: the image's volume size, and their own tags. */
export class LaunchTemplates implements Gap {
  readonly lacks =
    "EC2's default size of a launch template's volume, and the tags of the template itself, which it shows as its instances'";
  readonly seenIn = "moto 5.2.1";

  async answer(request: AwsRequest, behind: Behind): Promise<AwsResponse | undefined> {
    if (request.action === "DescribeLaunchTemplateVersions") {
      const response = await behind.forward(request);
      return { ...response, body: response.body.replaceAll(ownTags, "") };
    }
    if (request.action !== "RunInstances") return undefined;
    const call = new URLSearchParams(request.body);
    const parameters = [...call.keys()];
    const sized = parameters.some((name) => name.startsWith("BlockDeviceMapping"));
    if (sized || !parameters.some((name) => name.startsWith("LaunchTemplate"))) return undefined;
    call.append("BlockDeviceMapping.1.DeviceName", "/dev/xvda");
    call.append("BlockDeviceMapping.1.Ebs.VolumeSize", "8");
    const body = call.toString();
    return behind.forward({
      ...request,
      body,
      headers: { ...request.headers, "content-length": String(body.length) },
    });
  }
}

const ownTags = /<item>\s*<resourceType>launch-template<\/resourceType>\s*<tagSet>.*?<\/tagSet>\s*<\/item>/gs;
