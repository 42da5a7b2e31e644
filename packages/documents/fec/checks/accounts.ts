import type { Note } from "../report.ts";
import type { FecRecord } from "./record.ts";

/** Codes whose labels are remembered; a file with more says nothing further about labels. */
const LABELS_MAX = 50_000;

/** Checks account numbers, and that one code has one label in the whole file. Memory: one label an account and a journal. */
export function createAccountCheck(note: Note) {
  const accounts = new Map<string, string>();
  const journals = new Map<string, string>();
  return {
    record({ line, account, accountLabel, auxiliary, journal, journalLabel }: FecRecord): void {
      if (account.trim() !== "") checkNumber(account, line, note);
      if (auxiliary !== "" && !account.startsWith("4")) note("C06", line, account);
      if (differs(accounts, account, accountLabel)) note("C02", line, account);
      if (differs(journals, journal, journalLabel)) note("C03", line, journal);
    },
  };
}

function checkNumber(account: string, line: number, note: Note): void {
  if (!/^\d{3}/.test(account)) note("C01", line, account);
  else if (!/^[1-7]/.test(account)) note("C04", line, account);
}

/** Whether the code already has another label. A different label is told once, then becomes the one compared with. */
function differs(labels: Map<string, string>, code: string, label: string): boolean {
  const known = labels.get(code);
  if (known === label || code.trim() === "" || label.trim() === "") return false;
  if (known !== undefined || labels.size < LABELS_MAX) labels.set(code, label);
  return known !== undefined;
}
