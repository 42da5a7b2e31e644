import { cents, text } from "../tables/columns.ts";
import { type ColumnOf, rowsOf, type Table, tableOf } from "../tables/table.ts";
import { assertAddsUp, type BalanceRow, isCompared, signedBalance, type TrialBalanceDocument } from "./trial-balance.ts";
import { HEADERS, previousHeader, SUMS, sheetHeading, TITLES } from "./words.fr.ts";

/**
 * The balance as a table: a row an account (or third party), sub-totals a class (a collective account when auxiliaire), a total.
 * Throws when the rows do not add up to the document's totals.
 */
export function trialBalanceTable(document: TrialBalanceDocument): Table {
  assertAddsUp(document);
  const { by, rows, year, through } = document;
  const title = TITLES[by];
  return tableOf({
    name: title,
    heading: sheetHeading(title, document, year.startsOn, through),
    columns: columnsOf(document),
    rows: rowsOf(rows),
    totalLabel: SUMS.total,
    groups:
      by === "account"
        ? { of: ({ account }) => account.slice(0, 1), subtotalLabel: SUMS.classTotal }
        : { of: ({ account }) => account, subtotalLabel: SUMS.accountTotal },
  });
}

const columnsOf = (document: TrialBalanceDocument): ColumnOf<BalanceRow>[] => [
  text(HEADERS.account, 16, ({ account }) => account),
  text(HEADERS.accountLabel, 40, ({ label }) => label),
  ...(document.by === "third_party" ? THIRD_PARTY : []),
  cents(HEADERS.openingDebit, ({ openingDebitCents }) => openingDebitCents),
  cents(HEADERS.openingCredit, ({ openingCreditCents }) => openingCreditCents),
  cents(HEADERS.movementDebit, ({ debitCents }) => debitCents),
  cents(HEADERS.movementCredit, ({ creditCents }) => creditCents),
  cents(HEADERS.debitBalance, ({ debitBalanceCents }) => debitBalanceCents),
  cents(HEADERS.creditBalance, ({ creditBalanceCents }) => creditBalanceCents),
  ...(isCompared(document) ? comparison(document) : []),
];

const THIRD_PARTY: readonly ColumnOf<BalanceRow>[] = [
  text(HEADERS.thirdPartyCode, 16, ({ thirdParty }) => thirdParty?.code ?? null),
  text(HEADERS.thirdParty, 32, ({ thirdParty }) => thirdParty?.name ?? null),
];

const NOTHING = { debitBalanceCents: 0, creditBalanceCents: 0 };

const comparison = ({ previousThrough }: TrialBalanceDocument): readonly ColumnOf<BalanceRow>[] => [
  cents(previousHeader(previousThrough), ({ previous = NOTHING }) => signedBalance(previous)),
  cents(HEADERS.difference, (row) => signedBalance(row) - signedBalance(row.previous ?? NOTHING)),
];
