import { differenceOf, type Effort, isNear, type LetteringRules, type ReadLine, type Unit, unitOf } from "./lettering-rules.ts";

type Lines = readonly ReadLine[];

/** Lines that share one reference and cancel out: an invoice, its credit note and its instalments. */
export function groupsByReference(open: Lines, rules: LetteringRules, effort: Effort): Lines[] {
  const used = new Set<ReadLine>();
  return [...linesByReference(open, effort).values()].flatMap((sharing) => {
    const lines = sharing.filter((line) => !used.has(line));
    if (lines.length < 2 || differenceOf(lines) !== 0 || !isNear(lines, rules.maxDays)) return [];
    for (const line of lines) used.add(line);
    return [lines];
  });
}

/**
 * Open lines tied by the references that single a line out: a payment and the invoices it names go together or not at all. A
 * reference that several lines bear on both sides (a contract, a customer number) ties nothing. Every other line is alone.
 */
export function blocksOf(open: Lines, effort: Effort): Lines[] {
  const rankOf = new Map(open.map((line, rank) => [line, rank]));
  const parents = open.map((_, rank) => rank);
  for (const sharing of linesByReference(open, effort).values()) {
    if (!singlesOut(sharing)) continue;
    const [first = 0, ...others] = sharing.map((line) => rankOf.get(line) ?? 0);
    for (const other of others) parents[rootOf(parents, other, effort)] = rootOf(parents, first, effort);
  }
  const blocks = new Map<number, ReadLine[]>();
  for (const [rank, line] of open.entries()) {
    const root = rootOf(parents, rank, effort);
    const block = blocks.get(root);
    if (block) block.push(line);
    else blocks.set(root, [line]);
  }
  return [...blocks.values()];
}

/** Blocks that cancel out: one payment, and every invoice it names. */
export const closedOf = (blocks: readonly Lines[], { maxDays }: LetteringRules): Lines[] =>
  blocks.filter((lines) => lines.length > 1 && differenceOf(lines) === 0 && isNear(lines, maxDays));

/** What is left to settle, block by block. A block too long in time stays as it is, and its lines with it. */
export const unitsOf = (blocks: readonly Lines[], { maxDays }: LetteringRules): Unit[] =>
  blocks.filter((lines) => isNear(lines, maxDays)).flatMap((lines) => unitOf(lines) ?? []);

/** Lines that share a reference on both sides and do not cancel out: what a partial letter would tie. */
export function partialGroups(open: Lines, rules: LetteringRules, effort: Effort): Lines[] {
  const used = new Set<ReadLine>();
  return [...blocksOf(open, effort), ...linesByReference(open, effort).values()].flatMap((sharing) => {
    const lines = sharing.filter((line) => !used.has(line));
    if (!hasBothSides(lines) || differenceOf(lines) === 0 || !isNear(lines, rules.maxDays)) return [];
    for (const line of lines) used.add(line);
    return [lines];
  });
}

function linesByReference(open: Lines, effort: Effort): Map<string, ReadLine[]> {
  const sharing = new Map<string, ReadLine[]>();
  for (const line of open) {
    effort.spend(1 + line.references.length);
    for (const reference of line.references) {
      const lines = sharing.get(reference);
      if (lines) lines.push(line);
      else sharing.set(reference, [line]);
    }
  }
  return sharing;
}

const hasBothSides = (lines: Lines): boolean => lines.some(({ line }) => line.side !== lines[0]?.line.side);

function singlesOut(lines: Lines): boolean {
  const debits = lines.filter(({ line }) => line.side === "debit").length;
  return Math.min(debits, lines.length - debits) === 1;
}

/** Root of a line in the forest of ties; halves the path it walks, so that the walks stay short. */
function rootOf(parents: number[], rank: number, effort: Effort): number {
  let at = rank;
  for (let parent = parents[at] ?? at; parent !== at; parent = parents[at] ?? at) {
    effort.spend(1);
    parents[at] = parents[parent] ?? parent;
    at = parents[at] ?? at;
  }
  return at;
}
