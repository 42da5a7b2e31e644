import { createFecDecoder } from "../fec/decoder.ts";

export type TextCharset = "ascii" | "utf-8" | "iso-8859-15" | "windows-1252" | "utf-16";

/** The text of a file and how its bytes were read, or why it is no text, and at which line. */
export type TextRead =
  | { readonly text: string; readonly charset: TextCharset }
  | { readonly code: "not_text" | "encoding_mixed"; readonly line: number; readonly detail: string };

/** Control characters that no text file has; tabs, line ends, form feeds and the old end-of-file mark are met. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const NOT_TEXT = /[\u0000-\u0008\u000e-\u0019\u001b-\u001f\u007f\ufffe\uffff]/;
const END_OF_FILE = "\u001a";

/** Reads bytes as text: UTF-16 by its byte order mark, else ASCII, UTF-8, ISO 8859-15 or Windows-1252, whichever they turn out to be. */
export function textOf(bytes: Uint8Array): TextRead {
  const wide = wideText(bytes);
  if (wide === null) return { code: "not_text", line: 1, detail: "UTF-16" };
  const { text, charset } = wide ?? narrowText(bytes);
  const bare = text.replace(/^\ufeff/, "").replaceAll(END_OF_FILE, "");
  const strange = NOT_TEXT.exec(bare);
  if (strange) return { code: "not_text", line: lineAt(bare, strange.index), detail: codePoint(strange[0]) };
  const damaged = charset === "utf-8" ? bare.indexOf("\ufffd") : -1;
  if (damaged >= 0) return { code: "encoding_mixed", line: lineAt(bare, damaged), detail: "UTF-8" };
  return { text: bare, charset };
}

/** Undefined without a byte order mark of UTF-16, null when what follows it is none. */
function wideText(bytes: Uint8Array): { readonly text: string; readonly charset: TextCharset } | null | undefined {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!little && !(bytes[0] === 0xfe && bytes[1] === 0xff)) return undefined;
  try {
    return { text: new TextDecoder(little ? "utf-16le" : "utf-16be", { fatal: true }).decode(bytes), charset: "utf-16" };
  } catch {
    return null;
  }
}

/** Before the decoder: an empty half of a letter would be UTF-16 without its mark to it, and is not text to us. */
function narrowText(bytes: Uint8Array): { readonly text: string; readonly charset: TextCharset } {
  if (bytes.subarray(0, 2).includes(0)) return { text: "\u0000", charset: "ascii" };
  const decoder = createFecDecoder();
  const text = decoder.decode(bytes) + decoder.finish();
  return { text, charset: decoder.charset() };
}

const lineAt = (text: string, place: number): number => {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < place; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
};

const codePoint = (character: string): string => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
