/** The effects of a script on the units that a container instance needs, and on their packages (ECS-17). */
import { hole, stoppedUnit } from "./host-state";
import { type Shell, type Status } from "./shell";

/** Units that a container instance needs, with their packages. */
const needed: ReadonlyMap<string, readonly string[]> = new Map([
  ["ecs", ["ecs-init", "amazon-ecs-init"]],
  ["docker", ["docker", "docker-ce"]],
  ["amazon-ecs-volume-plugin", ["amazon-efs-utils"]],
]);

export function systemctl({ state }: Shell, args: readonly string[]): undefined {
  const [verb, ...units] = args.filter((arg) => !arg.startsWith("-"));
  for (const unit of units.map((one) => one.replace(/\.service$/, ""))) {
    if (!needed.has(unit)) continue;
    if (verb === "mask" || verb === "disable" || verb === "stop") state.write(stoppedUnit(unit), "stopped", false);
    if (/^(?:(?:re)?start|unmask|enable|try-restart|reload-or-restart)$/.test(verb ?? ""))
      state.remove(stoppedUnit(unit));
  }
}

export function packages(shell: Shell, args: readonly string[]): Status {
  const { state } = shell;
  const removes = args.some((arg) => /^(?:remove|erase|autoremove|purge|-e|--erase)$/.test(arg));
  for (const [unit, names] of removes ? needed : []) {
    if (args.some((arg) => names.includes(arg))) state.write(stoppedUnit(unit), "removed", false);
  }
  state.output += hole;
  return "assumed";
}
