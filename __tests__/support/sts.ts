import { createServer } from "node:http";
import { type AddressInfo } from "node:net";

const compatibilities = [{ clusterVersion: "1.35", defaultVersion: true }];
const addonVersions = JSON.stringify({
  addons: [{ addonName: "coredns", addonVersions: [{ addonVersion: "v1.12.4-eksbuild.1", compatibilities }] }],
});

/**
 * Answers the requests of a plan of new resources: the caller's identity, and the default version of an EKS add-on. It
 * acts as the given account, on a free port of this machine.
 *
 * @param account 12 digits
 */
export async function stsServer(account: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    request.resume();
    if (request.url?.startsWith("/addons/supported-versions")) {
      response.setHeader("content-type", "application/json");
      response.end(addonVersions);
      return;
    }
    response.setHeader("content-type", "text/xml");
    response.end(
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
        `<Arn>arn:aws:iam::${account}:user/test</Arn><UserId>test</UserId><Account>${account}</Account>` +
        `</GetCallerIdentityResult></GetCallerIdentityResponse>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
