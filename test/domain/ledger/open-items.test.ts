import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, businessDate } from "#domain/dates";
import { AccountNumber } from "#domain/ledger/entry";
import { signedCents } from "#domain/ledger/lettering";
import { ageing, carried, type LetteredLine, openItems } from "#domain/ledger/open-items";
import { cents } from "#domain/money";

type Lettered = readonly [party: string | null, side: "debit" | "credit", amountCents: number, day: string, code?: string];

const books = (account: string, rows: readonly Lettered[]): LetteredLine[] =>
  rows.map(([thirdPartyCode, side, amountCents, day, letteringCode = null], index) => ({
    ...{ entryNumber: index + 1, lineIndex: 0, account: AccountNumber.parse(account), thirdPartyCode, letteringCode },
    ...{ date: businessDate(day), pieceDate: businessDate(day), pieceRef: `F${index + 1}`, label: `Facture ${index + 1}` },
    ...{ side, amountCents: cents(amountCents) },
  }));

const BOOKS = books("411000", [
  ["CDURAND", "debit", 120_000, "2025-03-01", "A"],
  ["CDURAND", "credit", 120_000, "2025-04-01", "A"],
  ["CDURAND", "debit", 60_000, "2025-10-01", "a"],
  ["CDURAND", "credit", 20_000, "2025-11-01", "a"],
  ["CDURAND", "debit", 30_000, "2025-12-10"],
  ["CMARTIN", "debit", 120_000, "2025-12-20", "A"],
]);

test("carries what is not lettered, lettered in part, or lettered with a payment of the next year", () => {
  expect(openItems(BOOKS).map(({ thirdPartyCode, pieceRef, side, amountCents }) => [thirdPartyCode, pieceRef, side, amountCents])).toEqual([
    ["CDURAND", "F3", "debit", 60_000],
    ["CDURAND", "F4", "credit", 20_000],
    ["CDURAND", "F5", "debit", 30_000],
    ["CMARTIN", "F6", "debit", 120_000],
  ]);
});

test("a partial code closes nothing, even when its lines happen to cancel out", () => {
  const rows = (code: string) => openItems(BOOKS.slice(0, 2).map((line) => ({ ...line, letteringCode: code })));
  expect(rows("b")).toHaveLength(2);
  expect(rows("B")).toEqual([]);
});

test("an account that is fully lettered carries nothing", () => {
  expect(openItems(BOOKS.slice(0, 2))).toEqual([]);
  expect(carried([], 1)).toEqual([]);
});

test("keeps the biggest items apart and sums the rest of each third party", () => {
  expect(carried(BOOKS, 4)).toEqual(openItems(BOOKS));
  expect(carried(BOOKS, 3)).toEqual([
    openItems(BOOKS)[0],
    {
      ...{ account: "411000", thirdPartyCode: "CDURAND", pieceRef: "REPORT", pieceDate: "2025-12-10" },
      ...{ label: "Solde de 2 écritures non lettrées", side: "debit", amountCents: 10_000, lineCount: 2 },
    },
    openItems(BOOKS)[3],
  ]);
  expect(carried(BOOKS, 1).map(({ thirdPartyCode, amountCents, lineCount }) => [thirdPartyCode, amountCents, lineCount])).toEqual([
    ["CDURAND", 70_000, 3],
    ["CMARTIN", 120_000, 1],
  ]);
  expect(() => carried(BOOKS, 0)).toThrow(RangeError);
});

const lettered: fc.Arbitrary<LetteredLine[]> = fc
  .array(
    fc.tuple(
      fc.constantFrom("CDURAND", "CMARTIN", "CDIVERS", null),
      fc.constantFrom("debit" as const, "credit" as const),
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: 0, max: 364 }).map((day): string => addDays(businessDate("2025-01-01"), day)),
      fc.constantFrom("A", "B", "a", undefined),
    ),
    { maxLength: 40 },
  )
  .map((rows) =>
    books(
      "411000",
      rows.map(([party, side, amount, day, code]): Lettered => (code ? [party, side, amount, day, code] : [party, side, amount, day])),
    ),
  );

const balancesOf = (lines: readonly Pick<LetteredLine, "thirdPartyCode" | "side" | "amountCents">[]) =>
  ["CDURAND", "CMARTIN", "CDIVERS", null].map((party) =>
    lines.filter(({ thirdPartyCode }) => thirdPartyCode === party).reduce((sum, line) => sum + signedCents(line), 0),
  );

test("what is carried is the balance of each third party to the cent, in no more lines than allowed", () => {
  fc.assert(
    fc.property(lettered, fc.integer({ min: 1, max: 45 }), (lines, maxLines) => {
      const items = carried(lines, maxLines);
      expect(balancesOf(items)).toEqual(balancesOf(lines));
      expect(balancesOf(openItems(lines))).toEqual(balancesOf(lines));
      expect(items.length).toBeLessThanOrEqual(Math.max(maxLines, 4));
      expect(items.every(({ amountCents }) => amountCents > 0)).toBe(true);
      expect(carried([...lines].reverse(), maxLines)).toEqual(items);
    }),
    { numRuns: 300 },
  );
});

test("ages open items by the day of their voucher", () => {
  expect(ageing(openItems(BOOKS), businessDate("2025-12-31"))).toEqual([
    {
      ...{ account: "411000", thirdPartyCode: "CDURAND", upTo30Cents: 30_000, upTo60Cents: -20_000, upTo90Cents: 0 },
      ...{ beyond90Cents: 60_000, balanceCents: 70_000 },
    },
    {
      ...{ account: "411000", thirdPartyCode: "CMARTIN", upTo30Cents: 120_000, upTo60Cents: 0, upTo90Cents: 0 },
      ...{ beyond90Cents: 0, balanceCents: 120_000 },
    },
  ]);
  expect(ageing(openItems(BOOKS), businessDate("2025-12-30"))[0]).toMatchObject({ upTo60Cents: -20_000, upTo90Cents: 60_000 });
  expect(ageing(openItems(BOOKS), businessDate("2025-01-01"))[0]).toMatchObject({ upTo30Cents: 70_000, beyond90Cents: 0 });
});
