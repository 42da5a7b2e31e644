import fc from "fast-check";
import { expect, test } from "vitest";
import { accountNumber, auxiliaryCode, journalCode, letteringCode } from "#documents/fec/import/codes";
import { draftOfFec, isClosing, isOpening } from "#documents/fec/import/draft";
import type { FecEntry, FecEntryLine } from "#documents/fec/import/fec-entry";
import { PROBLEMS } from "#documents/fec/import/problems.fr";
import { businessDate } from "#domain/dates";
import { AccountNumber, DraftEntry, JournalCode, ThirdParty } from "#domain/ledger/entry";

const CONTEXT = { source: { kind: "import", id: "fec-1" }, yearStartsOn: businessDate("2025-01-01") } as const;

const line = (account: string, debitCents: number, creditCents: number, more: Partial<FecEntryLine> = {}): FecEntryLine => ({
  ...{ line: 2, account, accountLabel: "Compte", label: "Facture", debitCents, creditCents, ...more },
});

const entry = (lines: readonly FecEntryLine[], more: Partial<FecEntry> = {}): FecEntry => ({
  ...{ line: 2, journal: "VE", journalLabel: "Ventes", number: "7", date: businessDate("2025-03-01") },
  ...{ pieceRef: "F7", pieceDate: businessDate("2025-02-28"), label: "Facture 7", lines, problems: [], ...more },
});

const SALE = [line("411", 1200, 0, { auxiliary: "DUPONT", auxiliaryLabel: "Dupont SA" }), line("70700000", 0, 1200)];

const BALANCES = [line("512", 1200, 0), line("101", 0, 1200)];

const booked = (given: FecEntry): DraftEntry => DraftEntry.parse(draftOfFec(given, CONTEXT).draft);

