import type { DraftEntry } from "../entry.ts";
import { entryFrom, flipped, type PostingContext, type Voucher } from "./entry-from.ts";

/**
 * The same entry on the other side, in the same journal: how accruals and revaluations leave on the first day of the next year, and how
 * a validated entry is put right (PCG art. 1031-3). Letterings do not follow.
 */
export function reversalEntry(entry: DraftEntry, voucher: Voucher, context: PostingContext): DraftEntry {
  const { journal, journalLabel } = entry;
  const lines = entry.lines.map(({ label: _, lettering: __, ...line }) => line);
  return entryFrom(flipped(lines), { ...voucher, journal, journalLabel }, context);
}
