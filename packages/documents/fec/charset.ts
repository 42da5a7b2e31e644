/**
 * How the bytes of a file may be written. The law admits ASCII, ISO 8859-15 and UTF-8 (LPF art. A47 A-1, XII 1°); Windows-1252 is met,
 * and read; UTF-16 is recognised, and refused.
 */
export type FecCharset = "ascii" | "utf-8" | "iso-8859-15" | "windows-1252" | "utf-16";

/** The eight places where ISO 8859-15 differs from Latin-1, whose other bytes are the code points themselves. */
const LATIN_9: readonly (readonly [byte: number, character: string])[] = [
  ...([[0xa4, "€"] as const, [0xa6, "Š"] as const, [0xa8, "š"] as const, [0xb4, "Ž"] as const] as const),
  ...([[0xb8, "ž"] as const, [0xbc, "Œ"] as const, [0xbd, "œ"] as const, [0xbe, "Ÿ"] as const] as const),
];

/** Bytes 0x80 to 0x9F of Windows-1252; the five it leaves free stay control characters. */
const WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const WINDOWS_FIRST = 0x80;

/** Character -> byte, for the characters of ISO 8859-15 that Latin-1 has not got. */
export const LATIN_9_BYTES: ReadonlyMap<string, number> = new Map(LATIN_9.map(([byte, character]) => [character, byte]));

/** Latin-1 code points that ISO 8859-15 gave away: no byte stands for them any more. */
export const LATIN_9_LOST: ReadonlySet<string> = new Set(LATIN_9.map(([byte]) => String.fromCharCode(byte)));

const LATIN_9_CHARACTERS: ReadonlyMap<string, string> = new Map(LATIN_9.map(([byte, character]) => [String.fromCharCode(byte), character]));

/** Latin-1 text read again as ISO 8859-15. */
export const asLatin9 = (latin1: string): string =>
  latin1.replace(/[\u00a4\u00a6\u00a8\u00b4\u00b8\u00bc\u00bd\u00be]/g, (character) => LATIN_9_CHARACTERS.get(character) ?? character);

/** Latin-1 text read again as Windows-1252. */
export const asWindows = (latin1: string): string =>
  latin1.replace(/[\u0080-\u009f]/g, (character) => WINDOWS[character.charCodeAt(0) - WINDOWS_FIRST] ?? character);
