/** A drawing as plain data: written as text for files, and built as elements in the page. */
export type ShapeName = "rect" | "path" | "circle" | "text";

export interface Shape {
  readonly name: ShapeName;
  readonly class: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Only of `text`. */
  readonly text?: string;
  /** The whole text where `text` is shortened. */
  readonly title?: string;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** The label for screen readers. */
  readonly label: string;
  readonly shapes: readonly Shape[];
}

/** The same shapes, moved. */
export function moved(shapes: readonly Shape[], down: number): Shape[] {
  return shapes.map((shape) => ({ ...shape, attributes: { ...shape.attributes, transform: `translate(0 ${down})` } }));
}

/** Cut to a number of characters in the middle, since the ends of addresses tell most. */
export function shortened(text: string, longest: number): string {
  const characters = [...text];
  if (characters.length <= longest) return text;
  const tail = Math.floor((longest - 1) / 2);
  return [...characters.slice(0, longest - 1 - tail), "…", ...characters.slice(-tail)].join("");
}
