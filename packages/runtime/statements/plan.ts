import { createHash } from "node:crypto";
import { refused } from "#documents/statements/book";
import { STORED_STATEMENT_BYTES_MAX } from "#documents/statements/limits";
import { readStatements } from "#documents/statements/read";
import type { StatementReading } from "#documents/statements/reading";
import type { Account } from "#domain/banking/account";
import { type Month, monthOf } from "#domain/dates";
import type { AccountId, CompanyId } from "#domain/ids";
import { Cents } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { accounts } from "#store/accounts";
import type { Db } from "#store/db";
import { type FileDigest, fileDigests } from "#store/file-digests";
import { type ImportMark, type StatementImport, statementImports } from "#store/statement-imports";
import { type Chosen, chosenOf } from "./choose.ts";
import { type FileRow, fileRowsOf } from "./file-rows.ts";

/** A file as it was sent; its name is for people to read. */
export type SentFile = { readonly bytes: Uint8Array; readonly fileName: string | null };

/** A file that was read: its bytes are only counted from then on. */
export type ReadFile = { readonly bytes: number; readonly fileName: string | null };

/** Everything the import of a file rests on, before anything of it is written. */
export type Plan = {
  readonly account: Account;
  readonly file: ReadFile;
  readonly sha256: string;
  readonly format: NonNullable<StatementReading["format"]>;
  readonly chosen: Omit<Chosen, "rows">;
  readonly remarks: StatementReading["problems"];
  /** In the order of their days. */
  readonly rows: readonly FileRow[];
  readonly digests: ReadonlyMap<Month, FileDigest>;
  /** What an earlier run of this import did; null when it was not begun. */
  readonly mark: ImportMark | null;
};

/** What a file turns out to be: one that was imported before, one that cannot be read, or one to import. */
export type Read =
  | { readonly kind: "known"; readonly report: StatementImport; readonly endedBy: string | null }
  | { readonly kind: "unreadable"; readonly file: ReadFile; readonly sha256: string; readonly reading: StatementReading }
  | { readonly kind: "plan"; readonly plan: Plan };

type Where = { readonly table: Db; readonly companyId: CompanyId; readonly accountId: AccountId; readonly isConfirmed: boolean };

/** Reads a file for an account. Refuses a closed account, and a file that is not the account's. */
export async function readFor(sent: SentFile, { table, companyId, accountId, isConfirmed }: Where): Promise<Read> {
  const sha256 = createHash("sha256").update(sent.bytes).digest("hex");
  const store = statementImports(table, companyId, accountId);
  const mark = await store.mark(sha256);
  const report = mark?.done ? await store.get(mark.importId) : null;
  if (mark && report) return { kind: "known", report, endedBy: mark.endedBy };
  const own = await accounts(table, companyId).all("now");
  const account = own.find(({ id }) => id === accountId);
  if (!account) throw new Refusal("account.not_found");
  if (account.status === "closed") throw new Refusal("account.closed");
  const file = { bytes: sent.bytes.byteLength, fileName: sent.fileName };
  const reading = readStatements(sent.bytes, STORED_STATEMENT_BYTES_MAX);
  const { format, problems } = reading;
  if (format === null || problems.some(({ severity }) => severity === "error")) return { kind: "unreadable", file, sha256, reading };
  const { rows: told, ...chosen } = chosenOf(reading, { account, own, isConfirmed });
  const rows = fileRowsOf(account, told);
  if (isTooMuch(account, rows)) return { kind: "unreadable", file, sha256, reading: refused(format, "movements_too_large") };
  const digests = await digestsOf(table, companyId, { account, rows });
  return { kind: "plan", plan: { account, file, sha256, format, chosen, remarks: problems, rows, digests, mark } };
}

/** Whether the account would hold more than is told exactly, whichever of the rows are there already. */
function isTooMuch({ openingBalanceCents, totals }: Account, rows: readonly FileRow[]): boolean {
  const held = Math.abs(openingBalanceCents + totals.bookedCents);
  return !Cents.safeParse(rows.reduce((sum, { told }) => sum + Math.abs(told.amountCents), held)).success;
}

/** What vouches for rows in the months of a file. Strongly consistent. */
export async function digestsOf(
  table: Db,
  companyId: CompanyId,
  { account, rows }: Pick<Plan, "account" | "rows">,
): Promise<ReadonlyMap<Month, FileDigest>> {
  const [first, last] = [rows[0], rows.at(-1)];
  return first && last ? fileDigests(table, companyId, account.ordinal).between(monthOf(first.date), monthOf(last.date)) : new Map();
}
