/** What pdfkit keeps of an embedded font, as far as it is used here. */
export type EmbeddedFont = {
  readonly id: string;
  /** Hexadecimal glyph ids in the embedded subset, and advances in thousandths of the size. The glyphs join the subset. */
  encode(text: string): readonly [readonly string[], readonly { readonly advanceWidth: number }[]];
  /** The reference a page's resources name it by. */
  ref(): unknown;
  readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
};

/** Text ready to be drawn: hexadecimal glyph ids, and its width in thousandths of the size. */
type Encoded = { readonly hex: string; readonly width: number };

/** One font at work. `widthOf` is in points. */
export type Typeface = {
  readonly id: string;
  readonly ref: () => unknown;
  readonly encode: (text: string) => Encoded;
  readonly widthOf: (text: string, size: number) => number;
};

/** Drawn in place of a character the font does not have. */
const UNKNOWN = "\uFFFD";

/** Control and format characters take no place on paper; line ends and tabs are spaces there. */
const printable = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/[\t\n\r]+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "");

/**
 * A font that remembers each character it has drawn. pdfkit lays a text out word by word and keeps every word: 100 000 lines with
 * amounts took 17 s and 4 kB of memory a line. Characters are few. No kerning is lost: the fonts given have none.
 */
export function typeface(font: EmbeddedFont): Typeface {
  const known = new Map<string, Encoded>();
  const one = (character: string): Encoded => {
    const found = known.get(character);
    if (found) return found;
    const [glyphs, positions] = font.encode(font.font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0) ? character : UNKNOWN);
    const encoded = { hex: glyphs.join(""), width: positions.reduce((sum, { advanceWidth }) => sum + advanceWidth, 0) };
    known.set(character, encoded);
    return encoded;
  };
  const encode = (text: string): Encoded => {
    const parts = [...printable(text)].map(one);
    return { hex: parts.map(({ hex }) => hex).join(""), width: parts.reduce((sum, { width }) => sum + width, 0) };
  };
  return { id: font.id, ref: () => font.ref(), encode, widthOf: (text, size) => (encode(text).width * size) / 1_000 };
}
