import type { Remarks } from "./remarks.ts";

/** Gaps remembered a sequence. */
const GAPS_MAX = 1_000;

/** Numbers not met yet below the highest one, and the line that showed it. */
type Gap = { from: number; to: number; readonly line: number };

/** Numbers of one sequence: the first met, the one before this entry, the lowest and highest so far, and what is missing between. */
export type Sequence = {
  readonly first: number;
  readonly line: number;
  last: number;
  lowest: number;
  highest: number;
  readonly gaps: Gap[];
};

/** The number of an entry, its line, and whether the entry balances. */
export type Numbered = { readonly rank: number; readonly line: number; readonly complete: boolean };

/** What stands before the first number met is a gap like another, which counts as one only when a later entry fills a part of it. */
export const newSequence = ({ rank, line }: Numbered): Sequence => ({
  ...{ first: rank, line, last: rank, lowest: rank, highest: rank },
  gaps: rank > 0 ? [{ from: 0, to: rank - 1, line }] : [],
});

/**
 * Goes on with a number. One that goes back is told once: those that follow it in a gap it went back to are in order again, so that one
 * entry out of its place is not told as hundreds.
 */
export function followSequence(sequence: Sequence, { rank, line, complete }: Numbered, remarks: Remarks): void {
  const { last, highest } = sequence;
  if (rank > highest) {
    if (rank > highest + 1) addGap(sequence, { from: highest + 1, to: rank - 1, line }, remarks);
    sequence.last = rank;
    sequence.highest = rank;
    return;
  }
  const at = sequence.gaps.findIndex(({ from, to }) => from <= rank && rank <= to);
  if (at < 0) {
    remarks.add(complete ? "Q03" : "E11", line, String(rank));
    return;
  }
  fill(sequence, at, rank, remarks);
  if (rank < last) remarks.add("Q02", line, `${rank} après ${last}`);
  sequence.last = rank;
  if (rank < sequence.lowest) sequence.lowest = rank;
}

/** Tells what is still missing, and a sequence that does not start at 1. */
export function endSequence({ first, line, lowest, gaps }: Sequence, remarks: Remarks): void {
  if (lowest !== 1) remarks.add("Q04", line, String(first));
  for (const gap of gaps) if (gap.from > lowest) tellGap(gap, remarks);
}

/** A gap there is no room for is told at once: a number that comes back to it is then one already used. */
function addGap({ gaps }: Sequence, gap: Gap, remarks: Remarks): void {
  if (gaps.length < GAPS_MAX) gaps.push(gap);
  else tellGap(gap, remarks);
}

const tellGap = ({ from, to, line }: Gap, remarks: Remarks): void =>
  remarks.add("Q01", line, from === to ? String(from) : `${from} à ${to}`);

/** Takes a number out of a gap, which shrinks, goes, or becomes two. */
function fill(sequence: Sequence, at: number, rank: number, remarks: Remarks): void {
  const gap = sequence.gaps[at];
  if (!gap) return;
  const { from, to, line } = gap;
  if (from === to) sequence.gaps.splice(at, 1);
  else if (rank === from) gap.from = rank + 1;
  else {
    gap.to = rank - 1;
    if (rank < to) addGap(sequence, { from: rank + 1, to, line }, remarks);
  }
}
