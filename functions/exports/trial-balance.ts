import type { TrialBalanceDocument } from "#documents/books/trial-balance";
import { trialBalancePdf } from "#documents/books/trial-balance-pdf";
import { trialBalanceTable } from "#documents/books/trial-balance-table";
import { sameDayIn } from "#domain/ledger/fiscal-year";
import { compared, type TrialBalanceRow, totalsOfRows } from "#domain/ledger/trial-balance";
import { Refusal } from "#domain/refusals";
import { placeOf } from "#runtime/written";
import { companies } from "#store/companies";
import type { ExportOf, Made } from "#store/exports";
import { yearBefore } from "#store/ledger-books";
import { readTrialBalance } from "#store/trial-balances";
import { bookMade } from "./book.ts";
import type { Making } from "./making.ts";

/**
 * The trial balance of the entries validated by the time it is made, from kept totals. A head that moved since the question never
 * comes back, so the file is what was asked or later.
 */
export async function makeTrialBalance(wanted: ExportOf<"trial_balance">, making: Making): Promise<Made> {
  const document = await documentOf(wanted, making);
  return bookMade(making, placeOf(wanted, JSON.stringify(document)), wanted.options, {
    table: () => trialBalanceTable(document),
    pdf: (fonts) => trialBalancePdf(document, fonts),
    printedLines: () => document.rows.length,
  });
}

async function documentOf({ options, createdAt }: ExportOf<"trial_balance">, { table, companyId }: Making): Promise<TrialBalanceDocument> {
  const store = companies(table, companyId);
  const [company, years] = await Promise.all([store.get(), store.years()]);
  const year = years.find(({ id }) => id === options.yearId);
  if (!year) throw new Refusal("year.not_found");
  const { through, by } = options;
  const own = await readTrialBalance(table, companyId, year, through, by);
  const before = options.compare ? yearBefore(years, year) : null;
  const previousThrough = before && sameDayIn(before, year, through);
  const earlier = before && previousThrough && (await readTrialBalance(table, companyId, before, previousThrough, by));
  const { rows, totals } = earlier ? compared(own, earlier) : own;
  const head = { company: company.name, siren: company.siren, year, printedAt: createdAt, through, by };
  if (!earlier || !previousThrough) return { ...head, rows, totals };
  return { ...head, previousThrough, rows, totals: { ...totals, previous: previousTotals(rows) } };
}

function previousTotals(rows: readonly TrialBalanceRow[]): { readonly debitBalanceCents: number; readonly creditBalanceCents: number } {
  const none = totalsOfRows([]);
  const { debitBalanceCents, creditBalanceCents } = totalsOfRows(rows.map(({ previous }) => ({ ...none, ...previous })));
  return { debitBalanceCents, creditBalanceCents };
}
