import { createServer } from "node:http";
import { type AddressInfo } from "node:net";

/** Answers every request of a plan with an empty result, on a free port of this machine. */
export async function awsStub(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const action = new URLSearchParams(body).get("Action");
      response.setHeader("content-type", action ? "text/xml" : "application/json");
      response.end(action ? `<${action}Response/>` : "{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
