import { type Report } from "./checks/check";
import { type Path, quote } from "./errors";
import { orChoose } from "./nearest";
import { containersOf, type ServicePart } from "./workload-parts";

/** The container and port that receive requests exist, and are clear. @param place the path of the load balancer or rule */
export function checkTarget(
  part: ServicePart,
  place: Path,
  { container, port }: { readonly container?: string; readonly port?: number },
  report: Report,
): void {
  const all = containersOf(part);
  const chosen = container === undefined ? all.filter(listens) : all.filter(({ name }) => name === container);
  const [only] = chosen;
  if (container !== undefined && only === undefined) {
    const choice = orChoose(
      container,
      all.map(({ name }) => name),
    );
    report.error([...place, "container"], `should be a container of the service, got ${quote(container)}${choice}`);
  } else if (only === undefined) {
    report.error(place, "should have a container with ports to send requests to, got none", "key");
  } else if (chosen.length > 1) {
    const names = chosen.map(({ name }) => name).join(", ");
    report.error(
      place,
      `should name the container that receives requests, got ports on ${names}; add container: ${only.name}`,
      "key",
    );
  } else if (port !== undefined && !(only.container.ports ?? []).includes(port)) {
    report.error([...place, "port"], `should be a port of container '${only.name}', got ${port}`);
  } else if (port === undefined && !listens(only)) {
    report.error([...place, "container"], `should be a container with ports, got ${quote(only.name)}, which has none`);
  }
}

function listens({ container }: ReturnType<typeof containersOf>[number]): boolean {
  return (container.ports ?? []).length > 0;
}

/** A check ends before the next one begins. */
export function checkInterval(
  place: Path,
  healthCheck: { readonly intervalSeconds?: number; readonly timeoutSeconds?: number } | undefined,
  report: Report,
): void {
  const { intervalSeconds = 30, timeoutSeconds = 5 } = healthCheck ?? {};
  if (timeoutSeconds < intervalSeconds) return;
  const message = `should be less than intervalSeconds, ${intervalSeconds}, got ${timeoutSeconds}`;
  report.error([...place, "healthCheck", "timeoutSeconds"], message);
}
