import { type BusinessDate, businessDate } from "#domain/dates";
import { isInChart } from "#domain/ledger/chart";
import type { Note } from "../report.ts";
import { createMemory, own } from "./memory.ts";
import type { FecRecord } from "./record.ts";

/** Codes whose labels are remembered; a file with more says nothing further about the labels of the others. */
const LABELS_MAX = 50_000;
const LABEL_KEPT_MAX = 200;

/** Trade accounts that stand for many third parties: customers and suppliers. */
const TRADE = /^4[01]1/;
const PLAIN = /^[0-9A-Z]+$/;
const FOUR = 52;

/** First days of years under the chart that ended with 2024, and under the one since 2025. */
const CHARTS = [businessDate("2024-01-01"), businessDate("2025-01-01")] as const;

type Known = { label: string };
type KnownAccount = Known & {
  readonly fault: "C01" | "C04" | undefined;
  readonly odd: boolean;
  readonly trade: boolean;
  toldOfChart: boolean;
};

const newAccount = (account: string): KnownAccount => ({
  label: "",
  fault: account.trim() === "" || /^[1-7]\d\d/.test(account) ? undefined : /^\d{3}/.test(account) ? "C04" : "C01",
  odd: account.trim() !== "" && !PLAIN.test(account),
  trade: TRADE.test(account),
  toldOfChart: false,
});

/**
 * Checks account numbers, and that one code has one label in the whole file. Memory: one label an account, a third party and a journal.
 * `startsOn`, when known, tells which chart of accounts the year follows.
 */
export function createAccountCheck(note: Note, startsOn: BusinessDate | undefined) {
  const accounts = createMemory<KnownAccount>(LABELS_MAX, newAccount);
  const journals = createMemory<Known>(LABELS_MAX, () => ({ label: "" }));
  const parties = createMemory<Known>(LABELS_MAX, () => ({ label: "" }));
  const checkAccount = (known: KnownAccount, { account, line }: FecRecord): void => {
    if (known.fault) note(known.fault, line, account);
    if (known.odd && known.fault !== "C01") note("C09", line, account);
    if (known.toldOfChart || startsOn === undefined) return;
    known.toldOfChart = true;
    if (known.fault === undefined && isOfAnotherChart(account, startsOn)) note("C08", line, account);
  };
  return {
    record(record: FecRecord): void {
      const { line, account, accountLabel, auxiliary, auxiliaryLabel, journal, journalLabel } = record;
      const known = accounts.get(account) ?? { ...newAccount(account), toldOfChart: true };
      if (known.fault !== undefined || known.odd || !known.toldOfChart) checkAccount(known, record);
      if (differs(known, accountLabel)) note("C02", line, account);
      if (auxiliary === "") {
        if (known.trade) note("C05", line, account);
      } else {
        if (account.charCodeAt(0) !== FOUR) note("C06", line, account);
        const party = parties.get(auxiliary);
        if (party && differs(party, auxiliaryLabel)) note("C07", line, auxiliary);
      }
      if (journal === "") return;
      const book = journals.get(journal);
      if (book && differs(book, journalLabel)) note("C03", line, journal);
    },
  };
}

/** The chart of 2025 ended accounts (675, 775, 79 ...) and opened others (657, 757 ...): a year follows the one of its first day. */
function isOfAnotherChart(account: string, startsOn: BusinessDate): boolean {
  const root = account.slice(0, 3);
  const [before, since] = CHARTS;
  return !isInChart(root, startsOn) && (isInChart(root, before) || isInChart(root, since));
}

/** Whether the code already has another label. A different label is told once, then becomes the one compared with. */
function differs(known: Known, label: string): boolean {
  if (known.label === label || label.trim() === "") return false;
  const had = known.label !== "";
  known.label = label.length <= LABEL_KEPT_MAX ? own(label) : known.label;
  return had;
}
