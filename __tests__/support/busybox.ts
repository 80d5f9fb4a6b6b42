import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A replacement for busybox whose first argument is the command. Returns its path. */
export function busyboxIn(folder: string): string {
  const path = join(folder, "busybox-stand-in");
  writeFileSync(path, '#!/bin/sh\ncommand=$1\nshift\nexec "$command" "$@"\n');
  chmodSync(path, 0o755);
  return path;
}
