import { asLatin9, asWindows, type FecCharset } from "./charset.ts";

/** Turns the bytes of a file into text, piece by piece. `charset` is what the bytes were found to be so far. */
export type FecDecoder = {
  /** The text of a piece of the file, cut anywhere. Nothing once the file is known to be UTF-16. */
  decode(bytes: Uint8Array): string;
  /** The text of what was waiting for its end. */
  finish(): string;
  charset(): FecCharset;
};

const CONTINUATION_MAX = 3;
const BYTE_ORDER_MARKS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
] as const;

/**
 * Finds the charset while reading, in flat memory: text is ASCII, then UTF-8, until a sequence that is not. If no UTF-8 letter was met
 * before it, the rest is read byte by byte: as ISO 8859-15, or as Windows-1252 from the first byte that only it uses (0x80 to 0x9F). If
 * some were, the file is UTF-8 with a damaged letter, which becomes U+FFFD. A byte order mark stays in the text: it is a fault to be told.
 */
export function createFecDecoder(): FecDecoder {
  const reading = createReading();
  let waiting: Uint8Array = new Uint8Array(0);
  let started = false;
  return {
    decode(bytes): string {
      const all = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
      if (!started && all.length < 2) {
        waiting = all.slice();
        return "";
      }
      if (!started && isUtf16(all)) reading.refuse();
      started = true;
      const complete = completeLength(all);
      waiting = all.slice(complete);
      return reading.read(all.subarray(0, complete));
    },
    finish(): string {
      const rest = waiting;
      waiting = new Uint8Array(0);
      return rest.length === 0 ? "" : reading.read(rest);
    },
    charset: reading.charset,
  };
}

/** Reads whole letters, and goes from one charset to the next as the bytes tell. */
function createReading() {
  let charset: FecCharset = "ascii";
  const singleByte = (bytes: Uint8Array): string => {
    const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
    if (charset !== "windows-1252" && /[\u0080-\u009f]/.test(latin1)) charset = "windows-1252";
    return charset === "windows-1252" ? asWindows(latin1) : asLatin9(latin1);
  };
  const unicode = (bytes: Uint8Array): string => {
    const valid = charset === "utf-8" ? bytes.length : validLength(bytes);
    if (valid === bytes.length) return lenient(bytes);
    const before = lenient(bytes.subarray(0, valid));
    if (/[^\0-\x7f]/.test(before)) {
      charset = "utf-8";
      return before + lenient(bytes.subarray(valid));
    }
    charset = "iso-8859-15";
    return before + singleByte(bytes.subarray(valid));
  };
  return {
    charset: (): FecCharset => charset,
    refuse: (): void => {
      charset = "utf-16";
    },
    read(bytes: Uint8Array): string {
      if (charset === "utf-16") return "";
      if (charset === "iso-8859-15" || charset === "windows-1252") return singleByte(bytes);
      const text = unicode(bytes);
      if (charset === "ascii" && text.length < bytes.length) charset = "utf-8";
      return text;
    },
  };
}

/** UTF-16 shows by its byte order mark, or by the empty half of its first letter: a header is in ASCII. */
function isUtf16([first, second]: Uint8Array): boolean {
  if (BYTE_ORDER_MARKS.some(([one, other]) => one === first && other === second)) return true;
  return (first === 0) !== (second === 0);
}

/** Bytes up to the last letter that is whole, as far as UTF-8 can tell: at most three are left to wait for their end. */
function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(CONTINUATION_MAX, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

const sequenceLength = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2);

const lenient = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");

/** Length of the longest prefix that is valid UTF-8; the quick answer first, because most files are. */
function validLength(bytes: Uint8Array): number {
  try {
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return bytes.length;
  } catch {
    let at = 0;
    while (at < bytes.length) {
      const length = validSequence(bytes, at);
      if (length === 0) return at;
      at += length;
    }
    return at;
  }
}

/** Bytes of the valid letter at a place, 0 when there is none (no overlong form, no surrogate, nothing beyond U+10FFFF). */
function validSequence(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = sequenceLength(lead);
  for (let offset = 1; offset < length; offset += 1) {
    const byte = bytes[at + offset] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  const second = bytes[at + 1] ?? 0;
  const wrong = (lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f) || (lead === 0xf0 && second < 0x90);
  return wrong || (lead === 0xf4 && second > 0x8f) ? 0 : length;
}
