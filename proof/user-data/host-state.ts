/** The contents of a host's files while its user data runs, as far as they are known. */

/** A placeholder for unknown text within other text. */
export const hole = "\u0000";

/** A placeholder in resolv.conf for the addresses from DHCP. */
export const dhcpAddress = "dhcp";

export const resolvConf = "/etc/resolv.conf";
export const hostsFile = "/etc/hosts";
export const ecsConfig = "/etc/ecs/ecs.config";

/** The contents of resolv.conf if only DHCP has written it. */
export const leased = `nameserver ${dhcpAddress}\n`;

/** The initial files of an ECS-optimized machine image. */
const initial: ReadonlyMap<string, string> = new Map([
  [resolvConf, leased],
  [hostsFile, "127.0.0.1 localhost\n"],
  [ecsConfig, ""],
]);

/** Marks a stopped systemd unit: a file of this name exists. */
export function stoppedUnit(unit: string): string {
  return `/run/stopped/${unit}`;
}

/** The variable with the current folder of the script. */
const folder = "PWD";

export interface FileContent {
  /** The text, with holes; null for a file that doesn't exist. */
  readonly text: string | null;
  /** The reason for the holes. */
  readonly reason?: string;
}

/** Files, variables and output; cloned for each branch of a script, and merged after it. */
export class HostState {
  private constructor(
    private readonly files: Map<string, FileContent>,
    private readonly values: Map<string, string>,
    public output: string,
  ) {}

  static initial(): HostState {
    return new HostState(new Map(), new Map(), "");
  }

  clone(): HostState {
    return new HostState(new Map(this.files), new Map(this.values), this.output);
  }

  read(path: string): FileContent {
    const whole = this.resolve(path);
    return this.files.get(whole) ?? { text: initial.get(whole) ?? null };
  }

  /** A path relative to the script's current folder: cloud-init runs scripts in `/`. */
  resolve(path: string): string {
    if (/^[/~\0]/.test(path) || path === "") return path;
    const from = this.values.get(folder) ?? "/";
    return `${from.replace(/\/$/, "")}/${path.replace(/^(?:\.\/)+/, "")}`;
  }

  enter(path: string | undefined): void {
    this.values.set(folder, path === undefined || /^[-~]|\.\./.test(path) ? hole : this.resolve(path));
  }

  writtenPaths(): Iterable<string> {
    return this.files.keys();
  }

  /** @param reason the reason for the holes in the text */
  write(path: string, text: string, append: boolean, reason?: string): void {
    const before = append ? this.read(path) : { text: "" };
    const whole = `${before.text ?? ""}${text}`;
    const why = whole.includes(hole) ? (reason ?? before.reason) : undefined;
    this.files.set(this.resolve(path), { text: whole, reason: why });
  }

  forget(path: string, reason: string): void {
    this.files.set(this.resolve(path), { text: hole, reason });
  }

  remove(path: string): void {
    this.files.set(this.resolve(path), { text: null });
  }

  variable(name: string): string | undefined {
    return this.values.get(name);
  }

  setVariable(name: string, value: string): void {
    this.values.set(name, value);
  }

  /** Runs in a subshell: changes of files are kept, changes of variables are not. */
  restoreVariables(from: HostState): void {
    this.values.clear();
    for (const [name, value] of from.values) this.values.set(name, value);
  }

  /** Merges two states, either of which may apply. */
  join(other: HostState, reason: string): void {
    for (const path of new Set([...this.files.keys(), ...other.files.keys()])) {
      const [mine, theirs] = [this.read(path), other.read(path)];
      if (mine.text !== theirs.text) this.files.set(path, { text: hole, reason });
      else if (mine.text !== null) this.files.set(path, { text: mine.text, reason: mine.reason ?? theirs.reason });
    }
    for (const name of new Set([...this.values.keys(), ...other.values.keys()])) {
      if (this.values.get(name) !== other.values.get(name)) this.values.set(name, hole);
    }
    if (this.output !== other.output) this.output = hole;
  }
}
