import { LATIN_9_BYTES, LATIN_9_LOST } from "./charset.ts";

/** Charsets a file is written in (LPF art. A47 A-1, XII 1°). */
export type FecEncoding = "utf-8" | "iso-8859-15";

/** Turns a piece of text into bytes. Pieces may be cut anywhere but inside a pair of surrogates. */
export type FecEncoder = (text: string) => Uint8Array;

/** Typographic characters that have a plain equivalent, and letters that do not come apart into a base letter and an accent. */
const PLAIN_FORMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "´": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"' },
    ...{ "…": "...", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "•": "-", "¦": "-", "‹": "<", "›": ">" },
    ...{ "™": "TM", "⁄": "/", "¼": "1/4", "½": "1/2", "¾": "3/4", "¸": ",", "¨": " ", ℮: "e" },
    ...{ ł: "l", Ł: "L", đ: "d", Đ: "D", ħ: "h", Ħ: "H", ı: "i", ŧ: "t", Ŧ: "T", ŋ: "n", Ŋ: "N", ẞ: "SS", ĸ: "k", ə: "e" },
  }),
);

/** Everything that is not one byte of ISO 8859-15 under its own Latin-1 number, one letter at a time. */
const FOREIGN = /[^\0-\u00a3\u00a5\u00a7\u00a9-\u00b3\u00b5-\u00b7\u00b9-\u00bb\u00bf-\u00ff]/gu;

/** What a replacement may be made of: printable Latin, and no column separator. */
const SAFE = /^[ -{}~\u00a0-\u00a3\u00a5\u00a7\u00a9-\u00b3\u00b5-\u00b7\u00b9-\u00bb\u00bf-\u00ff]*$/;

const REMEMBERED_MAX = 5_000;

/**
 * Encoder of one file. In ISO 8859-15 a letter that has no byte is replaced by the nearest that has: quotes and dashes by the plain ones,
 * an accented letter by its base letter, anything else by `?`. A replacement is never a separator nor a line end.
 */
export function createFecEncoder(encoding: FecEncoding = "utf-8"): FecEncoder {
  if (encoding === "utf-8") return (text) => Buffer.from(text, "utf8");
  const known = new Map<string, string>();
  const replace = (character: string): string => {
    const replacement = known.get(character) ?? latin9Of(character);
    if (known.size < REMEMBERED_MAX) known.set(character, replacement);
    return replacement;
  };
  return (text) => Buffer.from(text.replace(FOREIGN, replace), "latin1");
}

/** A character as Latin-1 text whose bytes, read as ISO 8859-15, say it or come nearest. */
function latin9Of(character: string): string {
  const byte = LATIN_9_BYTES.get(character);
  if (byte !== undefined) return String.fromCharCode(byte);
  const plain = PLAIN_FORMS.get(character);
  if (plain !== undefined) return plain;
  const bare = character.normalize("NFKD").replace(/\p{M}/gu, "");
  const text = [...bare].map((part) => PLAIN_FORMS.get(part) ?? part).join("");
  return SAFE.test(text) && ![...text].some((part) => LATIN_9_LOST.has(part)) ? text : "?";
}

const CHUNK_BYTES = 64 * 1_024;

/** The bytes of a file, in chunks of at least 64 KiB but the last: `fecFile` -> `fecBytes` -> storage. Memory holds one chunk. */
export async function* fecBytes(
  pieces: AsyncIterable<string>,
  { encoding = "utf-8" }: { readonly encoding?: FecEncoding } = {},
): AsyncGenerator<Uint8Array> {
  const encode = createFecEncoder(encoding);
  let waiting = "";
  for await (const piece of pieces) {
    waiting += piece;
    if (waiting.length < CHUNK_BYTES) continue;
    yield encode(waiting);
    waiting = "";
  }
  if (waiting !== "") yield encode(waiting);
}
