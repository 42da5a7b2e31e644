import { isLetterable } from "./chart-accounts.ts";
import { byBookOrder, groupOf, type LetteringGroup, type LetteringLine } from "./lettering.ts";
import { blocksOf, closedOf, groupsByReference, partialGroups, unitsOf } from "./lettering-blocks.ts";
import { pairsByAmount, pairsByReference } from "./lettering-exact.ts";
import { type Effort, effortOf, type LetteringOptions, type LetteringRules, type ReadLine, readLine, rulesFor } from "./lettering-rules.ts";
import { groupsBySum } from "./lettering-sums.ts";

type Found = { readonly lines: readonly ReadLine[]; readonly how: LetteringGroup["how"] };

/** Steps after which no new search or round starts: what hostile books can cost grows with their lines alone. */
const STEPS_BASE = 2_000_000;
const STEPS_A_LINE = 50;

/**
 * Automatic lettrage of the open lines of one account and one third party: pairs of one amount, lines that share a reference, one
 * amount settled by several. Complete groups come first, in the order of their dates; with `partial`, those that share a reference and
 * leave a difference follow. The order of `lines` changes nothing, and what is left would match nothing more (unless the steps ran
 * out). Lines of nil amount and accounts that are not lettered match nothing. Throws RangeError when lines are of several accounts or
 * third parties, or when one comes twice.
 */
export const matchLines = (lines: readonly LetteringLine[], options: LetteringOptions = {}): LetteringGroup[] =>
  matchAndCount(lines, options).groups;

/** `matchLines`, and the elementary steps it took. */
export function matchAndCount(
  lines: readonly LetteringLine[],
  options: LetteringOptions = {},
): { readonly groups: LetteringGroup[]; readonly steps: number } {
  assertOneAccount(lines);
  const [first] = lines;
  if (!first || !isLetterable(first.account)) return { groups: [], steps: 0 };
  const rules = rulesFor(first.account, first.thirdPartyCode, options);
  const effort = effortOf(STEPS_BASE + STEPS_A_LINE * lines.length);
  const complete: Found[] = [];
  let open = lines
    .filter(({ amountCents }) => amountCents > 0)
    .sort(byBookOrder)
    .map(readLine);
  for (let found = roundOf(open, rules, effort); found.length > 0; found = effort.isOver() ? [] : roundOf(open, rules, effort)) {
    for (const group of found) complete.push(group);
    open = without(open, found);
  }
  const partial: Found[] = options.partial ? partialGroups(open, rules, effort).map((of) => ({ lines: of, how: "reference" })) : [];
  return { groups: [...groupsOf(complete), ...groupsOf(partial)], steps: effort.spent() };
}

/** The passes in order, strongest evidence first, each on what the one before left. */
function roundOf(open: readonly ReadLine[], rules: LetteringRules, effort: Effort): Found[] {
  const named: Found[] = pairsByReference(open, rules, effort).map((lines) => ({ lines, how: "exact" }));
  const shared = groupsByReference(without(open, named), rules, effort);
  const byReference: Found[] = [...named, ...shared.map((lines): Found => ({ lines, how: "reference" }))];
  const blocks = blocksOf(without(open, byReference), effort);
  const closed = closedOf(blocks, rules).map((lines): Found => ({ lines, how: "reference" }));
  return [...byReference, ...closed, ...amountsOf(blocks, rules, effort)];
}

function amountsOf(blocks: readonly (readonly ReadLine[])[], rules: LetteringRules, effort: Effort): Found[] {
  if (rules.referencesOnly) return [];
  const units = unitsOf(blocks, rules);
  const pairs: Found[] = pairsByAmount(units, rules, effort).map((lines) => ({ lines, how: lines.length > 2 ? "sum" : "exact" }));
  if (!rules.sums) return pairs;
  const used = new Set(pairs.flatMap(({ lines }) => lines));
  const rest = units.filter(({ lines }) => !lines.some((line) => used.has(line)));
  return [...pairs, ...groupsBySum(rest, rules, effort).map((lines): Found => ({ lines, how: "sum" }))];
}

function without(open: readonly ReadLine[], found: readonly Found[]): ReadLine[] {
  const used = new Set(found.flatMap(({ lines }) => lines));
  return open.filter((line) => !used.has(line));
}

const groupsOf = (found: readonly Found[]): LetteringGroup[] =>
  found
    .map(({ lines, how }) =>
      groupOf(
        lines.map(({ line }) => line),
        how,
      ),
    )
    .sort(byDateThenLine);

function byDateThenLine(a: LetteringGroup, b: LetteringGroup): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1;
  const [one, other] = [a.lines[0], b.lines[0]];
  return one && other ? one.entryNumber - other.entryNumber || one.lineIndex - other.lineIndex : 0;
}

function assertOneAccount(lines: readonly LetteringLine[]): void {
  const [first] = lines;
  if (lines.some(({ account, thirdPartyCode }) => account !== first?.account || thirdPartyCode !== first.thirdPartyCode))
    throw new RangeError("lines of several accounts or third parties");
  if (new Set(lines.map(({ entryNumber, lineIndex }) => `${entryNumber}:${lineIndex}`)).size < lines.length)
    throw new RangeError("a line comes twice");
}
