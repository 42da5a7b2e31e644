const LETTERS = 26;
const CODE_A = 65;

/** EcritureLet holds eight characters at most here (`EntryLine.lettering`). */
const CODE_LENGTH_MAX = 8;

/**
 * Lettering code of the n-th group, from 0: A ... Z, AA, AB ... Complete groups bear it as it is; partial ones bear it in lower case,
 * as accountants do. Throws RangeError on anything that is no whole number from 0.
 */
export function letterCode(index: number): string {
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError("not the rank of a lettering code");
  const letter = String.fromCharCode(CODE_A + (index % LETTERS));
  return index < LETTERS ? letter : letterCode(Math.floor(index / LETTERS) - 1) + letter;
}

/** Rank of a code of ours in either case; null for the codes other programs use. */
export function indexOfCode(code: string): number | null {
  if (code.length > CODE_LENGTH_MAX || !/^(?:[A-Z]+|[a-z]+)$/.test(code)) return null;
  return [...code.toUpperCase()].reduce((rank, letter) => rank * LETTERS + letter.charCodeAt(0) - CODE_A + 1, 0) - 1;
}

/** Whether a code says that its group does not cancel out yet. */
export const isPartialCode = (code: string): boolean => code !== code.toUpperCase();

/**
 * The first `count` codes nobody of one account and third party bears, in upper case. A partial `b` takes `B` too: it becomes that
 * when the group closes.
 */
export function freeCodes(used: readonly string[], count: number): string[] {
  const taken = new Set(used.map((code) => code.toUpperCase()));
  const free: string[] = [];
  for (let rank = 0; free.length < count; rank += 1) {
    const code = letterCode(rank);
    if (!taken.has(code)) free.push(code);
  }
  return free;
}
