import { type BankRow, partsOf, type RowStatus } from "./row.ts";

/** What rows are asked for beyond what their keys tell (account, day, open). Amounts are signed minor units, both ends included. */
export type RowSearch = {
  readonly codes?: ReadonlySet<string>;
  readonly status?: RowStatus;
  readonly minAmountCents?: number;
  readonly maxAmountCents?: number;
  readonly direction?: "in" | "out";
  /** Every one of them stands somewhere in the row's words, as `searchWords` makes them. */
  readonly words?: readonly string[];
  readonly split?: boolean;
  readonly hasAttachment?: boolean;
  readonly transfer?: boolean;
};

/** Letters without case, accents and ligatures: `Électricité` and `ELECTRICITE` are one word, `cœur` is `coeur`. */
const plain = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae");

/** The words of a search, each once. */
export const searchWords = (text: string): readonly string[] => [
  ...new Set(
    plain(text)
      .split(/\s+/)
      .filter((word) => word !== ""),
  ),
];

/** Whether a row is asked for. Costs the row's own length, whatever is asked. */
export function isSought(row: BankRow, search: RowSearch): boolean {
  const { codes, status, minAmountCents, maxAmountCents, direction, words, split, hasAttachment, transfer } = search;
  return (
    (codes === undefined || partsOf(row).some(({ code }) => codes.has(code))) &&
    (status === undefined || row.status === status) &&
    (minAmountCents === undefined || row.amountCents >= minAmountCents) &&
    (maxAmountCents === undefined || row.amountCents <= maxAmountCents) &&
    (direction === undefined || (direction === "in" ? row.amountCents > 0 : row.amountCents < 0)) &&
    (split === undefined || row.parts.length > 0 === split) &&
    (hasAttachment === undefined || row.attachmentCount > 0 === hasAttachment) &&
    (transfer === undefined || (row.transfer !== null) === transfer) &&
    (words === undefined || holds(row, words))
  );
}

function holds({ label, rawLabel, note, parts }: BankRow, words: readonly string[]): boolean {
  const text = plain([label, rawLabel, note ?? "", ...parts.map((part) => part.note ?? "")].join("\n"));
  return words.every((word) => text.includes(word));
}
