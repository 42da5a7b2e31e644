import type { Flaw } from "#domain/refusals";

/** Wire keys: lower-case words joined by single underscores, each word starting with a letter, so the mapping is reversible. */
const WIRE_KEY = /^[a-z][a-z0-9]*(?:_[a-z][a-z0-9]*)*$/;

const DEPTH_MAX = 32;

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
  if (depth > DEPTH_MAX) {
    flaws.push({ pointer, message: "too_deep" });
    return undefined;
  }
  if (Array.isArray(value)) return value.map((inner, index) => fromWire(inner, flaws, `${pointer}/${index}`, depth + 1));
  if (!isRecord(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const at = `${pointer}/${escapePointer(key)}`;
    if (WIRE_KEY.test(key)) result[camel(key)] = fromWire(inner, flaws, at, depth + 1);
    else flaws.push({ pointer: at.slice(0, 200), message: "unknown_field" });
  }
  return result;
}

/** RFC 6901: `~` and `/` inside a key. */
export const escapePointer = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** A plain object: not null, not an array, not a Date. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array);
