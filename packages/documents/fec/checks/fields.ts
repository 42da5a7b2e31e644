import { plainAmountAt } from "./amount.ts";
import { type CompactDate, plainDateAt } from "./date.ts";

/** Fields of one record at most; a longer one is told wrong by its count all the same. */
const FIELDS_MAX = 512;

/** The place of a column the file has not got: it is always empty. */
export const NOWHERE = FIELDS_MAX + 2;

const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const PIPE = 124;
const DELETE = 127;
const NO_BREAK_SPACE = 160;
const REPLACEMENT = 0xfffd;
/** Room taken beyond a text's length, so that the next ones fit too. */
const CODES_SPARE = 16_384;

/** What one pass over a line tells, apart from where its fields stand. */
export type Trouble = { any: boolean; control: boolean; unreadable: boolean; otherSeparator: boolean; quote: boolean };

/**
 * Cuts lines into fields without copying them: `cut` notes where each field starts, the other functions look at the text in place. It holds
 * one text at a time, and allocates nothing a line.
 */
export function createFields(separator: string) {
  const cutter = createCutter(separator);
  const { starts, trouble, cut } = cutter;
  const start = (place: number): number => starts[place] ?? 0;
  const end = (place: number): number => (starts[place + 1] ?? 1) - 1;
  const text = (place: number): string => cutter.line().slice(start(place), end(place));
  /** Empty, or nothing but white space. */
  const isBlank = (place: number): boolean => {
    const first = start(place);
    if (first === end(place)) return true;
    const code = cutter.codes()[first] ?? 0;
    return code <= SPACE || code >= NO_BREAK_SPACE ? text(place).trim() === "" : false;
  };
  return {
    trouble,
    cut,
    text,
    isBlank,
    isEmpty: (place: number): boolean => start(place) === end(place),
    /** An amount in the plain form, or -1. */
    amount: (place: number): number => plainAmountAt(cutter.codes(), start(place), end(place)),
    /** A date in the plain form, or -1. */
    date: (place: number): CompactDate => plainDateAt(cutter.codes(), start(place), end(place)),
    /** Whether one of several places holds anything. */
    anyFilled(places: Int32Array): boolean {
      for (let index = 0; index < places.length; index += 1) {
        const place = places[index] ?? 0;
        if (start(place) !== end(place)) return true;
      }
      return false;
    },
    /** Whether one of several places is blank. */
    anyBlank(places: Int32Array): boolean {
      const codes = cutter.codes();
      for (let index = 0; index < places.length; index += 1) {
        const place = places[index] ?? 0;
        const first = starts[place] ?? 0;
        const code = codes[first] ?? 0;
        const plain = code > SPACE && code < NO_BREAK_SPACE && first + 1 !== starts[place + 1];
        if (!plain && isBlank(place)) return true;
      }
      return false;
    },
  };
}

export type Fields = ReturnType<typeof createFields>;

/** Where the fields of a line start, and where the line after it would: a field ends one separator before the next. */
function createCutter(separator: string) {
  const mark = separator.charCodeAt(0);
  const other = mark === TAB ? PIPE : TAB;
  const remarkable = remarkableCodes();
  const starts = new Int32Array(NOWHERE + 2).fill(1, NOWHERE + 1);
  const trouble: Trouble = { any: false, control: false, unreadable: false, otherSeparator: false, quote: false };
  const unpacked = createUnpacker();
  return {
    starts,
    trouble,
    line: unpacked.text,
    codes: unpacked.codes,
    /** Number of fields of the line `text.slice(from, to)`. */
    cut(text: string, from: number, to: number): number {
      const codes = unpacked.load(text);
      const [places, marked, parts] = [starts, remarkable, mark];
      if (trouble.any) forget(trouble);
      places[0] = from;
      let count = 1;
      for (let at = from; at < to; at += 1) {
        const code = codes[at] ?? 0;
        if (marked[code] === 0) continue;
        if (code === parts) {
          if (count <= FIELDS_MAX) places[count] = at + 1;
          count += 1;
        } else suspect(code, other, trouble);
      }
      if (count <= FIELDS_MAX) starts[count] = to + 1;
      return count;
    },
  };
}

/** The character codes of a text, unpacked once for all its lines: a code is read from an array several times faster than from a string. */
function createUnpacker() {
  let codes = new Uint16Array(0);
  let loaded = "";
  return {
    text: (): string => loaded,
    codes: (): Uint16Array => codes,
    load(text: string): Uint16Array {
      if (text === loaded) return codes;
      loaded = text;
      if (codes.length < text.length) codes = new Uint16Array(text.length + CODES_SPARE);
      Buffer.from(codes.buffer).write(text, "utf16le");
      return codes;
    },
  };
}

function forget(trouble: Trouble): void {
  trouble.any = false;
  trouble.control = false;
  trouble.unreadable = false;
  trouble.otherSeparator = false;
  trouble.quote = false;
}

function suspect(code: number, other: number, trouble: Trouble): void {
  trouble.any = true;
  if (code === other) trouble.otherSeparator = true;
  else if (code === QUOTE) trouble.quote = true;
  else if (code === REPLACEMENT) trouble.unreadable = true;
  else trouble.control = true;
}

/** 1 at every character code that is more than itself: separators, quotes, control characters, the mark of an unreadable byte. */
function remarkableCodes(): Uint8Array {
  const table = new Uint8Array(65_536);
  table.fill(1, 0, SPACE).fill(1, DELETE, NO_BREAK_SPACE);
  for (const code of [QUOTE, PIPE, REPLACEMENT]) table[code] = 1;
  return table;
}
