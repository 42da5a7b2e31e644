const SHEET_NAME_MAX = 31;

/**
 * Names Excel accepts, in the order given: at most 31 characters, none of `[ ] : * ? / \`, no apostrophe at either end, none twice
 * whatever the case. A name taken already gets a number.
 */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name) => {
    const free = firstFree(acceptable(name), taken);
    taken.add(free.toLowerCase());
    return free;
  });
}

function firstFree(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? "" : ` (${number})`;
    const candidate = name.slice(0, SHEET_NAME_MAX - suffix.length) + suffix;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}

const acceptable = (name: string): string =>
  name
    .replace(/[[\]:*?/\\]|\p{Cc}|\p{Cs}/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^'+|'+$/g, "")
    .slice(0, SHEET_NAME_MAX)
    .trimEnd() || "Feuille";
