import { euros } from "#domain/amounts.fr";
import { isCentralisation, isClosing, isOpening } from "../fec/import/draft.ts";
import type { FecEntry, FecEntryLine, FecProblem } from "../fec/import/fec-entry.ts";
import { shown } from "../text/shown.ts";
import { readAccount } from "./account.ts";
import type { Period } from "./fec-period.ts";
import type { BalanceProblemCode, BalanceRemarkCode } from "./problem-codes.ts";
import { BALANCE_PROBLEMS_MAX, BALANCE_ROWS_MAX, type BalanceProblem, type BalanceRemark, type ReadRow, remarkAt } from "./reading.ts";

const PROBLEM_OF: Readonly<Partial<Record<FecProblem["code"], BalanceProblemCode>>> = {
  line_unreadable: "fec_line_unreadable",
  amount_unreadable: "fec_amount_unreadable",
  date_unreadable: "fec_date_unreadable",
  too_many_lines: "fec_entry_too_long",
};

/** Sums of the entries of one period, an account each, and what was told on the way. */
export function createFecSums(period: Period) {
  const sums = new Map<string, Sum>();
  const notes = createNotes();
  return {
    take(entry: FecEntry): void {
      for (const { code, line, detail } of entry.problems) notes.problem(PROBLEM_OF[code] ?? "fec_line_unreadable", line, detail);
      const gap = entry.lines.reduce((sum, { debitCents, creditCents }) => sum + debitCents - creditCents, 0);
      if (gap !== 0 && entry.problems.length === 0) notes.problem("fec_entry_unbalanced", entry.line, euros(Math.abs(gap)));
      const leftOut = leftOutAs(entry, period);
      if (leftOut) notes.tell(leftOut, entry.line);
      else takeLines(entry, isOpening(entry, period.startsOn), sums, notes);
    },
    finish: () => ({
      rows: [...sums.values()].map(rowOf).sort((left, right) => (left.account < right.account ? -1 : 1)),
      problems: notes.problems,
      remarks: notes.remarks(),
    }),
  };
}

type Sum = { readonly row: ReadRow; openingDebit: number; openingCredit: number; debit: number; credit: number };
type Notes = ReturnType<typeof createNotes>;

function createNotes() {
  const problems: BalanceProblem[] = [];
  const told = new Map<BalanceRemarkCode, { readonly line: number; readonly count: number }>();
  return {
    problems,
    tell(code: BalanceRemarkCode, line: number): void {
      const known = told.get(code);
      told.set(code, { line: known?.line ?? line, count: (known?.count ?? 0) + 1 });
    },
    problem(code: BalanceProblemCode, line: number, detail: string): void {
      const place = { line, field: null, place: String(line) };
      if (problems.length < BALANCE_PROBLEMS_MAX) problems.push({ code, ...place, detail: shown(detail) });
      else if (problems.length === BALANCE_PROBLEMS_MAX)
        problems.push({ code: "too_many_problems", ...place, detail: String(BALANCE_PROBLEMS_MAX) });
    },
    remarks: (): readonly BalanceRemark[] => [...told].map(([code, { line, count }]) => remarkAt(code, line, String(count))),
  };
}

function leftOutAs(entry: FecEntry, { startsOn, endsOn }: Period): BalanceRemarkCode | null {
  if (isClosing(entry)) return "fec_closing_left_out";
  if (isCentralisation(entry)) return "fec_centralisation_left_out";
  return entry.date !== undefined && (entry.date < startsOn || entry.date > endsOn) ? "fec_outside_period" : null;
}

function takeLines({ line, lines }: FecEntry, opening: boolean, sums: Map<string, Sum>, notes: Notes): void {
  if (opening) notes.tell("fec_opening_apart", line);
  for (const one of lines) {
    const account = readAccount(one.account);
    if (account === null) notes.problem("account_invalid", one.line, one.account);
    else if (sums.has(account) || sums.size < BALANCE_ROWS_MAX) add(sums, account, one, opening);
    else notes.problem("too_many_rows", one.line, String(BALANCE_ROWS_MAX));
  }
}

/** A negative amount counts on the other side, as it is meant. */
function add(sums: Map<string, Sum>, account: string, line: FecEntryLine, opening: boolean): void {
  const sum = sums.get(account) ?? { row: rowFrom(account, line), openingDebit: 0, openingCredit: 0, debit: 0, credit: 0 };
  sums.set(account, sum);
  const debit = Math.max(line.debitCents, 0) + Math.max(-line.creditCents, 0);
  const credit = Math.max(line.creditCents, 0) + Math.max(-line.debitCents, 0);
  if (opening) Object.assign(sum, { openingDebit: sum.openingDebit + debit, openingCredit: sum.openingCredit + credit });
  else Object.assign(sum, { debit: sum.debit + debit, credit: sum.credit + credit });
}

const LABEL_MAX = 200;

const rowFrom = (account: string, { line, accountLabel }: FecEntryLine): ReadRow => ({
  ...{ line, place: String(line), account, label: accountLabel.slice(0, LABEL_MAX), thirdParty: null },
  ...{ openingDebitCents: 0, openingCreditCents: 0, debitCents: 0, creditCents: 0, debitBalanceCents: 0, creditBalanceCents: 0 },
});

function rowOf({ row, openingDebit, openingCredit, debit, credit }: Sum): ReadRow {
  const balance = openingDebit - openingCredit + debit - credit;
  return {
    ...row,
    ...{ openingDebitCents: openingDebit, openingCreditCents: openingCredit, debitCents: debit, creditCents: credit },
    ...{ debitBalanceCents: Math.max(balance, 0), creditBalanceCents: Math.max(-balance, 0) },
  };
}
