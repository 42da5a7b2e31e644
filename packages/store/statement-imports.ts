import * as z from "zod";
import { BusinessDate, Instant } from "#domain/dates";
import { AccountId, ActorId, type CompanyId, StatementImportId, TransactionId } from "#domain/ids";
import { Cents, CentsSum, Currency } from "#domain/money";
import type { Action, Db, Outcome } from "./db.ts";
import { TABLE } from "./entity.ts";
import { type BusinessEvent, commit } from "./outbox.ts";

/**
 * Access patterns: what is known of a file in an account, by the fingerprint of its bytes · one import · imports of an account, newest first.
 * docs/table.md.
 */
const IMPORT_FORMATS = ["ofx", "csv", "camt053", "cfonb120", "mt940", "qif"] as const;

/** Something told of a line: 1 is the first, 0 the file as a whole; `column` of a table, 1 is the first. In French. */
export const ImportNote = z.object({
  line: z.int(),
  column: z.int().nullable(),
  code: z.string(),
  detail: z.string(),
  message: z.string(),
});
export type ImportNote = z.infer<typeof ImportNote>;

/** What became of the rows of a file: `rejected` lines keep the whole file out, so an import that was made has none. */
export const ImportCounts = z.object({
  read: z.int(),
  added: z.int(),
  /** Same row, told anew with other dates or details. */
  updated: z.int(),
  /** Already there from an earlier file. */
  duplicate: z.int(),
  /** Became one with a row that the bank, or a file of another format, had told. */
  matched: z.int(),
  rejected: z.int(),
});
export type ImportCounts = z.infer<typeof ImportCounts>;

/** What the file says the account held, beside what our rows make of it. Minor units of the account's currency. */
export const ImportBalances = z.object({
  openingCents: Cents.nullable(),
  openingOn: BusinessDate.nullable(),
  closingCents: Cents.nullable(),
  closingOn: BusinessDate.nullable(),
  /** Ours at the end of `closingOn`, after the import; of all days where the file tells no closing balance. */
  ownCents: CentsSum,
  /** Ours less the file's; null where the file tells no closing balance. */
  gapCents: CentsSum.nullable(),
  /** Whether the account's opening balance was taken from the file: it had no row and none. */
  openingTaken: z.boolean(),
  /** The opening balance that would close the gap. It is never set without being asked for. */
  suggestedOpeningCents: CentsSum.nullable(),
});
export type ImportBalances = z.infer<typeof ImportBalances>;

/** A row of the file and one from elsewhere that may be the same operation: both are kept. */
export const ProbableDuplicate = z.object({
  transactionId: TransactionId,
  date: BusinessDate,
  amountCents: Cents,
  label: z.string(),
  otherId: TransactionId,
  otherDate: BusinessDate,
  otherLabel: z.string(),
});
export type ProbableDuplicate = z.infer<typeof ProbableDuplicate>;

export const StatementImport = z.object({
  /** Null when nothing was kept: a dry run, or a file that cannot be read. */
  importId: StatementImportId.nullable(),
  accountId: AccountId,
  outcome: z.enum(["imported", "already_imported", "dry_run", "unreadable"]),
  format: z.enum(IMPORT_FORMATS).nullable(),
  fileName: z.string().nullable(),
  sha256: z.string(),
  bytes: z.int(),
  /** The account as the file names it. `told`: whether that is this one by its IBAN or number, cannot be known, or was confirmed by the caller. */
  fileAccount: z.object({
    iban: z.string().nullable(),
    bank: z.string().nullable(),
    branch: z.string().nullable(),
    number: z.string().nullable(),
    currency: Currency.nullable(),
    told: z.enum(["same", "unknown", "confirmed"]),
  }),
  /** Whether the account had no IBAN and took the file's. */
  ibanTaken: z.boolean(),
  /** Statements of the file that are of other accounts: left out. */
  otherStatements: z.int(),
  fromOn: BusinessDate.nullable(),
  throughOn: BusinessDate.nullable(),
  rows: ImportCounts,
  balances: ImportBalances,
  problems: z.array(ImportNote),
  remarks: z.array(ImportNote),
  probableDuplicates: z.array(ProbableDuplicate),
  createdBy: ActorId.nullable(),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
});
export type StatementImport = z.infer<typeof StatementImport>;

/** What a file's import has done so far: the rows that digests vouch for are written and counted. */
export const ImportMark = z.object({
  importId: StatementImportId,
  startedAt: Instant,
  createdBy: ActorId,
  openingTaken: z.boolean(),
  ibanTaken: z.boolean(),
  told: z.enum(["same", "unknown", "confirmed"]),
  /** How often it was settled: whoever settles it next must have read this. */
  step: z.int(),
  counts: ImportCounts,
  probableDuplicates: z.array(ProbableDuplicate),
  done: z.boolean(),
  /** The request, or the job, that ended it: run again, it tells what it did. */
  endedBy: z.string().nullable(),
});
export type ImportMark = z.infer<typeof ImportMark>;

