import fc from "fast-check";
import { expect, test } from "vitest";
import { categoryById } from "#domain/categorising/categories";
import { addDays, businessDate } from "#domain/dates";
import { bankEntry } from "#domain/ledger/bank-entry";
import { type ChainHead, chainHash, checkChain, genesis, numberEntries } from "#domain/ledger/chain";
import type { DraftEntry, Entry } from "#domain/ledger/entry";
import { cents } from "#domain/money";
import { COMPANY, sha256, yearOf } from "./years.ts";

const YEAR = yearOf(2025);
const START = genesis(COMPANY, YEAR.startsOn, sha256);
const HEAD: ChainHead = { lastNumber: 0, lastHash: START, lastValidDate: YEAR.startsOn };
const AT = new Date("2025-07-01T10:00:00.000Z");
const numbering = { yearId: YEAR.id, at: AT, sha256 };

const draft = (day: number, amountCents = -1_200): DraftEntry =>
  bankEntry({
    row: {
      id: `txn_001${String(day).padStart(20, "0")}`,
      label: `LIGNE ${day}`,
      amountCents: cents(amountCents),
      date: addDays(businessDate("2025-01-01"), day),
    },
    parts: [{ category: categoryById("frais_bancaires"), amountCents: cents(amountCents), note: null }],
    bank: { ordinal: 1, name: "Banque" },
    year: YEAR,
  });

const year = (count: number): Entry[] =>
  numberEntries(
    Array.from({ length: count }, (_, day) => draft(day)),
    HEAD,
    numbering,
  ).entries;

test("numbers follow the head without a hole, whatever the batches", () => {
  const drafts = Array.from({ length: 10 }, (_, day) => draft(day));
  const whole = numberEntries(drafts, HEAD, numbering);
  const first = numberEntries(drafts.slice(0, 4), HEAD, numbering);
  const second = numberEntries(drafts.slice(4), first.head, numbering);
  expect([...first.entries, ...second.entries]).toEqual(whole.entries);
  expect(whole.entries.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(second.head).toEqual(whole.head);
  expect(numberEntries([], first.head, numbering)).toEqual({ entries: [], head: first.head });
});

test("ValidDate is the day in Paris, and never goes back", () => {
  const night = { ...numbering, at: new Date("2025-06-30T22:30:00.000Z") };
  const { entries, head } = numberEntries([draft(1)], HEAD, night);
  expect(entries[0]).toMatchObject({ validatedOn: "2025-07-01", validatedAt: "2025-06-30T22:30:00.000Z" });
  const earlier = { ...numbering, at: new Date("2025-06-01T10:00:00.000Z") };
  expect(numberEntries([draft(2)], head, earlier).entries[0]?.validatedOn).toBe("2025-07-01");
});

test("an entry dated after its validation stays a draft", () => {
  expect(() => numberEntries([draft(200)], HEAD, numbering)).toThrow("after its validation");
});

test("an entry that does not balance is never numbered", () => {
  const wrong = draft(1);
  const [debit, credit] = wrong.lines;
  if (!debit || !credit) throw new Error("two lines expected");
  expect(() => numberEntries([{ ...wrong, lines: [debit, { ...credit, amountCents: cents(1) }] }], HEAD, numbering)).toThrow(
    "does not balance",
  );
});

test("an untouched year is intact, and bound to its company and year", async () => {
  const entries = year(8);
  expect(await checkChain(entries, START, sha256)).toEqual({ intact: true, lastNumber: 8, lastHash: entries.at(-1)?.hash });
  const elsewhere = genesis(COMPANY, businessDate("2026-01-01"), sha256);
  expect(await checkChain(entries, elsewhere, sha256)).toEqual({ intact: false, atNumber: 1, why: "hash" });
});

const TAMPERINGS: Readonly<Record<string, (entry: Entry) => Entry>> = {
  date: (entry) => ({ ...entry, date: addDays(entry.date, 1) }),
  pieceDate: (entry) => ({ ...entry, pieceDate: addDays(entry.pieceDate, 1) }),
  pieceRef: (entry) => ({ ...entry, pieceRef: `${entry.pieceRef}X` }),
  label: (entry) => ({ ...entry, label: `${entry.label}X` }),
  journalLabel: (entry) => ({ ...entry, journalLabel: `${entry.journalLabel}X` }),
  source: (entry) => ({ ...entry, source: { ...entry.source, id: "txn_other" } }),
  validatedOn: (entry) => ({ ...entry, validatedOn: addDays(entry.validatedOn, 1) }),
  validatedAt: (entry) => ({ ...entry, validatedAt: "2025-07-02T10:00:00.000Z" }),
  amounts: (entry) => ({ ...entry, lines: entry.lines.map((line) => ({ ...line, amountCents: cents(line.amountCents + 1) })) }),
  sides: (entry) => ({ ...entry, lines: entry.lines.map((line) => ({ ...line, side: line.side === "debit" ? "credit" : "debit" })) }),
  lineLabels: (entry) => ({ ...entry, lines: entry.lines.map((line) => ({ ...line, label: "X" })) }),
  accountLabels: (entry) => ({ ...entry, lines: entry.lines.map((line) => ({ ...line, accountLabel: "X" })) }),
  thirdParty: (entry) => ({ ...entry, lines: entry.lines.map((line) => ({ ...line, thirdParty: { code: "C1", name: "X" } })) }),
  lineOrder: (entry) => ({ ...entry, lines: entry.lines.toReversed() }),
};

test.each(Object.entries(TAMPERINGS))("a changed %s breaks the chain at its number", async (_, tamper) => {
  const entries = year(6).map((entry) => (entry.number === 3 ? tamper(entry) : entry));
  expect(await checkChain(entries, START, sha256)).toEqual({ intact: false, atNumber: 3, why: "hash" });
});

test("a hash recomputed after a change breaks the next link", async () => {
  const entries = year(6);
  const second = entries[1];
  const third = entries[2];
  if (!second || !third) throw new Error("six entries expected");
  const forged = { ...third, label: "X" };
  const rehashed = { ...forged, hash: chainHash(second.hash, forged, sha256) };
  expect(await checkChain(entries.with(2, rehashed), START, sha256)).toEqual({ intact: false, atNumber: 4, why: "hash" });
});

test("an entry removed, added twice or moved is noticed", async () => {
  const entries = year(6);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), async (from, to) => {
      const moved = entries.toSpliced(from, 1);
      const entry = entries[from];
      if (entry && to !== from) moved.splice(to, 0, entry);
      const shorter = to === from && from === 5;
      expect((await checkChain(moved, START, sha256)).intact).toBe(shorter);
    }),
    { numRuns: 36 },
  );
  expect(await checkChain([...entries, ...entries.slice(5)], START, sha256)).toMatchObject({ intact: false, why: "number" });
});

test("lettering and warnings are outside the chain: they may change after validation", async () => {
  const entries = year(3).map((entry) => ({
    ...entry,
    warnings: [],
    lines: entry.lines.map((line) => ({ ...line, lettering: { code: "A", on: businessDate("2025-08-01") } })),
  }));
  expect((await checkChain(entries, START, sha256)).intact).toBe(true);
});

test("the canonical form is version 1: these hashes, computed apart from this code, never change", () => {
  expect(START).toBe("0e3f73dc3cfe2d39f8d5ad35e59dae0ad423f75a054690e18f5933b31a8cdb81");
  expect(year(2)[1]?.hash).toBe("197adfd7b0dca8099c6508341b9ddc9059b1af1cf63e715408114c020873600b");
});
