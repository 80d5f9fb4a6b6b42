import { type WriteStream } from "node:tty";

import { printable } from "../../proof/text";

/** Milliseconds between two drawings. */
const interval = 100;

/** The stacks in progress, a line each, below what is printed; nothing in CI or in a pipe. */
export class DeployScreen {
  private readonly rows = new Map<string, { readonly text: string; readonly since: number }>();
  private readonly isOn: boolean;
  private timer: NodeJS.Timeout | undefined;
  private drawn = 0;
  private isPaused = false;

  constructor(private readonly stream: WriteStream) {
    this.isOn = stream.isTTY && !process.env["CI"];
    if (!this.isOn) return;
    this.timer = setInterval(() => this.draw(), interval);
    this.timer.unref();
  }

  /** @param text such as `12 of 30`; undefined if the stack is no longer in progress */
  set(stack: string, text: string | undefined): void {
    if (text === undefined) this.rows.delete(stack);
    else this.rows.set(stack, { text, since: this.rows.get(stack)?.since ?? Date.now() });
  }

  /** Prints lines above the rows. */
  print(stream: NodeJS.WritableStream, text: string): void {
    this.clear();
    stream.write(text);
  }

  /** Leaves the terminal to a question. */
  pause(): void {
    this.clear();
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  end(): void {
    clearInterval(this.timer);
    this.clear();
  }

  private draw(): void {
    if (this.isPaused) return;
    const width = Math.max(...[...this.rows.keys()].map((name) => name.length));
    const columns = (this.stream.columns || 80) - 1;
    const most = Math.max(1, (this.stream.rows || 24) - 2);
    const all = [...this.rows].map(([name, { text, since }]) =>
      printable(`${name.padEnd(width)}  ${duration(Date.now() - since)}  ${text}`).slice(0, columns),
    );
    const lines = all.length > most ? [...all.slice(0, most - 1), `… and ${all.length - most + 1} more`] : all;
    this.clear();
    if (lines.length > 0) this.stream.write(`${lines.join("\n")}\n`);
    this.drawn = lines.length;
  }

  private clear(): void {
    if (this.drawn > 0) this.stream.write(`\x1b[${this.drawn}A\r\x1b[J`);
    this.drawn = 0;
  }
}

/** `42 s`, `3 min 5 s` or `1 h 2 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
