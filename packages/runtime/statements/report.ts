import { STATEMENT_FAULTS, STATEMENT_REMARKS } from "#documents/statements/problem-codes";
import { statementProblemEn } from "#documents/statements/problems.en";
import type { StatementReading } from "#documents/statements/reading";
import { type BusinessDate, instantOf } from "#domain/dates";
import type { AccountId } from "#domain/ids";
import { type Cents, centsSum, ZERO } from "#domain/money";
import type { ImportBalances, ImportCounts, ImportMark, ImportNote, StatementImport } from "#store/statement-imports";
import type { Language } from "../request.ts";
import type { Plan, ReadFile } from "./plan.ts";

export const NO_COUNTS: ImportCounts = { read: 0, added: 0, updated: 0, duplicate: 0, matched: 0, rejected: 0 };

const notesOf = (problems: StatementReading["problems"], severity: "error" | "remark"): ImportNote[] =>
  problems
    .filter((problem) => problem.severity === severity)
    .map(({ line, column, code, detail, message }) => ({ line, column, code, detail, message }));

/** What our rows make of the account: at the end of the file's last day, or of all days where it tells none. */
export type OwnBalances = { readonly openingCents: Cents; readonly atCents: Cents };

/** The file's balances beside ours. */
function balancesOf({ chosen: { opening, closing } }: Plan, own: OwnBalances, openingTaken: boolean): ImportBalances {
  const gap = closing === null ? null : own.atCents - closing.cents;
  return {
    openingCents: opening?.cents ?? null,
    openingOn: opening?.on ?? null,
    closingCents: closing?.cents ?? null,
    closingOn: closing?.on ?? null,
    ownCents: own.atCents,
    gapCents: gap === null ? null : centsSum(gap),
    openingTaken,
    suggestedOpeningCents: gap === null || gap === 0 ? null : centsSum(own.openingCents - gap),
  };
}

type Made = {
  readonly outcome: StatementImport["outcome"];
  readonly mark: Pick<ImportMark, "counts" | "openingTaken" | "ibanTaken" | "told" | "probableDuplicates"> & Partial<ImportMark>;
  readonly own: OwnBalances;
  readonly at: Date;
};

/** What became of a file. */
export function reportOf(plan: Plan, { outcome, mark, own, at }: Made): StatementImport {
  const { account, file, sha256, format, chosen, remarks, rows } = plan;
  const { importId = null, createdBy = null, startedAt = null, counts, openingTaken, ibanTaken, told, probableDuplicates } = mark;
  return {
    ...{ importId, accountId: account.id, outcome, format, fileName: file.fileName, sha256, bytes: file.bytes },
    fileAccount: { ...chosen.account, told },
    ...{ ibanTaken, otherStatements: chosen.others, fromOn: rows[0]?.date ?? null, throughOn: rows.at(-1)?.date ?? null },
    ...{ rows: counts, balances: balancesOf(plan, own, openingTaken), problems: [], remarks: notesOf(remarks, "remark") },
    ...{ probableDuplicates, createdBy, startedAt, finishedAt: importId === null ? null : instantOf(at) },
  };
}

const NOBODY = { iban: null, bank: null, branch: null, number: null, currency: null, told: "unknown" } as const;
const NOTHING_TOLD = {
  ...{ openingCents: null, openingOn: null, closingCents: null, closingOn: null },
  ...{ gapCents: null, openingTaken: false, suggestedOpeningCents: null },
} as const;

/** What is told of a file that cannot be read: every problem, with its line. */
export function unreadableReport(
  accountId: AccountId,
  file: ReadFile,
  sha256: string,
  { format, problems }: StatementReading,
): StatementImport {
  const errors = notesOf(problems, "error");
  const none: BusinessDate | null = null;
  return {
    ...{ importId: null, accountId, outcome: "unreadable", format, fileName: file.fileName, sha256, bytes: file.bytes },
    ...{ fileAccount: NOBODY, ibanTaken: false, otherStatements: 0, fromOn: none, throughOn: none },
    rows: { ...NO_COUNTS, rejected: new Set(errors.map(({ line }) => line)).size },
    balances: { ...NOTHING_TOLD, ownCents: ZERO },
    ...{ problems: errors, remarks: notesOf(problems, "remark"), probableDuplicates: [] },
    ...{ createdBy: null, startedAt: null, finishedAt: null },
  };
}

/** The report of a file that was imported before: every row of it is there. */
export const knownReport = (report: StatementImport): StatementImport => ({
  ...report,
  outcome: "already_imported",
  ibanTaken: false,
  rows: { ...NO_COUNTS, read: report.rows.read, duplicate: report.rows.read },
  balances: { ...report.balances, openingTaken: false },
});

/** A report in the caller's language; it is kept in French. */
export const inLanguage = (report: StatementImport, language: Language): StatementImport =>
  language === "fr" ? report : { ...report, problems: report.problems.map(inEnglish), remarks: report.remarks.map(inEnglish) };

function inEnglish(note: ImportNote): ImportNote {
  const code = [...STATEMENT_FAULTS, ...STATEMENT_REMARKS].find((known) => known === note.code);
  return code ? { ...note, message: statementProblemEn(code, note.line, note.detail) } : note;
}
