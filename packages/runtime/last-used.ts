/** Companies a warm function keeps clients for: some kilobytes each, and the credentials in them. */
const KEPT_MAX = 200;

/** Builds a value once a key, and forgets the one that was not asked for the longest once there are more than `max`. */
export function lastUsed<Key, Value>(build: (key: Key) => Value, max = KEPT_MAX): (key: Key) => Value {
  const kept = new Map<Key, { readonly value: Value }>();
  return (key) => {
    const found = kept.get(key) ?? { value: build(key) };
    kept.delete(key);
    kept.set(key, found);
    for (const oldest of kept.keys()) {
      if (kept.size <= max) break;
      kept.delete(oldest);
    }
    return found.value;
  };
}
