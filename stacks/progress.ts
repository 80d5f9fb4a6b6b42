import { type WriteStream } from "node:tty";

/** Milliseconds before anything is shown; after that, it is updated at most ten times a second. */
const quiet = 1000;
const interval = 100;

/**
 * One line on a terminal that shows the progress of a synth; nothing in CI, in pipes or if it takes less than a second.
 */
export class Progress {
  private readonly start = Date.now();
  private shown = 0;
  private readonly isOn: boolean;

  constructor(private readonly stream: WriteStream) {
    this.isOn = stream.isTTY && !process.env["CI"];
  }

  /**
   * @param done number of stacks that are written
   * @param all number of stacks
   */
  show(done: number, all: number): void {
    if (!this.isOn) return;
    const now = Date.now();
    if (now - this.start < quiet || now - this.shown < interval) return;
    this.shown = now;
    const left = Math.ceil((((now - this.start) / done) * (all - done)) / 1000);
    this.stream.write(`\r${done} of ${all} stacks, ${left} s left\x1b[K`);
  }

  /** Removes the line, so that the summary takes its place. */
  clear(): void {
    if (this.shown > 0) this.stream.write("\r\x1b[K");
    this.shown = 0;
  }
}
