import type { Typeface } from "./typeface.ts";

export type Weight = "regular" | "bold";

/** How a text is drawn. `x` is its left end, its right end when `align` is right, its middle when center. Grey: 0 is black. */
export type TextStyle = {
  readonly size: number;
  readonly weight?: Weight;
  readonly align?: "left" | "right" | "center";
  readonly gray?: number;
};

/** What draws on a page. Points from the top left corner; `y` of a text is its baseline. */
export type Ink = {
  readonly text: (x: number, y: number, text: string, style: TextStyle) => void;
  readonly rule: (fromX: number, toX: number, y: number, thickness: number, gray?: number) => void;
  readonly shade: (x: number, y: number, width: number, height: number, gray: number) => void;
  readonly widthOf: (text: string, size: number, weight?: Weight) => number;
};

const points = (value: number): string => String(Math.round(value * 100) / 100);

/** Draws by PDF operators (ISO 32000-1, 8 and 9), given one by one to `write`. */
export function inkOf(faces: Readonly<Record<Weight, Typeface>>, write: (operators: string) => void): Ink {
  return {
    text(x, y, text, { size, weight = "regular", align = "left", gray = 0 }) {
      const { hex, width } = faces[weight].encode(text);
      if (hex === "") return;
      const left = x - SHIFTS[align] * ((width * size) / 1_000);
      // The page is drawn upside down, from the top: the letters are turned back.
      write(`BT ${gray} g /${faces[weight].id} ${points(size)} Tf 1 0 0 -1 ${points(left)} ${points(y)} Tm <${hex}> Tj ET`);
    },
    rule: (fromX, toX, y, thickness, gray = 0) =>
      write(`${gray} G ${thickness} w ${points(fromX)} ${points(y)} m ${points(toX)} ${points(y)} l S`),
    shade: (x, y, width, height, gray) => write(`${gray} g ${points(x)} ${points(y)} ${points(width)} ${points(height)} re f`),
    widthOf: (text, size, weight = "regular") => faces[weight].widthOf(text, size),
  };
}

const SHIFTS = { left: 0, center: 0.5, right: 1 } as const;
