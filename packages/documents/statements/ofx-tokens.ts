/** A tag of an OFX file, and the text up to the next one. */
export type OfxToken = { readonly line: number; readonly closing: boolean; readonly name: string; readonly value: string };

const TAG = /<(\/?)([A-Z][A-Z0-9._]{1,31})>|<!\[CDATA\[|<!--/g;
const CDATA_END = "]]>";
const COMMENT_END = "-->";
const VALUE_MAX = 2_000;

/**
 * The tags of an OFX file of any version, in order. Leaves need no closing tag (1.x is SGML); `isTag` says which names are tags where, because
 * banks write `<` and `&` in labels as they come. Linear in time, whatever the text.
 */
export function* ofxTokens(text: string, isTag: (name: string) => boolean): Generator<OfxToken> {
  const tag = new RegExp(TAG);
  const cursor = { at: 0, line: 1 };
  let open: { line: number; closing: boolean; name: string } | null = null;
  let value = "";
  const add = (piece: string): void => {
    if (open && value.length < VALUE_MAX) value += piece.slice(0, VALUE_MAX);
  };
  for (let match = tag.exec(text); match; match = tag.exec(text)) {
    const [whole, slash = "", name = ""] = match;
    if (name !== "" && !isTag(name)) continue;
    add(entitiesIn(text.slice(cursor.at, match.index)));
    cursor.line += linesIn(text, cursor.at, match.index);
    cursor.at = match.index;
    if (name === "") {
      const ending = whole === "<!--" ? COMMENT_END : CDATA_END;
      const close = text.indexOf(ending, match.index);
      if (close < 0) break;
      if (ending === CDATA_END) add(text.slice(match.index + whole.length, close));
      tag.lastIndex = close + ending.length;
      cursor.line += linesIn(text, cursor.at, tag.lastIndex);
      cursor.at = tag.lastIndex;
      continue;
    }
    if (open) yield { ...open, value: value.trim() };
    open = { line: cursor.line, closing: slash === "/", name };
    value = "";
    cursor.at = tag.lastIndex;
  }
  add(entitiesIn(text.slice(cursor.at, cursor.at + VALUE_MAX)));
  if (open) yield { ...open, value: value.trim() };
}

/** Counts in the piece alone: to look for the next line end beyond it would read a file of one line again for every tag. */
function linesIn(text: string, from: number, to: number): number {
  const piece = text.slice(from, to);
  let lines = 0;
  for (let at = piece.indexOf("\n"); at >= 0; at = piece.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };
const CODE_POINT_MAX = 0x10ffff;

/** The five entities of XML, spaces, and characters by number; anything else is the `&` a bank wrote as it comes. */
const entitiesIn = (text: string): string =>
  text.includes("&")
    ? text.replace(/&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7}));/g, (whole, name: string | undefined, code: string | undefined) => {
        if (name !== undefined) return NAMED[name] ?? whole;
        const point = Number(code);
        return point > CODE_POINT_MAX ? whole : String.fromCodePoint(point);
      })
    : text;
