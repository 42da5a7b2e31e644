import type { CompanyId } from "#domain/ids";
import type { Balance } from "#domain/ledger/carry-forward";
import { takesThirdParty } from "#domain/ledger/chart-accounts";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { totalKey } from "#domain/ledger/kept-totals";
import { carried, type LetteredLine, type OpenItem } from "#domain/ledger/open-items";
import type { Db } from "./db.ts";
import { type LedgerLine, ledgerLines, refOf } from "./general-ledger.ts";
import { letterings } from "./letterings.ts";
import type { OpenItemsOf } from "./opening-entries.ts";

/** Lines of an account read at most; an account with more is carried forward by its balance, and lettered by hand. */
const LINES_MAX = 20_000;
/** Lines an opening entry gives to open items; the biggest stay apart, the others are summed by third party. */
const ITEMS_MAX = 600;

export type LinesQuestion = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly year: FiscalYear;
  readonly account: string;
  readonly known: readonly string[];
};

/** Every line of an account in a year with the code it bears, in the order of the books; null when there are too many. */
export async function letteredLines({ table, companyId, year, account, known }: LinesQuestion): Promise<readonly LetteredLine[] | null> {
  const found: LedgerLine[] = [];
  const question = { table, companyId, year, account, known, from: year.startsOn, to: year.endsOn };
  for await (const line of ledgerLines(question)) {
    found.push(line);
    if (found.length > LINES_MAX) return null;
  }
  const codeOf = await letterings(table, companyId, year.id).ofLines(found.map(refOf));
  return found.map((one) => ({ ...lineOf(one), letteringCode: codeOf(refOf(one))?.code ?? null }));
}

/** A ledger line as lettering sees it. */
export const lineOf = ({ entry, line, lineIndex }: LedgerLine) => ({
  ...{ entryNumber: entry.number, lineIndex, account: line.account, thirdPartyCode: line.thirdParty?.code ?? null },
  ...{
    date: entry.date,
    pieceRef: entry.pieceRef,
    pieceDate: entry.pieceDate,
    label: line.label,
    side: line.side,
    amountCents: line.amountCents,
  },
});

/** Open items behind the third-party balances of a year, by balance key: what its successor opens with, line by line. */
export const openItemsOf =
  (table: Db, companyId: CompanyId): OpenItemsOf =>
  async (year, balances) => {
    const accounts = [...new Set(balances.filter(({ thirdParty }) => thirdParty).map(({ account }) => account))].filter(takesThirdParty);
    const lines: LetteredLine[] = [];
    for (const account of accounts)
      lines.push(...((await letteredLines({ table, companyId, year, account, known: knownOf(balances) })) ?? []));
    const items = new Map<string, OpenItem[]>();
    for (const item of carried(lines, ITEMS_MAX)) {
      const key = totalKey(item.account, item.thirdPartyCode === null ? null : { code: item.thirdPartyCode });
      items.set(key, [...(items.get(key) ?? []), item]);
    }
    return items;
  };

const knownOf = (balances: readonly Balance[]): readonly string[] => balances.map(({ account }) => account);
