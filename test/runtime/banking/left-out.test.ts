import { expect, it } from "vitest";
import type { BankRow } from "#domain/banking/row";
import { businessDate } from "#domain/dates";
import { Currency, cents, EUR } from "#domain/money";
import { explaining } from "#runtime/banking/left-out";
import { book, incoming } from "#test/domain/banking/rows";

type Left = readonly [source: string, amount: number, day: string, currency?: Currency];

/** Rows held as told by a bank before, or by a statement. */
function rows(...left: readonly Left[]): readonly BankRow[] {
  const account = book(true);
  for (const [index, [source, amount, date, currency = EUR]] of left.entries())
    account.read([incoming({ providerId: `${source}${index}`, source, amount, date, currency })], false);
  return account.live();
}

const teller = { source: "bridge:2", givesBookingDates: true, currency: "EUR" };
const amounts = (gap: number, left: readonly BankRow[], known: string | null = "2025-03-31") =>
  explaining(cents(gap), left, teller, known === null ? null : businessDate(known)).map(({ amountCents }) => amountCents);

const OLD = "bridge:1";

it("rows that banks told go before those that only statements told, when either is the difference", () => {
  expect(amounts(-500, rows([OLD, -500, "2025-03-10"], ["file", -500, "2025-03-11"]))).toEqual([-500]);
  expect(explaining(cents(-500), rows([OLD, -500, "2025-03-10"], ["file", -500, "2025-03-11"]), teller, null)[0]?.source).toBe(OLD);
  expect(amounts(-700, rows([OLD, -500, "2025-03-10"], ["file", -200, "2025-03-11"]))).toEqual([-500, -200]);
});

it("nothing goes that is not the difference to the cent", () => {
  expect(amounts(-501, rows([OLD, -500, "2025-03-10"], ["file", -200, "2025-03-11"]))).toEqual([]);
  expect(amounts(-500, rows([OLD, -300, "2025-03-10"], [OLD, -200, "2025-03-10"], [OLD, -100, "2025-03-10"]))).toEqual([]);
});

it("rows of a day and after may be the difference where older ones are not: the bank's history may begin between them", () => {
  expect(amounts(-500, rows([OLD, -900, "2025-03-01"], [OLD, -300, "2025-03-10"], [OLD, -200, "2025-03-12"]))).toEqual([-300, -200]);
});

it("rows of zero and of another currency stay: no balance in euros says anything of them", () => {
  const left = rows([OLD, -500, "2025-03-10"], [OLD, 0, "2025-03-10"], [OLD, -500, "2025-03-11", Currency.parse("JPY")]);
  expect(explaining(cents(-500), left, teller, null).map(({ amountCents, currency }) => [amountCents, currency])).toEqual([[-500, "EUR"]]);
});

it("a statement's rows stay until the bank was heard five days after them, and where nobody knows when it was", () => {
  const left = rows(["file", -500, "2025-03-10"]);
  expect(amounts(-500, left, "2025-03-15")).toEqual([]);
  expect(amounts(-500, left, "2025-03-16")).toEqual([-500]);
  expect(amounts(-500, left, null)).toEqual([]);
});
