/** A table by account prefix, `9` or `44574`. */
export type ByPrefix<Value> = Readonly<Record<string, Value>>;

const LONGEST = 6;

/** What the longest prefix of an account number says: a sub-account follows its nearest parent unless it has an entry of its own. */
export function atLongestPrefix<Value>(table: ByPrefix<Value>, number: string): Value | undefined {
  for (let length = Math.min(number.length, LONGEST); length > 0; length -= 1) {
    const value = table[number.slice(0, length)];
    if (value !== undefined) return value;
  }
  return undefined;
}
