import type { Note } from "../report.ts";
import type { OpenEntry } from "./entry.ts";

/** Opening entries, by the codes and labels in use. */
const OPENING_CODE = /^(?:AN|RAN|ANO|ANOUV|AN\d|OUV|ON)$/i;
const OPENING_LABEL = /nouveau|ouverture/i;
const CENTRALISATION = /centralis/i;

/** Order of entries: by validation, opening first (LPF art. A47 A-1, VII 1° and 3°). */
export function createOrderCheck(note: Note) {
  let latest = "";
  let others = 0;
  let openings = 0;
  return {
    entry({ first, touchesCharges }: OpenEntry): void {
      const { line, validDate, date, journal, journalLabel } = first;
      if (validDate !== undefined) {
        if (validDate < latest) note("O01", line, validDate);
        else latest = validDate;
        if (date !== undefined && validDate < date) note("D05", line, validDate);
      }
      if (CENTRALISATION.test(journalLabel)) note("O07", line);
      if (!OPENING_CODE.test(journal.trim()) && !OPENING_LABEL.test(journalLabel)) {
        others += 1;
        return;
      }
      openings += 1;
      if (others > 0) note("O02", line);
      if (touchesCharges) note("O05", line, first.number);
    },
    finish(hasPredecessor: boolean): void {
      if (hasPredecessor && openings === 0 && others > 0) note("O03");
    },
  };
}
