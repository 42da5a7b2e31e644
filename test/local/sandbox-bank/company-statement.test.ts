import { describe, expect, test } from "vitest";
import { companyBank } from "#infra/local/sandbox-bank/company-statement";
import { userFor } from "#infra/local/sandbox-bank/user-id";
import type { Statement, WireTransaction } from "#infra/local/sandbox-bank/wire";

const bank = companyBank({ seed: 20_250_102, company: "Atelier Horizon" });
const user = userFor("con_1", 2026, "secret");
const at = (instant: string): Statement => bank(user, new Date(instant));
const NOW = "2026-11-25T10:00:00.000Z";

const cents = ({ amount }: WireTransaction): number => {
  const [whole = "0", fraction = ""] = amount.decimal.replace("-", "").split(".");
  return (amount.decimal.startsWith("-") ? -1 : 1) * (Number(whole) * 100 + Number(fraction.padEnd(2, "0")));
};
const live = ({ transactions }: Statement) => transactions.filter(({ deleted }) => !deleted);
const pending = (statement: Statement) => live(statement).filter(({ booking_date, future }) => booking_date === undefined && !future);
const sumOf = (rows: readonly WireTransaction[]) => rows.reduce((sum, row) => sum + cents(row), 0);

/** Noon of every day of some weeks. */
const days = Array.from({ length: 40 }, (_, index) => new Date(Date.parse("2026-04-20T12:00:00Z") + index * 86_400_000).toISOString());

describe("a statement", () => {
  test("shows at most 2 500 rows from 2 January of last year to today, each under an id of its own", () => {
    const rows = live(at(NOW));
    expect(rows.length).toBeGreaterThan(1_900);
    expect(live(at("2026-12-31T22:00:00Z")).length).toBeLessThanOrEqual(2_500);
    expect(new Set(at(NOW).transactions.map(({ id }) => id)).size).toBe(at(NOW).transactions.length);
    expect(rows.every(({ id }) => Number.isSafeInteger(id))).toBe(true);
    expect(rows.map(({ date }) => date).sort()[0]).toBe("2025-01-02");
  });

  test("says nothing of the future: no row changed after now, none booked after today", () => {
    const rows = at(NOW).transactions;
    expect(rows.filter(({ updated_at }) => updated_at > NOW)).toEqual([]);
    expect(rows.filter(({ booking_date }) => booking_date !== undefined && booking_date > "2026-11-25")).toEqual([]);
  });

  test("balances: what is booked adds up to the accounting balance, to the cent", () => {
    for (const instant of [NOW, "2025-01-02T23:00:00Z", "2025-08-15T06:00:00Z"]) {
      const { accounts, ...statement } = at(instant);
      const rows = live({ accounts, ...statement });
      for (const account of accounts.filter(({ type }) => type !== "loan")) {
        const own = rows.filter(({ account_id }) => account_id === account.id);
        const text = account.accounting_balance?.decimal ?? "none";
        expect(Math.round(Number(text) * 100)).toBe(sumOf(own.filter(({ booking_date }) => booking_date !== undefined)));
        expect(Math.round(Number(account.instant_balance?.decimal) * 100)).toBe(sumOf(own));
      }
    }
  });

  test("has a current account and a savings account with an IBAN, and a loan without rows", () => {
    const { accounts, transactions } = at(NOW);
    expect(accounts.map(({ type, currency_code, iban }) => [type, currency_code, iban?.slice(0, 2)])).toEqual([
      ["checking", "EUR", "FR"],
      ["savings", "EUR", "FR"],
      ["loan", "EUR", undefined],
    ]);
    const loan = accounts[2];
    expect(loan?.balance.decimal).toMatch(/^-[34]\d{4}/);
    expect(transactions.some(({ account_id }) => account_id === loan?.id)).toBe(false);
  });

  test("always announces card payments of the last days, and up to three scheduled rows", () => {
    for (const instant of days) {
      const announced = pending(at(instant));
      expect(announced.length).toBeGreaterThan(0);
      expect(
        announced.every(
          ({ transaction_date }) =>
            transaction_date !== undefined && transaction_date >= new Date(Date.parse(instant) - 7 * 86_400_000).toISOString().slice(0, 10),
        ),
      ).toBe(true);
      const scheduled = live(at(instant)).filter(({ future }) => future);
      expect([1, 2, 3]).toContain(scheduled.length);
    }
  });
});

describe("from day to day", () => {
  const fates = { same: 0, reissued: 0, changed: 0, released: 0 };
  const books = days
    .slice(1)
    .flatMap((today, index) => pending(at(days[index] ?? today)).map((before) => ({ before, now: at(today).transactions })));

  test("an announced payment is booked under its id, or comes back under another one", () => {
    for (const { before, now } of books) {
      const after = now.find(({ id }) => id === before.id);
      expect(after).toBeDefined();
      if (!after || (after.booking_date === undefined && !after.deleted)) continue;
      expect(after.updated_at > before.updated_at).toBe(true);
      const other = now.find(
        ({ provider_description, booking_date, id }) =>
          provider_description === before.provider_description && booking_date !== undefined && id !== before.id,
      );
      if (after.deleted) fates[other ? "reissued" : "released"] += 1;
      else fates.same += 1;
      const successor = after.deleted ? other : after;
      if (successor && cents(successor) !== cents(before)) fates.changed += 1;
    }
    expect(fates.released).toBe(0);
    expect(fates.same / (fates.same + fates.reissued)).toBeGreaterThan(0.4);
    expect(fates.reissued).toBeGreaterThan(5);
    expect(fates.changed).toBeGreaterThan(0);
  });

  test("rows change only where updated_at says so, and a booked row never changes again", () => {
    const earlier = at("2026-05-04T12:00:00Z");
    const later = new Map(at("2026-05-12T12:00:00Z").transactions.map((row) => [row.id, row]));
    for (const row of earlier.transactions) {
      const then = later.get(row.id);
      if (then?.updated_at === row.updated_at) expect(then).toEqual(row);
      else expect(row.booking_date).toBeUndefined();
    }
  });

  test("a new sandbox tells the same story, and another user the same rows under other ids", () => {
    const again = companyBank({ seed: 20_250_102, company: "Atelier Horizon" });
    expect(again(userFor("con_1", 2026, "secret"), new Date(NOW))).toEqual(at(NOW));
    const other = again(userFor("con_2", 2026, "secret"), new Date(NOW));
    const ids = new Set(at(NOW).transactions.map(({ id }) => id));
    expect(other.transactions.map(({ amount }) => amount)).toEqual(at(NOW).transactions.map(({ amount }) => amount));
    expect(other.transactions.filter(({ id }) => ids.has(id))).toEqual([]);
  });

  test("New Year moves nothing: a user's company keeps its first day", () => {
    const [first] = live(at("2027-01-02T12:00:00Z"))
      .map(({ date }) => date)
      .sort();
    expect(first).toBe("2025-01-02");
  });
});
