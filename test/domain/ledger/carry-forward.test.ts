import fc from "fast-check";
import { expect, test } from "vitest";
import { closingBalances, openedBalances, openingDraft, toCarry } from "#domain/ledger/carry-forward";
import { AccountNumber, type DraftEntry, JournalCode } from "#domain/ledger/entry";
import { keptTotals, totalsIncrements } from "#domain/ledger/kept-totals";
import { cents } from "#domain/money";
import { yearOf } from "./years.ts";

const [YEAR, NEXT] = [yearOf(2025), yearOf(2026)];
type Line = readonly [account: string, signed: number, party?: string];

const entryOf = (journal: string, lines: readonly Line[]): DraftEntry => ({
  source: { kind: "manual", id: JSON.stringify(lines).slice(0, 40) },
  ...{
    journal: JournalCode.parse(journal),
    journalLabel: journal,
    date: YEAR.startsOn,
    pieceRef: "P",
    pieceDate: YEAR.startsOn,
    label: "L",
    warnings: [],
  },
  lines: lines.map(([account, signed, party]) => ({
    ...{
      account: AccountNumber.parse(account),
      accountLabel: account,
      label: "L",
      side: signed > 0 ? "debit" : "credit",
      amountCents: cents(Math.abs(signed)),
    },
    ...(party && { thirdParty: { code: party, name: party } }),
  })),
});

/** Kept totals of some entries, by account and by third party. */
function keptOf(entries: readonly DraftEntry[], year = YEAR) {
  const kept = [...totalsIncrements(year, entries).values()].map((sum) => keptTotals(sum, year));
  return [kept.filter(({ thirdParty }) => !thirdParty), kept.filter(({ thirdParty }) => thirdParty)] as const;
}
const centsOf = (balances: Iterable<{ account: string; thirdParty: { code: string } | null; cents: number }>) =>
  [...balances]
    .filter((one) => one.cents !== 0)
    .map(({ account, thirdParty, cents: amount }) => [account, thirdParty?.code ?? null, amount]);

const BOOKS = [
  entryOf("OD", [
    ["101300", -100_000],
    ["512001", 100_000],
  ]),
  entryOf("VE", [
    ["411000", 120_000, "CDUPONT"],
    ["706000", -100_000],
    ["445710", -20_000],
  ]),
  entryOf("AC", [
    ["606300", 30_000],
    ["401000", -30_000, "FPAPIER"],
  ]),
];

test("hands over classes 1 to 5 by account and third party, and the result on 120 (PCG art. 941-12)", () => {
  expect(centsOf(closingBalances(...keptOf(BOOKS), NEXT).values())).toEqual([
    ["101300", null, -100_000],
    ["512001", null, 100_000],
    ["445710", null, -20_000],
    ["411000", "CDUPONT", 120_000],
    ["401000", "FPAPIER", -30_000],
    ["120000", null, -70_000],
  ]);
});

test("a loss goes to 129, and a closing entry changes nothing to what is handed over", () => {
  const loss = [
    entryOf("OD", [
      ["606300", 500],
      ["512001", -500],
    ]),
  ];
  expect(centsOf(closingBalances(...keptOf(loss), NEXT).values())).toEqual([
    ["512001", null, -500],
    ["129000", null, 500],
  ]);
  const closed = [
    ...loss,
    entryOf("CL", [
      ["129000", 500],
      ["606300", -500],
    ]),
  ];
  expect(centsOf(closingBalances(...keptOf(closed), NEXT).values())).toEqual(centsOf(closingBalances(...keptOf(loss), NEXT).values()));
});

test("whatever was booked, the opening entry balances, and once it is booked nothing is left to carry", () => {
  const accounts = ["101300", "120000", "129000", "164000", "411000", "401000", "445710", "512001", "606300", "706000"] as const;
  const move = fc.record({
    from: fc.constantFrom(...accounts),
    to: fc.constantFrom(...accounts),
    amount: fc.integer({ min: 1, max: 1e9 }),
    party: fc.constantFrom("A", "B"),
  });
  const lineOf = (account: string, signed: number, party: string): Line =>
    /^4[01]/.test(account) ? [account, signed, party] : [account, signed];
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 20 }), fc.array(move, { maxLength: 5 }), (moves, later) => {
      const booked = (all: typeof moves) =>
        all.map(({ from, to, amount, party }) => entryOf("OD", [lineOf(to, amount, party), lineOf(from, -amount, party)]));
      const opened: DraftEntry[] = [];
      for (const [place, all] of [booked(moves), booked([...moves, ...later])].entries()) {
        const gap = toCarry(closingBalances(...keptOf(all), NEXT), openedBalances(...keptOf(opened)));
        const entry = openingDraft(gap, { year: NEXT, place });
        if (entry) opened.push({ ...entry, date: YEAR.startsOn });
        expect(toCarry(closingBalances(...keptOf(all), NEXT), openedBalances(...keptOf(opened)))).toEqual([]);
      }
      expect(opened.flatMap(({ lines }) => lines).filter(({ account }) => /^[67]/.test(account))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
