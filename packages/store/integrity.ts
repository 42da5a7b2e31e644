import type { CompanyId } from "#domain/ids";
import { bankAccountNumber } from "#domain/ledger/account-number";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { createIntegrityCheck, type IntegrityReport } from "#domain/ledger/integrity";
import { bankGaps } from "./bank-totals-check.ts";
import type { Db } from "./db.ts";
import { entries } from "./entries.ts";
import { readHead } from "./ledger-heads.ts";
import { keptOfYear } from "./ledger-totals.ts";
import { letterings } from "./letterings.ts";
import { sha256 } from "./sha256.ts";

/** A validation under way moves the books between two reads; the check looks again, this often at most. */
const READS_MAX = 3;

/** Recomputes a year's books from its entries and says what is wrong where: chain, numbering, balance, dates, totals, lettering. */
export async function checkBooks(
  table: Db,
  companyId: CompanyId,
  year: FiscalYear,
  progress: (entries: number) => Promise<void>,
): Promise<IntegrityReport> {
  for (let read = 1; ; read += 1) {
    const [{ head, kept }, { kept: parties }] = [
      await keptOfYear(table, companyId, year),
      await keptOfYear(table, companyId, year, "third_party"),
    ];
    const check = createIntegrityCheck({ companyId, year, sha256, head });
    const lines = new Map<number, number>();
    let count = 0;
    // Nothing stands behind the last entry. While the books keep moving, what is behind it may be new and is not looked at.
    const last = read < READS_MAX ? Infinity : (head?.lastNumber ?? 0);
    for await (const entry of entries(table, companyId, year.id).heldThrough(last)) {
      if ("unreadable" in entry) check.unreadable(entry);
      else check.entry(entry);
      lines.set(entry.number, "unreadable" in entry ? 0 : entry.lines.length);
      count += 1;
      if (count % PROGRESS_ENTRIES === 0) await progress(count);
    }
    const after = await readHead(table, companyId, year.id);
    if (after?.version !== head?.version && read < READS_MAX) continue;
    for await (const { entryNumber, lineIndex } of letterings(table, companyId, year.id).all())
      if (lineIndex >= (lines.get(entryNumber) ?? 0))
        check.note("lettering", { entryNumber }, `Un lettrage porte sur une ligne qui n'existe pas : écriture n° ${entryNumber}.`);
    for (const { account, month } of await bankGaps(table, companyId, year))
      check.note(
        "bank",
        { account: bankAccountNumber(account.ordinal) },
        `Les totaux tenus de ${account.name} pour ${month} ne sont pas la somme de ses opérations.`,
      );
    return check.finish(kept, parties);
  }
}

const PROGRESS_ENTRIES = 5_000;
