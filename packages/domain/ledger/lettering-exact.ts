import { type Effort, isNear, type LetteringRules, type ReadLine, type Unit, unitOf } from "./lettering-rules.ts";

type Lines = readonly ReadLine[];
/** Units of one day that wait for the other side, first come first served. */
type Waiting = { readonly day: number; readonly units: Unit[]; next: number };

/** Pairs of one debit and one credit line of the same amount that name the same document. */
export function pairsByReference(open: Lines, rules: LetteringRules, effort: Effort): Lines[] {
  const buckets = bucketsOf(open, ({ line, references }) => references.map((reference) => `${reference} ${line.amountCents}`));
  const used = new Set<ReadLine>();
  return [...buckets.values()].flatMap((lines) => {
    const units = lines.filter((line) => !used.has(line)).flatMap((line) => unitOf([line]) ?? []);
    const pairs = pairsOf(units, rules, effort);
    for (const line of pairs.flat()) used.add(line);
    return pairs;
  });
}

/** Pairs of units of the same amount, whatever they name. */
export function pairsByAmount(units: readonly Unit[], rules: LetteringRules, effort: Effort): Lines[] {
  const buckets = bucketsOf(units, ({ amountCents }) => [String(amountCents)]);
  return [...buckets.values()].flatMap((bucket) => pairsOf(bucket, rules, effort));
}

function bucketsOf<T>(values: readonly T[], keysOf: (value: T) => readonly string[]): Map<string, T[]> {
  const buckets = new Map<string, T[]>();
  for (const value of values)
    for (const key of keysOf(value)) {
      const bucket = buckets.get(key);
      if (bucket) bucket.push(value);
      else buckets.set(key, [value]);
    }
  return buckets;
}

/** Units of one amount: payments after what they settle first, then those in advance, each time the nearest in time. */
function pairsOf(units: readonly Unit[], { origin, maxDays, advanceDays }: LetteringRules, effort: Effort): Lines[] {
  if (!units.some(({ side }) => side !== units[0]?.side)) return [];
  const settlement = origin === "debit" ? "credit" : "debit";
  const after = sweep(units, { opens: origin, limit: maxDays, maxDays }, effort);
  const rest = units.filter((unit) => !after.used.has(unit));
  return [...after.pairs, ...sweep(rest, { opens: settlement, limit: advanceDays, maxDays }, effort).pairs];
}

/**
 * Like brackets: each closing unit takes the last opening one before it, which is the pairing by smallest distance found in one pass.
 * Of several on one day the first in the books goes first.
 */
function sweep(
  units: readonly Unit[],
  { opens, limit, maxDays }: { readonly opens: Unit["side"]; readonly limit: number; readonly maxDays: number },
  effort: Effort,
): { readonly pairs: Lines[]; readonly used: ReadonlySet<Unit> } {
  const waiting: Waiting[] = [];
  const pairs: Lines[] = [];
  const used = new Set<Unit>();
  const rank = (unit: Unit): number => unit.day * 2 + (unit.side === opens ? 0 : 1);
  for (const unit of [...units].sort((a, b) => rank(a) - rank(b))) {
    effort.spend(1);
    const last = waiting.at(-1);
    if (unit.side === opens) {
      if (last?.day === unit.day) last.units.push(unit);
      else waiting.push({ day: unit.day, units: [unit], next: 0 });
      continue;
    }
    const opener = last?.units[last.next];
    if (!last || !opener || unit.day - last.day > limit || !isNear([...opener.lines, ...unit.lines], maxDays)) continue;
    pairs.push([...opener.lines, ...unit.lines]);
    used.add(opener).add(unit);
    last.next += 1;
    if (last.next === last.units.length) waiting.pop();
  }
  return { pairs, used };
}
