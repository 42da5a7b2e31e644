/** Amounts a search looks at: two halves of twelve make 4 096 sums each, so that every search ends. */
export const SUBSET_CANDIDATES_MAX = 24;

/** Lines one amount is put together from. */
export const SUBSET_SIZE_MAX = 8;

type Half = { readonly sums: Float64Array; readonly sizes: Uint8Array };
type Found = { readonly mask: number; readonly size: number };

/** Steps a search over so many amounts may take; below 20 000 for the most there can be. */
export const subsetSteps = (count: number): number => 4 * 2 ** Math.ceil(count / 2);

/**
 * The one subset of two to eight amounts that makes `target`, as their ranks; null when there is none or more than one. Meets in the
 * middle, so the answer is exact: every subset of one half is looked up among those of the other. Throws RangeError above
 * `SUBSET_CANDIDATES_MAX` amounts.
 */
export function onlySubset(amounts: readonly number[], target: number): number[] | null {
  if (amounts.length > SUBSET_CANDIDATES_MAX) throw new RangeError("too many amounts to add up");
  const middle = Math.ceil(amounts.length / 2);
  const low = halfOf(amounts.slice(0, middle));
  const high = halfOf(amounts.slice(middle));
  const smallest = smallestBySum(low);
  let only: number[] | null = null;
  for (const [mask, sum] of high.sums.entries()) {
    for (const found of smallest.get(target - sum) ?? []) {
      const size = found.size + (high.sizes[mask] ?? 0);
      if (size < 2 || size > SUBSET_SIZE_MAX) continue;
      if (only) return null;
      only = [...ranksOf(found.mask), ...ranksOf(mask).map((rank) => rank + middle)];
    }
  }
  return only;
}

/** Sum and size of every subset: each is a smaller subset and its lowest member. */
function halfOf(amounts: readonly number[]): Half {
  const sums = new Float64Array(2 ** amounts.length);
  const sizes = new Uint8Array(2 ** amounts.length);
  for (let mask = 1; mask < sums.length; mask += 1) {
    const smaller = mask & (mask - 1);
    sums[mask] = (sums[smaller] ?? 0) + (amounts[31 - Math.clz32(mask ^ smaller)] ?? 0);
    sizes[mask] = (sizes[smaller] ?? 0) + 1;
  }
  return { sums, sizes };
}

/**
 * Of each sum the smallest subsets: enough to tell one solution from several. Those of one amount or none are kept beside the others, never instead of
 * them: alone, they are no solution.
 */
function smallestBySum({ sums, sizes }: Half): Map<number, Found[]> {
  const bySum = new Map<number, Found[]>();
  for (const [mask, sum] of sums.entries()) {
    const found = { mask, size: sizes[mask] ?? 0 };
    if (found.size > SUBSET_SIZE_MAX) continue;
    const kept = [...(bySum.get(sum) ?? []), found].sort((left, right) => left.size - right.size);
    const isAlone = ({ size }: Found): boolean => size < 2;
    bySum.set(sum, [...kept.filter(isAlone).slice(0, KEPT_ALONE), ...kept.filter((one) => !isAlone(one)).slice(0, 2)]);
  }
  return bySum;
}

/** Two of one amount, and none at all. */
const KEPT_ALONE = 3;

const ranksOf = (mask: number): number[] => Array.from({ length: 12 }, (_, rank) => rank).filter((rank) => (mask >> rank) & 1);

/** How many subsets of `size` there are among `count`. */
export function combinations(count: number, size: number): number {
  return Array.from({ length: size }, (_, rank) => rank).reduce((ways, rank) => (ways * (count - rank)) / (rank + 1), 1);
}
