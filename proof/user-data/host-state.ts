/** What a host's files hold while its user data runs, as far as the user data says. */

/** Stands for text that is not known, within any other text. */
export const hole = "\u0000";

/** Stands in resolv.conf for the addresses that DHCP hands out. */
export const dhcpAddress = "dhcp";

export const resolvConf = "/etc/resolv.conf";
export const hostsFile = "/etc/hosts";
export const ecsConfig = "/etc/ecs/ecs.config";

/** What resolv.conf holds where nothing but DHCP has written it. */
export const leased = `nameserver ${dhcpAddress}\n`;

/** What an ECS-optimized machine image starts with. */
const initial: ReadonlyMap<string, string> = new Map([
  [resolvConf, leased],
  [hostsFile, "127.0.0.1 localhost\n"],
  [ecsConfig, ""],
]);

/** Stands for a unit of systemd that is stopped: a file of this name is there. */
export function stoppedUnit(unit: string): string {
  return `/run/stopped/${unit}`;
}

/** The variable that holds the folder that a script is in. */
const folder = "PWD";

export interface FileContent {
  /** With holes; null for a file that is not there. */
  readonly text: string | null;
  /** Why there are holes. */
  readonly reason?: string;
}

/** Files, variables and output; cloned for each branch of a script, and joined behind it. */
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

  /** A path from where the script is: cloud-init runs scripts in `/`. */
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

  /** @param reason why the text has holes */
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

  /** Runs in a subshell: its files stay, its variables don't. */
  restoreVariables(from: HostState): void {
    this.values.clear();
    for (const [name, value] of from.values) this.values.set(name, value);
  }

  /** Where either may be the case. */
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
