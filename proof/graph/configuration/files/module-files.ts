/** The files that expressions of a module may read. */
import { relative } from "node:path";

import { type Files } from "./files";
import { fileset } from "./fileset";

/** Maximum bytes of a file that `file` or `templatefile` reads. */
const largestText = 1024 * 1024;

/** Only files of the root module and of this module, since other modules may be anywhere. */
export class ModuleFiles {
  constructor(
    private readonly files: Files,
    private readonly root: string,
    private readonly module: string,
  ) {}

  /** `path.module`: relative to the root module, as in Terraform. */
  get path(): string {
    const path = relative(this.root, this.module).replaceAll("\\", "/");
    return path === "" ? "." : path;
  }

  /** The bytes of a file, or the reason why it is not read. */
  read(path: string): Buffer | string {
    const at = this.files.resolve(this.root, path);
    if (!this.folders.some((folder) => this.files.contains(folder, at))) return this.files.unread;
    const bytes = this.files.bytes(at);
    if (!bytes) return this.files.unread;
    return bytes.length <= largestText ? bytes : "the file is over 1 MB";
  }

  /** The files below a folder that match a pattern; undefined for a folder outside of the modules. */
  matching(folder: string, pattern: string): readonly string[] | undefined {
    const { files } = this;
    const at = files.resolve(this.root, folder);
    const isOwn = this.folders.some(
      (one) => files.resolve(one, ".") === files.resolve(at, ".") || files.contains(one, at),
    );
    return isOwn ? fileset(files, at, pattern) : undefined;
  }

  private get folders(): readonly string[] {
    return [this.root, this.module];
  }
}
