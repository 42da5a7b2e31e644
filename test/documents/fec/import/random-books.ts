import fc from "fast-check";
import { addDays } from "#domain/dates";
import { genesis, numberEntries } from "#domain/ledger/chain";
import { AccountNumber, type DraftEntry, type Entry, type EntryLine, JournalCode } from "#domain/ledger/entry";
import { cleanLabel } from "#domain/ledger/label";
import { Currency, cents } from "#domain/money";
import { COMPANY, sha256 } from "../../../domain/ledger/years.ts";
import { YEAR } from "../books.ts";

const ACCOUNTS = ["101300", "411000", "401000", "445710", "512001", "580000", "606300", "706000", "411000DUPONT", "6226001"] as const;
const JOURNALS = [
  ["AN", "À-nouveaux"],
  ["VE", "Ventes"],
  ["BQ1", "Banque Crédit du Nord"],
  ["OD", "Opérations diverses"],
] as const;
const CURRENCIES = ["USD", "JPY", "TND"] as const;

/** A label as the books hold it, never blank. */
const label = (maximum: number) =>
  fc
    .oneof(fc.string({ unit: "grapheme", maxLength: maximum }), fc.constantFrom("Loyer l’été", "Œuvre n° 5 €", '"x"', "-1"))
    .map((text) => cleanLabel(text, maximum) || "Libellé");

const party = fc.record({ code: fc.stringMatching(/^[0-9A-Za-z._/-]{1,20}$/), name: label(40) });
const day = fc.nat({ max: 364 }).map((days) => addDays(YEAR.startsOn, days));
const lettering = fc.record({ code: fc.stringMatching(/^[A-Z]{1,3}$/), on: day });
const foreign = fc.record({
  amountCents: fc.integer({ min: 1, max: 10_000_000 }).map(cents),
  currency: fc.constantFrom(...CURRENCIES).map((code) => Currency.parse(code)),
});

const line = fc
  .record({
    account: fc.constantFrom(...ACCOUNTS),
    side: fc.constantFrom("debit", "credit"),
    amountCents: fc.integer({ min: 1, max: 1_000_000_000 }),
    label: label(60),
    party: fc.option(party, { nil: undefined }),
    lettering: fc.option(lettering, { nil: undefined }),
    foreign: fc.option(foreign, { nil: undefined }),
  })
  .map(
    ({ account, side, amountCents, label: text, party: thirdParty, lettering: matched, foreign: original }): EntryLine => ({
      account: AccountNumber.parse(account),
      accountLabel: `Compte ${account}`,
      label: text,
      side: side === "debit" ? "debit" : "credit",
      amountCents: cents(amountCents),
      ...(thirdParty && account.startsWith("4") && { thirdParty }),
      ...(matched && { lettering: matched }),
      ...(original && { foreign: original }),
    }),
  );

/** The line that balances the others. */
function balancing(lines: readonly EntryLine[]): EntryLine[] {
  const gap = lines.reduce((sum, { side, amountCents }) => sum + (side === "debit" ? amountCents : -amountCents), 0);
  const [first] = lines;
  if (!first || gap === 0) return [];
  const { thirdParty: _, lettering: __, foreign: ___, ...plain } = first;
  return [
    {
      ...plain,
      account: AccountNumber.parse("471000"),
      accountLabel: "Attente",
      side: gap > 0 ? "credit" : "debit",
      amountCents: cents(Math.abs(gap)),
    },
  ];
}

const draft = fc
  .record({
    journal: fc.constantFrom(...JOURNALS),
    date: day,
    pieceDate: day,
    pieceRef: label(30),
    label: label(60),
    lines: fc.array(line, { minLength: 2, maxLength: 6 }),
  })
  .map(({ journal: [code, journalLabel], lines: drawn, ...rest }): DraftEntry => {
    const lines = code === "AN" ? drawn.map(carried) : drawn;
    return {
      ...rest,
      source: { kind: "manual", id: "x" },
      journal: JournalCode.parse(code),
      journalLabel,
      lines: [...lines, ...balancing(lines)],
      warnings: [],
    };
  });

/** Charges and products are never brought forward. */
const carried = (one: EntryLine): EntryLine => (/^[67]/.test(one.account) ? { ...one, account: AccountNumber.parse("106800") } : one);

/** A year of random validated entries. */
export const randomBooks: fc.Arbitrary<Entry[]> = fc.array(draft, { minLength: 1, maxLength: 12 }).map((drafts) => {
  const start = { lastNumber: 0, lastHash: genesis(COMPANY, YEAR.startsOn, sha256), lastValidDate: YEAR.startsOn };
  return numberEntries(drafts, start, { yearId: YEAR.id, at: new Date("2026-02-01T09:00:00.000Z"), sha256 }).entries;
});
