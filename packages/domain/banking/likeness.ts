import { normalise } from "../categorising/normalise.ts";
import { fold } from "../categorising/words.ts";

/** Shorter words are met everywhere: `DE`, `N°`, `12`. */
const TELLING_LETTERS = 3;
/** Share of the words of the shorter label that the other one has too. */
const ALIKE_SHARE = 0.5;

/** A label as it is compared: no accents, no capitals, no marks. */
export const plainLabel = (label: string): string =>
  fold(label)
    .replace(/[^A-Z0-9]+/g, " ")
    .trim();

/** Who stands behind a label, in up to three words; empty when nobody is named. */
export const merchantKeyOf = (rawLabel: string, amountCents: number): string => normalise(rawLabel, amountCents).merchantKey;

/** Words of a label that tell something. */
export const tellingWords = (label: string): ReadonlySet<string> =>
  new Set(
    plainLabel(label)
      .split(" ")
      .filter((word) => word.length >= TELLING_LETTERS),
  );

/** Share of the shorter label's words that the other one has too, 0 to 1: a file and a provider print one operation in other words. */
export function likeness(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const [few, many] = left.size <= right.size ? [left, right] : [right, left];
  if (few.size === 0) return 0;
  let shared = 0;
  for (const word of few) if (many.has(word)) shared += 1;
  return shared / few.size;
}

export const isAlike = (share: number): boolean => share >= ALIKE_SHARE;

/** How near two labels are, word by word, 0 to 1: of several rows that fit, the one in the same words is meant. */
export const closeness = (left: string, right: string): number => closenessOf(allWords(left), allWords(right));

/** Every word of a label. */
export const allWords = (label: string): ReadonlySet<string> => new Set(plainLabel(label).split(" "));

/** The same of labels taken apart already: rows compared with many are taken apart once. */
export function closenessOf(ours: ReadonlySet<string>, theirs: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of ours) if (theirs.has(word)) shared += 1;
  return shared / (ours.size + theirs.size - shared);
}
