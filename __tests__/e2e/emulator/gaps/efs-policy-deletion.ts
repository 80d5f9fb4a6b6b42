import { type Behind, type Gap } from "../gap";
import { type AwsRequest, type AwsResponse } from "../request";

/** Deletes a file system's policy: the emulator treats an empty policy as none. */
export class EfsPolicyDeletion implements Gap {
  readonly lacks = "EFS DeleteFileSystemPolicy, which the provider tries again for minutes";
  readonly seenIn = "moto 5.2.1";

  answer(request: AwsRequest, behind: Behind): Promise<AwsResponse> | undefined {
    const { method, path, headers } = request;
    if (method !== "DELETE" || !/^\/2015-02-01\/file-systems\/[^/]+\/policy$/.test(path)) return undefined;
    const body = JSON.stringify({ Policy: "" });
    const length = { "content-type": "application/json", "content-length": String(body.length) };
    return behind.forward({ ...request, method: "PUT", headers: { ...headers, ...length }, body });
  }
}
