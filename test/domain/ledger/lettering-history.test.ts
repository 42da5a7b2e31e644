import { expect, test } from "vitest";
import { addDays, type BusinessDate, businessDate, latest } from "#domain/dates";
import { matchLines } from "#domain/ledger/lettering-match";
import { linesOf, type Row } from "./lettering-lines.ts";

/** One line of a made-up year, and the settlement it truly belongs to; null when it was never paid. */
type Known = { readonly row: Row; readonly settlement: number | null };

type Invoice = { readonly day: BusinessDate; readonly amountCents: number; readonly reference: string };

const YEAR_STARTS_ON = businessDate("2025-01-01");
const INVOICES = 36;

/** Whole numbers from `minimum` to `maximum`, the same at every run (a linear congruential sequence). */
function numbersFrom(seed: number): (minimum: number, maximum: number) => number {
  let state = seed;
  return (minimum, maximum) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return minimum + Math.floor((state / 2 ** 32) * (maximum - minimum + 1));
  };
}

/** What a customer does with some invoices: pays them 5 to 75 days later, a tenth in two parts, a tenth never. */
function settle(invoices: readonly Invoice[], settlement: number, naming: boolean, pick: ReturnType<typeof numbersFrom>): Known[] {
  const total = invoices.reduce((sum, { amountCents }) => sum + amountCents, 0);
  const paidOn = addDays(latest(YEAR_STARTS_ON, ...invoices.map(({ day }) => day)), pick(5, 75));
  const label = naming ? invoices.map(({ reference }) => reference).join(" ") : "VIR CLIENT";
  const habit = pick(1, 10);
  const owed = invoices.map(
    ({ day, amountCents, reference }): Known => ({
      row: ["D", amountCents, day, reference],
      settlement: habit === 1 ? null : settlement,
    }),
  );
  if (habit === 1) return owed;
  const parts = habit === 2 ? [Math.floor(total / 3), total - Math.floor(total / 3)] : [total];
  return [...owed, ...parts.map((cents, rank): Known => ({ row: ["C", cents, addDays(paidOn, rank * 20), "", label], settlement }))];
}

function yearOf(seed: number, naming: boolean): Known[] {
  const pick = numbersFrom(seed);
  const known: Known[] = [];
  for (let sent = 0; sent < INVOICES; ) {
    const invoices = Array.from({ length: pick(1, 5) > 2 ? 1 : pick(2, 3) }, (_, rank): Invoice => {
      const number = sent + rank + 1;
      const day = addDays(YEAR_STARTS_ON, number * 10 + pick(0, 8));
      return { day, amountCents: pick(5_000, 500_000), reference: `F2025-${String(number).padStart(4, "0")}` };
    });
    known.push(...settle(invoices, sent, naming, pick));
    sent += invoices.length;
  }
  return known;
}

test.each([
  ["named in the transfer", true, 0.99],
  ["never named", false, 0.9],
] as const)("letters a year of invoices %s without ever mixing two settlements", (_, naming, share) => {
  let settled = 0;
  let lettered = 0;
  for (let seed = 1; seed <= 20; seed += 1) {
    const known = yearOf(seed, naming);
    const groups = matchLines(
      linesOf(
        "411000",
        "CDURAND1234",
        known.map(({ row }) => row),
      ),
    );
    for (const { lines } of groups) {
      const settlements = new Set(lines.map(({ entryNumber }) => known[entryNumber - 1]?.settlement));
      expect(settlements.size).toBe(1);
      expect(settlements.has(null)).toBe(false);
      lettered += lines.length;
    }
    settled += known.filter(({ settlement }) => settlement !== null).length;
  }
  expect(lettered / settled).toBeGreaterThan(share);
});
