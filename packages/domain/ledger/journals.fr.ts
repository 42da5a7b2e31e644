import { JournalCode } from "./entry.ts";
import { JOURNALS } from "./posting/journals.fr.ts";

const journal = ({ journal: code, journalLabel: label }: { readonly journal: string; readonly journalLabel: string }) => ({
  code: JournalCode.parse(code),
  label,
});

/** The journals every company has; bank journals come one per bank account. */
export const COMPANY_JOURNALS = Object.values(JOURNALS).map(journal);

/** What a label begins with when an entry undoes another, moves it to another account, or brings a balance forward. */
export const REVERSAL = "Extourne";
export const RECLASSIFICATION = "Reclassement";
export const BROUGHT_FORWARD = "Report à nouveau";
