import type { Flaw } from "#domain/refusals";

/** Wire keys: lower-case words joined by single underscores, each word starting with a letter, so the mapping is reversible. */
const WIRE_KEY = /^[a-z][a-z0-9]*(?:_[a-z][a-z0-9]*)*$/;

const DEPTH_MAX = 32;

/** No name of ours is so long. A longer one would stand in the pointer of everything below it. */
const KEY_MAX = 100;

/** Flaws told of one body: whoever has fifty has one cause, and each holds a pointer. */
const FLAWS_MAX = 50;

/** `totalCents` -> `total_cents`. */
export const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `total_cents` -> `totalCents`. */
export const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Code to wire, deeply. */
export function toWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toWire);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [snake(key), toWire(inner)]));
}

/**
 * Wire to code, deeply. A key that is not snake_case (`totalCents`, `__proto__`) or a nesting beyond `DEPTH_MAX` is a flaw,
 * so that every name has exactly one spelling on the wire.
 */
export function fromWire(value: unknown, flaws: Flaw[], pointer = "", depth = 0): unknown {
  if (flaws.length >= FLAWS_MAX) return undefined;
  if (depth > DEPTH_MAX) {
    flaws.push({ pointer: pointer.slice(0, POINTER_MAX), message: "too_deep" });
    return undefined;
  }
  if (Array.isArray(value)) return value.map((inner, index) => fromWire(inner, flaws, `${pointer}/${index}`, depth + 1));
  if (!isRecord(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (flaws.length >= FLAWS_MAX) break;
    const at = `${pointer}/${escapePointer(key.slice(0, KEY_MAX))}`;
    if (key.length <= KEY_MAX && WIRE_KEY.test(key)) result[camel(key)] = fromWire(inner, flaws, at, depth + 1);
    else flaws.push({ pointer: at.slice(0, POINTER_MAX), message: "unknown_field" });
  }
  return result;
}

const POINTER_MAX = 200;

/** RFC 6901: `~` and `/` inside a key. */
export const escapePointer = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** A plain object: not null, not an array, not a Date. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array);
