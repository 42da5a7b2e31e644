import { cents, centsOnce, date, integer, text } from "../tables/columns.ts";
import { type ColumnOf, type Table, tableOf } from "../tables/table.ts";
import { type GeneralLedgerDocument, isOpened, type LedgerAccount, type LedgerLine, provedLines } from "./general-ledger.ts";
import { HEADERS, openingLabel, SUMS, sheetHeading, TITLES } from "./words.fr.ts";

/** The ledger as a table: the opening of each account as its first row when it has one, then its lines; a total an account. */
export const generalLedgerTable = (document: GeneralLedgerDocument): Table =>
  tableOf({
    name: TITLES.ledger,
    heading: sheetHeading(TITLES.ledger, document, document.from, document.to),
    columns: COLUMNS,
    rows: rows(document),
    totalLabel: SUMS.total,
    groups: { of: ({ account }) => account, subtotalLabel: SUMS.accountTotal },
  });

type Row = Omit<LedgerLine, "number"> & { readonly account: string; readonly accountLabel: string; readonly number: number | null };

async function* rows({ accounts, from, year }: GeneralLedgerDocument): AsyncGenerator<Row> {
  for await (const account of accounts) {
    const named = { account: account.account, accountLabel: account.label };
    if (isOpened(account)) yield { ...named, ...openingOf(account, from), label: openingLabel(from, year) };
    for await (const line of provedLines(account)) yield { ...named, ...line };
  }
}

const openingOf = (
  { openingDebitCents, openingCreditCents }: LedgerAccount,
  from: LedgerLine["date"],
): Omit<Row, "account" | "accountLabel" | "label"> => ({
  ...{ date: from, number: null, journal: "", pieceRef: "", thirdParty: null, lettering: null },
  ...{ debitCents: openingDebitCents, creditCents: openingCreditCents, balanceCents: openingDebitCents - openingCreditCents },
});

/** An empty side is an empty cell: in a column of amounts, zeros hide the figures. */
const orNothing = (amount: number): number | null => (amount === 0 ? null : amount);

const COLUMNS: readonly ColumnOf<Row>[] = [
  text(HEADERS.account, 16, ({ account }) => account),
  text(HEADERS.accountLabel, 28, ({ accountLabel }) => accountLabel),
  date(HEADERS.date, ({ date: on }) => on),
  integer(HEADERS.number, 9, ({ number }) => number),
  text(HEADERS.journal, 8, ({ journal }) => journal),
  text(HEADERS.pieceRef, 20, ({ pieceRef }) => pieceRef),
  text(HEADERS.label, 44, ({ label }) => label),
  text(HEADERS.thirdPartyCode, 14, ({ thirdParty }) => thirdParty?.code ?? null),
  text(HEADERS.thirdParty, 26, ({ thirdParty }) => thirdParty?.name ?? null),
  cents(HEADERS.debit, ({ debitCents }) => orNothing(debitCents)),
  cents(HEADERS.credit, ({ creditCents }) => orNothing(creditCents)),
  centsOnce(HEADERS.balance, ({ balanceCents }) => balanceCents),
  text(HEADERS.lettering, 9, ({ lettering }) => lettering),
];
