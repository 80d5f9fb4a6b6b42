/** The source of configuration files: the disk, or texts in memory such as those of a plan's archive. */
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, posix, relative, resolve } from "node:path";

import { addSource } from "../../describe";
import { InputError } from "../../input-error";

export interface Files {
  /** The names of the files and folders in a folder, sorted; undefined if the folder doesn't exist. */
  names(folder: string): readonly string[] | undefined;
  /**
   * The bytes of a file; undefined if it doesn't exist.
   *
   * @throws InputError if it cannot be read, or is too large
   */
  bytes(path: string): Buffer | undefined;
  /** One path per file, however it is written. */
  resolve(folder: string, path: string): string;
  /** The reason why a file that an expression names may not be read. */
  readonly unread: string;
  /** Whether a path is below a folder after symbolic links are resolved. */
  contains(folder: string, path: string): boolean;
}

/** Far more than a handwritten file contains. */
const largest = 16 * 1024 * 1024;

export const disk: Files = {
  unread: "the file is missing, or outside of the configuration",
  names(folder) {
    try {
      return readdirSync(folder).sort();
    } catch (error) {
      const { code = "unknown" } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      throw new InputError([{ path: folder, what: `cannot be read (${code})`, todo: "check its permissions" }]);
    }
  },
  bytes(path) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isFile()) return undefined;
    if (stat.size > largest) throw tooLarge(path, stat.size);
    try {
      return readFileSync(path);
    } catch (error) {
      const { code = "unknown" } = error as NodeJS.ErrnoException;
      throw new InputError([{ path, what: `cannot be read (${code})`, todo: "check its permissions" }]);
    }
  },
  resolve,
  contains(folder, path) {
    try {
      const way = relative(realpathSync(folder), realpathSync(path));
      return way !== "" && !way.startsWith("..") && !isAbsolute(way);
    } catch {
      return false; // does not exist
    }
  },
};

/** Files as texts by path, with `/` between folders: `modules/vpc/main.tf`. */
export class MemoryFiles implements Files {
  /** Saved plans contain only configuration files (TF-10). */
  readonly unread = `a saved plan does not hold the file: ${addSource}`;
  private readonly folders = new Map<string, Set<string>>();

  constructor(private readonly texts: ReadonlyMap<string, string | Buffer>) {
    for (const path of texts.keys()) {
      for (let at = path; at !== "." && at !== "/"; at = posix.dirname(at)) {
        const folder = posix.dirname(at);
        const names = this.folders.get(folder) ?? new Set();
        const name = posix.basename(at);
        this.folders.set(folder, name === ".." ? names : names.add(name));
      }
    }
  }

  names(folder: string): readonly string[] | undefined {
    const names = this.folders.get(posix.normalize(folder).replace(/(?<=.)\/$/, ""));
    return names && [...names].sort();
  }

  bytes(path: string): Buffer | undefined {
    const text = this.texts.get(posix.normalize(path));
    if (text === undefined) return undefined;
    if (text.length > largest) throw tooLarge(path, text.length);
    return typeof text === "string" ? Buffer.from(text, "utf8") : text;
  }

  resolve(folder: string, path: string): string {
    return posix.join(folder, path);
  }

  contains(folder: string, path: string): boolean {
    const way = posix.relative(folder, path);
    return way !== "" && way !== ".." && !way.startsWith("../");
  }
}

/** The configuration of a saved plan, with the other files of the folder that the plan was made from. */
export class PlannedFiles implements Files {
  readonly unread = disk.unread;
  readonly resolve = disk.resolve;
  readonly contains: Files["contains"];

  /** @param planned the files by their paths on disk */
  constructor(private readonly planned: MemoryFiles) {
    this.contains = (folder, path) =>
      this.planned.bytes(path) ? this.planned.contains(folder, path) : disk.contains(folder, path);
  }

  names(folder: string): readonly string[] | undefined {
    const planned = this.planned.names(folder);
    const others = disk.names(folder)?.filter((name) => !isPlanned(name));
    return planned || others ? [...new Set([...(planned ?? []), ...(others ?? [])])].sort() : undefined;
  }

  bytes(path: string): Buffer | undefined {
    return this.planned.bytes(path) ?? (isPlanned(path) ? undefined : disk.bytes(path));
  }
}

/** Files that a plan itself contains: the configuration and the values of variables. */
function isPlanned(path: string): boolean {
  return /\.(?:tf|tfvars)(?:\.json)?$/.test(path);
}

function tooLarge(path: string, size: number): InputError {
  const limit = `${largest / 1024 / 1024} MB`;
  const what = `is larger than ${limit} (${Math.round(size / 1024 / 1024)} MB)`;
  return new InputError([{ path, what, todo: "name the folder of a Terraform configuration" }]);
}