const partition = (companyId: CompanyId): string => `COMPANY#${companyId}#IMPORTS`;
const importKey = (companyId: CompanyId, accountId: AccountId, id: StatementImportId) => ({
  pk: partition(companyId),
  sk: `${accountId}#${id}`,
});
const fileKey = (companyId: CompanyId, accountId: AccountId, sha256: string) => ({
  pk: partition(companyId),
  sk: `${accountId}#FILE#${sha256}`,
});

type Event = Omit<BusinessEvent, "type" | "objects">;
type Page = { readonly imports: readonly StatementImport[]; readonly next: string | null };

export const statementImports = (db: Db, companyId: CompanyId, accountId: AccountId) => ({
  /** What is known of a file by its fingerprint, or null. */
  async mark(sha256: string): Promise<ImportMark | null> {
    const found = await db.get({ Key: fileKey(companyId, accountId, sha256), ConsistentRead: true });
    return found ? ImportMark.parse(found) : null;
  },
  /** Begins the import of a file, once, and changes the account with it where it takes something from the file. Not done: somebody else began it, or changed the account. */
  async begin(
    sha256: string,
    mark: ImportMark,
    account: { readonly action: Action; readonly version: number } | null,
    event: Event,
  ): Promise<Outcome> {
    const put: Action = {
      Put: {
        TableName: TABLE,
        Item: { ...fileKey(companyId, accountId, sha256), ...mark },
        ConditionExpression: "attribute_not_exists(pk)",
      },
    };
    const objects = [{ id: mark.importId }, { id: accountId, ...(account && { version: account.version }) }];
    const actions = [put, ...(account ? [account.action] : [])];
    return commit(db, companyId, actions, { ...event, type: "statement.import_started", objects });
  },
  /** Notes how far an import is, with what vouches for its rows. Not done: another run of it was there first. */
  settle: (sha256: string, before: ImportMark, after: ImportMark, actions: readonly Action[]): Promise<Outcome> =>
    db.transact([markAction(fileKey(companyId, accountId, sha256), before, after), ...actions]),
  /** Ends an import: its last rows are vouched for and its report is kept. Not done: another run of it was there first. */
  async end(before: ImportMark, after: ImportMark, report: StatementImport, actions: readonly Action[], event: Event): Promise<Outcome> {
    const put: Action = {
      Put: {
        TableName: TABLE,
        Item: { ...importKey(companyId, accountId, after.importId), ...report },
        ConditionExpression: "attribute_not_exists(pk)",
      },
    };
    const mark = markAction(fileKey(companyId, accountId, report.sha256), before, after);
    const objects = [{ id: after.importId }, { id: accountId }];
    return commit(db, companyId, [mark, put, ...actions], { ...event, type: "statement.imported", objects });
  },
  /** A report never changes: a copy that may be late is asked first, the table itself when it has none. */
  async get(id: StatementImportId): Promise<StatementImport | null> {
    const Key = importKey(companyId, accountId, id);
    const found = (await db.get({ Key })) ?? (await db.get({ Key, ConsistentRead: true }));
    return found ? StatementImport.parse(found) : null;
  },
  /** Newest first; `before` is an import's id. */
  async page(limit: number, before: string | null): Promise<Page> {
    const { items, next } = await db.query({
      KeyConditionExpression: "#pk = :pk and sk between :first and :last",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: {
        ":pk": partition(companyId),
        ":first": `${accountId}#imp_`,
        ":last": before === null ? `${accountId}#imp_~` : previousTo(`${accountId}#${before}`),
      },
      ScanIndexForward: false,
      Limit: limit,
    });
    const imports = items.map((item) => StatementImport.parse(item));
    return { imports, next: next ? (imports.at(-1)?.importId ?? null) : null };
  },
});

/** The text that sorts just before a key: ids are made of digits and capitals. */
const previousTo = (key: string): string => `${key.slice(0, -1)}${String.fromCharCode(key.charCodeAt(key.length - 1) - 1)}~`;

const markAction = (key: { readonly pk: string; readonly sk: string }, before: ImportMark, after: ImportMark): Action => ({
  Put: {
    TableName: TABLE,
    Item: { ...key, ...after },
    ConditionExpression: "#step = :step and done = :no",
    ExpressionAttributeNames: { "#step": "step" },
    ExpressionAttributeValues: { ":step": before.step, ":no": false },
  },
});