test("accounts are padded with zeros to six characters and put in capitals, and longer ones kept", () => {
  expect(["401", "70700000", "411dupont", " 512 "].map(accountNumber)).toEqual(["401000", "70700000", "411DUPONT", "512000"]);
  expect(["", "40", "LOYER", "0123456", "4A1000"].map(accountNumber)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  expect(accountNumber("411-DUPONT")).not.toBe(accountNumber("411DUPONT"));
});

test("an entry is booked with its source, its lines and its third party", () => {
  expect(booked(entry(SALE))).toMatchObject({
    source: CONTEXT.source,
    ...{ journal: "VE", journalLabel: "Ventes", date: "2025-03-01", pieceRef: "F7", pieceDate: "2025-02-28", label: "Facture 7" },
    lines: [
      { account: "411000", side: "debit", amountCents: 1200, thirdParty: { code: "DUPONT", name: "Dupont SA" } },
      { account: "70700000", side: "credit", amountCents: 1200 },
    ],
  });
});

test("a negative amount goes to the other side, a line of zero goes away, a line with both sides becomes two", () => {
  const lines = [line("411", -1200, 0), line("707", 0, -1000), line("445710", 0, -200), line("580", 0, 0), line("580", 5, 5)];
  expect(booked(entry(lines)).lines.map(({ account, side, amountCents }) => [account, side, amountCents])).toEqual([
    ["411000", "credit", 1200],
    ["707000", "debit", 1000],
    ["445710", "debit", 200],
    ["580000", "debit", 5],
    ["580000", "credit", 5],
  ]);
});

test("what the file leaves blank is filled: voucher by number, voucher date by entry date, labels by what is known", () => {
  const { pieceDate: _, ...undated } = entry([line("411", 1, 0, { label: "", accountLabel: "" }), line("707", 0, 1)]);
  expect(booked({ ...undated, pieceRef: " ", label: "" })).toMatchObject({
    ...{ pieceRef: "7", pieceDate: "2025-03-01", label: "VE" },
    lines: [{ accountLabel: "Clients", label: "Ventes" }, {}],
  });
});

test("opening entries go to AN, whatever their journal is called", () => {
  for (const [journal, journalLabel] of [
    ["AN", "x"],
    ["RAN", "x"],
    ["ouv", "x"],
    ["99", "A nouveaux"],
    ["99", "Journal d'ouverture"],
  ] as const)
    expect(booked(entry(BALANCES, { journal, journalLabel, date: CONTEXT.yearStartsOn })).journal).toBe("AN");
  expect(isOpening(entry(BALANCES, { journal: "ANA", journalLabel: "Analytique" }), CONTEXT.yearStartsOn)).toBe(false);
});

test("a journal that is only called as ours is kept apart: AN that opens nothing, CL that closes nothing", () => {
  const journalOf = (journal: string, journalLabel: string, lines = SALE) => booked(entry(lines, { journal, journalLabel })).journal;
  for (const [code, label] of [
    ["CL", "Clients"],
    ["cl", "Clôture"],
    ["AN", "Annulations"],
  ] as const) {
    expect(journalOf(code, label)).toMatch(new RegExp(`^${code.toUpperCase()}-[0-9A-Z]{4}$`));
    expect(journalOf(code, label)).toBe(journalOf(code.toUpperCase(), label));
  }
  expect(journalOf("AN", "Annulations", BALANCES)).not.toBe("AN");
  expect(journalOf("AN", "A nouveaux", BALANCES)).toBe("AN");
  expect(journalOf("RAN", "A nouveaux", SALE)).toBe("RAN");
});

test("an entry that clears charges and products into the result is told, an appropriation or an inventory entry is not", () => {
  expect(isClosing(entry([line("707000", 100, 0), line("606000", 0, 40), line("120000", 0, 60)]))).toBe(true);
  expect(isClosing(entry([line("120000", 60, 0), line("106100", 0, 60)]))).toBe(false);
  expect(isClosing(entry([line("681100", 60, 0), line("281830", 0, 60)]))).toBe(false);
});

test("codes are cleaned to what the books allow, the same way each time, and different codes stay different", () => {
  expect(auxiliaryCode("C-001/a.b_c")).toBe("C-001/a.b_c");
  expect(journalCode("ventes", false)).toBe("VENTES");
  fc.assert(
    fc.property(
      fc.uniqueArray(
        fc
          .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
          .map((code) => code.trim())
          .filter(Boolean),
        { minLength: 2, maxLength: 40 },
      ),
      (codes) => {
        const cleaned = codes.map(auxiliaryCode);
        expect(new Set(cleaned).size).toBe(codes.length);
        for (const code of cleaned) ThirdParty.shape.code.parse(code);
        for (const code of codes) {
          JournalCode.parse(journalCode(code, false));
          expect(letteringCode(code)).toMatch(/^[0-9A-Za-z]{1,8}$/);
          const account = accountNumber(`411${code}`);
          if (account !== undefined) AccountNumber.parse(account);
        }
      },
    ),
  );
  const similar = [
    "Client Dupont & fils de Lyon",
    "Client Dupont & fils de Lille",
    "Client Dupont + fils de Lyon",
    "Cliént Dupont & fils de Lyon",
  ];
  expect(new Set(similar.map(auxiliaryCode)).size).toBe(similar.length);
});

test("a lettering without a date takes its entry's, and a foreign amount has no sign", () => {
  const lines = [line("411", 1200, 0, { lettering: "AA" }), line("512", 0, 1200, { foreignCents: -1300, currency: "USD" })];
  expect(booked(entry(lines)).lines).toMatchObject([
    { lettering: { code: "AA", on: "2025-03-01" } },
    { foreign: { amountCents: 1300, currency: "USD" } },
  ]);
});

test.each([
  ["unbalanced", entry([line("411", 1200, 0), line("707", 0, 1100)])],
  ["one_line", entry([line("411", 1200, 0)])],
  ["no_amount", entry([line("411", 0, 0), line("707", 0, 0)])],
  ["account_invalid", entry([line("CLIENT", 1200, 0), line("707", 0, 1200)])],
  ["line_unreadable", entry(SALE, { problems: [{ code: "line_unreadable", line: 3, detail: "" }] })],
] as const)("an entry that cannot be booked says why: %s", (code, given) => {
  const { draft, problems } = draftOfFec(given, CONTEXT);
  expect(draft).toBeUndefined();
  expect(problems.map((problem) => problem.code)).toEqual([code]);
  expect(problems[0]?.line).toBeGreaterThan(1);
  expect(PROBLEMS[code]).toMatch(/\.$/);
});
