import fc from "fast-check";
import { expect, test } from "vitest";
import { ENTRY_LINES_MAX } from "#domain/ledger/entry";
import { credit, debit, entryFrom, type PostingLine } from "#domain/ledger/posting/entry-from";
import { shares } from "#domain/ledger/posting/rounding";
import { CUSTOMER, IN_2025, lines, VOUCHER } from "./facts.ts";

const HEADER = { ...VOUCHER, journal: "OD", journalLabel: "Opérations diverses" };
const built = (posted: readonly PostingLine[], header: Partial<typeof HEADER> = {}) => entryFrom(posted, { ...HEADER, ...header }, IN_2025);
const refused = (posted: readonly PostingLine[], header: Partial<typeof HEADER> = {}) => expect(() => built(posted, header));

test("debits come first, zero lines are dropped, accounts are padded and named in their chart", () => {
  const entry = built([credit("706", 300), debit("6582", 100), credit("445710", 0), debit("411001", 200)]);
  expect(lines(entry)).toEqual(["658200 D 1.00", "411001 D 2.00", "706000 C 3.00"]);
  expect(entry.lines.map(({ accountLabel }) => accountLabel)).toEqual([
    ...["Pénalités, amendes fiscales et pénales", "Clients", "Prestations de services"],
  ]);
});

test("a line keeps its own label and account name, else it takes the entry's and the chart's", () => {
  const entry = built([debit("411", 1, { label: "A|B", accountLabel: "Clients\tFrance", thirdParty: CUSTOMER }), credit("706", 1)]);
  expect(entry.lines[0]).toMatchObject({ label: "A B", accountLabel: "Clients France", thirdParty: CUSTOMER });
  expect(entry.lines[1]).not.toHaveProperty("thirdParty");
  expect(entry).toMatchObject({ label: "Libellé", pieceDate: VOUCHER.date, source: IN_2025.source, warnings: [] });
  expect(entry.lines[1]?.label).toBe("Libellé");
});

test("what is not an entry is refused by name", () => {
  refused([debit("411", 2), credit("706", 1)]).toThrow("does not balance");
  refused([]).toThrow("does not balance");
  refused([debit("411", -1), credit("706", -1)]).toThrow("negative amount on 411000");
  refused([debit("411", 0.5), credit("706", 0.5)]).toThrow("not a whole number");
  refused([debit("0411", 1), credit("706", 1)]).toThrow("not an account number: 0411");
  refused([debit("512", 1, { thirdParty: CUSTOMER }), credit("706", 1)]).toThrow("512000 takes no third party");
  refused([debit("411", 1), credit("706", 1)], { journalLabel: "" }).toThrow("no journal label");
  refused([debit("411", 1), credit("706", 1)], { journal: "od" }).toThrow();
  refused(Array.from({ length: ENTRY_LINES_MAX + 1 }, () => debit("411", 1))).toThrow("more than 10000");
});

test("shares of an amount always add up to it, each within a cent of its weight", () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1e12 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), weights, (whole, parts) => {
      const total = parts.reduce((all, part) => all + part, 0);
      const given = shares(whole, parts);
      expect(given.reduce((all, share) => all + share, 0)).toBe(total === 0 ? 0 : whole);
      for (const [index, part] of parts.entries())
        if (total > 0) expect(Math.abs((given[index] ?? 0) - (whole * part) / total)).toBeLessThanOrEqual(1.01);
      expect(given.every((share) => share >= 0)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
