import { type Effort, isNear, type LetteringRules, type ReadLine, type Unit } from "./lettering-rules.ts";
import { combinations, onlySubset, SUBSET_CANDIDATES_MAX, SUBSET_SIZE_MAX, subsetSteps } from "./lettering-subsets.ts";

type Lines = readonly ReadLine[];

/** Open units of one side, oldest first, with a way over those already taken. */
type Queue = { readonly units: readonly Unit[]; readonly nextOpen: (rank: number) => number };

/** Open units looked at for one amount, oldest first. */
const SCAN_MAX = 64;

/** Among so few open units the only choice is taken, as a person would. */
const FEW = 6;

/**
 * Among more, a subset is evidence only where chance would rarely find one: there must be fifty times fewer subsets of its size than
 * amounts the target could have had, counted in their common divisor. Eight invoices among twenty-four make 735 471 subsets, and some
 * payment of 7 000,00 EUR hits one by accident; amounts in whole hundreds hit each other all the time.
 */
const CHANCE_DIVISOR = 50;

/** One payment for several invoices first, then one invoice in several payments. */
export function groupsBySum(units: readonly Unit[], rules: LetteringRules, effort: Effort): Lines[] {
  const sorted = [...units].sort((a, b) => a.day - b.day);
  const taken = new Set<Unit>();
  const owed = sorted.filter(({ side }) => side === rules.origin);
  const settling = sorted.filter(({ side }) => side !== rules.origin);
  const { maxDays, advanceDays } = rules;
  return [
    ...settle(settling, queueOf(owed, taken, effort), { back: maxDays, ahead: advanceDays, maxDays, taken, effort }),
    ...settle(owed, queueOf(settling, taken, effort), { back: advanceDays, ahead: maxDays, maxDays, taken, effort }),
  ];
}

type Search = {
  /** Days before and after the target its parts may stand. */
  readonly back: number;
  readonly ahead: number;
  readonly maxDays: number;
  readonly taken: Set<Unit>;
  readonly effort: Effort;
};

function settle(targets: readonly Unit[], queue: Queue, search: Search): Lines[] {
  return targets.flatMap((target) => {
    if (search.taken.has(target)) return [];
    const candidates = candidatesFor(target, queue, search);
    const parts = oldestRun(target, candidates) ?? onlyParts(target, candidates, search.effort);
    const lines = parts && [target, ...parts].flatMap((unit) => unit.lines);
    if (!lines || !isNear(lines, search.maxDays)) return [];
    for (const unit of [target, ...parts]) search.taken.add(unit);
    return [lines];
  });
}

/** The oldest open units smaller than the target and near it in time. */
function candidatesFor(target: Unit, { units, nextOpen }: Queue, { back, ahead, effort }: Search): Unit[] {
  const candidates: Unit[] = [];
  let rank = nextOpen(firstFrom(units, target.day - back));
  for (let seen = 0; seen < SCAN_MAX && candidates.length < SUBSET_CANDIDATES_MAX; seen += 1) {
    const unit = units[rank];
    if (!unit || unit.day > target.day + ahead) break;
    effort.spend(1);
    if (unit.amountCents < target.amountCents) candidates.push(unit);
    rank = nextOpen(rank + 1);
  }
  return candidates;
}

/** Unless the payer says otherwise, a payment goes to the oldest debt (Code civil art. 1342-10): no other solution is looked for. */
function oldestRun(target: Unit, candidates: readonly Unit[]): Unit[] | null {
  let sum = 0;
  for (const [rank, { amountCents }] of candidates.slice(0, SUBSET_SIZE_MAX).entries()) {
    sum += amountCents;
    if (sum >= target.amountCents) return sum === target.amountCents ? candidates.slice(0, rank + 1) : null;
  }
  return null;
}

/** The only units that make the target, when there is one such choice and chance is no explanation. */
function onlyParts(target: Unit, candidates: readonly Unit[], effort: Effort): Unit[] | null {
  const amounts = candidates.map(({ amountCents }) => amountCents);
  if (effort.isOver() || mostOf(amounts) < target.amountCents) return null;
  if (!effort.isNew([target, ...candidates].map(nameOf).join(" "))) return null;
  effort.spend(subsetSteps(amounts.length));
  const ranks = onlySubset(amounts, target.amountCents);
  if (!ranks || isChance(amounts, ranks.length, target.amountCents)) return null;
  return candidates.filter((_, rank) => ranks.includes(rank));
}

/** The most that so many amounts can make. */
const mostOf = (amounts: readonly number[]): number =>
  [...amounts]
    .sort((a, b) => b - a)
    .slice(0, SUBSET_SIZE_MAX)
    .reduce((sum, amount) => sum + amount, 0);

const nameOf = ({ lines: [first], amountCents }: Unit): string => `${first?.line.entryNumber}:${first?.line.lineIndex}:${amountCents}`;

const isChance = (amounts: readonly number[], size: number, target: number): boolean =>
  amounts.length > FEW && combinations(amounts.length, size) * CHANCE_DIVISOR * amounts.reduce(divisorOf, target) > target;

/** Greatest common divisor. */
const divisorOf = (a: number, b: number): number => (b === 0 ? a : divisorOf(b, a % b));

function queueOf(units: readonly Unit[], taken: ReadonlySet<Unit>, effort: Effort): Queue {
  const next = units.map((_, rank) => rank);
  const nextOpen = (from: number): number => {
    let rank = from;
    for (let unit = units[rank]; unit && taken.has(unit); unit = units[rank]) {
      effort.spend(1);
      const beyond = Math.max(next[rank] ?? 0, rank + 1);
      next[rank] = Math.max(next[beyond] ?? 0, beyond);
      rank = next[rank] ?? beyond;
    }
    return rank;
  };
  return { units, nextOpen };
}

/** Rank of the first unit on or after a day, by halves. */
function firstFrom(units: readonly Unit[], day: number): number {
  let [low, high] = [0, units.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((units[middle]?.day ?? day) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
