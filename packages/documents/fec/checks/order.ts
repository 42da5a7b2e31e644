import type { Note } from "../report.ts";
import type { CompactDate } from "./date.ts";
import type { OpenEntry } from "./entry.ts";
import { type JournalKind, journalKind } from "./journals.ts";
import { createMemory } from "./memory.ts";
import type { FecRecord } from "./record.ts";

const JOURNALS_MAX = 1_000;

/** The year's first and last day and the day of the check, 0 when unknown. */
export type OrderFacts = { readonly from: CompactDate; readonly to: CompactDate; readonly today: CompactDate };

/** Order of entries: by validation, opening first (LPF art. A47 A-1, VII 1° and 3°). */
export function createOrderCheck(note: Note, { from, to, today }: OrderFacts) {
  const kindOf = createKinds();
  let latest: CompactDate = 0;
  let others = 0;
  let openings = 0;
  const checkDates = ({ line, validDate, date, pieceDate }: FecRecord): void => {
    if (pieceDate > date && date !== 0) note("D07", line, String(pieceDate));
    if (validDate === 0) return;
    if (validDate < latest) note("O01", line, String(validDate));
    else latest = validDate;
    if (validDate < date) note("D05", line, String(validDate));
    if (today !== 0 && validDate > today) note("D06", line, String(validDate));
  };
  const checkOpening = ({ first, charge }: OpenEntry): void => {
    openings += 1;
    if (others > 0) note("O02", first.line);
    if (charge !== "") note("O05", first.line, charge);
    if (from !== 0 && first.date > from) note("O06", first.line, String(first.date));
  };
  return {
    entry(entry: OpenEntry): void {
      const { first } = entry;
      const kind = kindOf(first);
      checkDates(first);
      if (kind === "centralisation") note("O07", first.line);
      if (isClosing(entry, kind, to)) note("O04", first.line);
      if (kind === "opening") checkOpening(entry);
      else others += 1;
    },
    finish(hasPredecessor: boolean): void {
      if (hasPredecessor && openings === 0 && others > 0) note("O03");
    },
  };
}

/**
 * Whether an entry clears charges and products: it is in the closing journal, or it moves them to the result (12), and nothing else, on
 * the year's last day. An entry of another day that touches both is a correction.
 */
const isClosing = ({ first, charge, touchesResult, touchesOthers }: OpenEntry, kind: JournalKind, to: CompactDate): boolean =>
  charge !== "" && (kind === "closing" || (first.date === to && touchesResult && !touchesOthers));

/** The kind of a record's journal, told once a journal and label. */
function createKinds(): (record: FecRecord) => JournalKind {
  const known = createMemory<{ label: string; kind: JournalKind }>(JOURNALS_MAX, () => ({ label: "", kind: "other" }));
  return ({ journal, journalLabel }) => {
    const memory = known.get(journal);
    if (!memory || memory.label !== journalLabel || journalLabel === "") {
      const kind = journalKind(journal, journalLabel);
      if (memory) Object.assign(memory, { label: journalLabel.slice(0, 200), kind });
      return kind;
    }
    return memory.kind;
  };
}
