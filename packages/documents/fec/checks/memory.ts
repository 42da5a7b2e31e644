/** Codes longer than this are told by other rules; nothing about them is remembered. */
const KEY_MAX = 200;

/** A copy of a text of its own: a piece cut out of a large text would keep all of it in memory. */
export const own = (text: string): string => (text.length < 13 ? text : ` ${text}`.slice(1));

/**
 * What is remembered by code, in bounded memory: `get` gives the value of a known code, or makes one while there is room. Undefined means
 * that nothing can be said of this code.
 */
export function createMemory<Value>(maximum: number, make: (key: string) => Value) {
  const values = new Map<string, Value>();
  let lastKey: string | undefined;
  let last: Value | undefined;
  return {
    values,
    get(key: string): Value | undefined {
      if (key === lastKey) return last;
      let value = values.get(key);
      if (value === undefined && values.size < maximum && key.length <= KEY_MAX) {
        const kept = own(key);
        value = make(kept);
        values.set(kept, value);
      }
      if (value !== undefined) {
        lastKey = key;
        last = value;
      }
      return value;
    },
  };
}
