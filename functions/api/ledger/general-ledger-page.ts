import type { BusinessDate } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { isLetterable } from "#domain/ledger/chart-accounts";
import type { AccountNumber } from "#domain/ledger/entry";
import { entryIdOf } from "#domain/ledger/entry-id";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Services } from "#runtime/services";
import { balanceBefore, type LedgerLine, ledgerLines, refOf, signedOf } from "#store/general-ledger";
import { keptAccounts } from "#store/ledger-totals";
import { type LineLettering, letterings } from "#store/letterings";

type Asked = {
  readonly table: Services["table"];
  readonly companyId: CompanyId;
  readonly year: FiscalYear;
  readonly account: AccountNumber;
  readonly thirdParty?: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly limit: number;
};
/** The last line shown and the balance after it: date, number, line, cents. */
type Position = readonly [BusinessDate, number, number, number];

/** Lines of an account after a position, each with the balance after it, at most `limit`; whether there are more; what the account opened with. */
export async function ledgerPage({ limit, to, ...asked }: Asked, position: Position | null) {
  const { table, companyId, year, account } = asked;
  const known = (await keptAccounts(table, companyId, year)).map((kept) => kept.account);
  const question = { ...asked, known };
  const opening = await balanceBefore(question);
  const after = position && { date: position[0], number: position[1], lineIndex: position[2] };
  const shown: LedgerLine[] = [];
  for await (const line of ledgerLines({ ...question, to, pageSize: limit + 1, ...(after && { after }) })) {
    shown.push(line);
    if (shown.length > limit) break;
  }
  const page = shown.slice(0, limit);
  const letteringOf = await letterings(table, companyId, year.id).ofLines(isLetterable(account) ? page.map(refOf) : []);
  const data = running(page, position?.[3] ?? opening.cents, (line) => letteringOf(refOf(line)));
  return { data, opening, more: shown.length > limit };
}

function running(lines: readonly LedgerLine[], opening: number, letteringOf: (line: LedgerLine) => LineLettering | null) {
  let balanceCents = opening;
  return lines.map((one) => {
    const { entry, line, lineIndex } = one;
    balanceCents += signedOf(line);
    return {
      ...{ entryId: entryIdOf(entry.source), line: lineIndex, date: entry.date, number: entry.number, journal: entry.journal },
      ...{ pieceRef: entry.pieceRef, pieceDate: entry.pieceDate, label: line.label, thirdParty: line.thirdParty ?? null },
      debitCents: line.side === "debit" ? line.amountCents : 0,
      creditCents: line.side === "credit" ? line.amountCents : 0,
      ...{ balanceCents, lettering: letteringOf(one) },
    };
  });
}
