import { type Path } from "./errors";
import { type Place } from "./finding";
import { type Source } from "./source";

interface Origin {
  readonly source: Source;
  /** The path at which the part is written in the source. */
  readonly path: Path;
}

/** Where the parts of an assembled organization are written, if not at their own path in the main file. */
export class Origins {
  private readonly origins = new Map<string, Origin & { readonly at: Path }>();

  constructor(private readonly main: Source) {}

  /** @param at the part's path in the organization @param path its path in the source */
  add(at: Path, source: Source, path: Path): void {
    this.origins.set(pointerOf(at), { at, source, path });
  }

  place(path: Path, at?: "key" | "value"): Place {
    const { source, path: written } = this.of(path);
    return source.place(written, at);
  }

  textAt(path: Path): string | undefined {
    const { source, path: written } = this.of(path);
    return source.textAt(written);
  }

  /** The lines of the properties that a source has, by their JSON Pointer in the organization. */
  linesOf(source: Source): ReadonlyMap<string, number> {
    const written = [...source.propertyLines()];
    const lines = new Map<string, number>(source === this.main ? written : []);
    const known = new Map<string, readonly (readonly [string, number])[]>();
    for (const { at, source: from, path } of this.origins.values()) {
      if (from !== source) continue;
      const [above, pointer] = [pointerOf(path), pointerOf(at)];
      let below = known.get(above);
      if (below === undefined) {
        below = written.filter(([each]) => each === above || each.startsWith(`${above}/`));
        known.set(above, below);
      }
      for (const [each, line] of below) lines.set(`${pointer}${each.slice(above.length)}`, line);
    }
    return lines;
  }

  /** The origin of the longest part of the path that has one. */
  private of(path: Path): Origin {
    for (let length = path.length; length > 0; length--) {
      const origin = this.origins.get(pointerOf(path.slice(0, length)));
      if (origin) return { source: origin.source, path: [...origin.path, ...path.slice(length)] };
    }
    return { source: this.main, path };
  }
}

/** A JSON Pointer (RFC 6901). */
function pointerOf(path: Path): string {
  return path.map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
