import type { BusinessDate } from "../dates.ts";
import { type Cents, cents } from "../money.ts";
import type { AccountNumber } from "./entry.ts";

/** Where a line stands in the books of one fiscal year. */
export type LineRef = { readonly entryNumber: number; readonly lineIndex: number };

/** A line that lettrage may group: its amount is above zero, on one side of one account. */
export type LetteringLine = LineRef & {
  readonly account: AccountNumber;
  readonly thirdPartyCode: string | null;
  /** EcritureDate of its entry. */
  readonly date: BusinessDate;
  readonly pieceRef: string;
  readonly label: string;
  readonly side: "debit" | "credit";
  readonly amountCents: Cents;
};

/**
 * Lines of one account and third party that belong together. `on` is DateLet: the day the last of them was booked. `differenceCents`
 * is debit less credit: 0 when the group is complete.
 */
export type LetteringGroup = {
  readonly lines: readonly LineRef[];
  readonly account: AccountNumber;
  readonly thirdPartyCode: string | null;
  readonly on: BusinessDate;
  readonly differenceCents: Cents;
  readonly how: "exact" | "reference" | "sum" | "manual";
};

/** Debit counts above zero, credit below. */
export const signedCents = ({ side, amountCents }: Pick<LetteringLine, "side" | "amountCents">): number =>
  side === "debit" ? amountCents : -amountCents;

/** Order of the books: by date, then number, then place in the entry. Two lines of one year are never equal in it. */
export const byBookOrder = (a: LetteringLine, b: LetteringLine): number =>
  a.date === b.date ? a.entryNumber - b.entryNumber || a.lineIndex - b.lineIndex : a.date < b.date ? -1 : 1;

/** The group that some lines of one account and third party make. Throws RangeError without lines: `checkGroup` comes first. */
export function groupOf(lines: readonly LetteringLine[], how: LetteringGroup["how"]): LetteringGroup {
  const sorted = [...lines].sort(byBookOrder);
  const last = sorted.at(-1);
  if (!last) throw new RangeError("a lettering group without lines");
  return {
    lines: sorted.map(({ entryNumber, lineIndex }) => ({ entryNumber, lineIndex })),
    account: last.account,
    thirdPartyCode: last.thirdPartyCode,
    on: last.date,
    differenceCents: cents(lines.reduce((sum, line) => sum + signedCents(line), 0)),
    how,
  };
}
