import type { Account } from "#domain/banking/account";
import type { Digest } from "#domain/banking/digest";
import type { IncomingRow } from "#domain/banking/incoming";
import type { Source } from "#domain/banking/provider";
import type { RowOutcome } from "#domain/banking/reading";
import type { BankRow } from "#domain/banking/row";
import type { BusinessDate } from "#domain/dates";
import type { CompanyId, NewId } from "#domain/ids";
import type { Db } from "#store/db";
import type { Doer } from "#store/outbox";

/** What bringing rows into one account needs. */
export type AccountReading = {
  readonly table: Db;
  readonly companyId: CompanyId;
  /** As strongly read: its `rowsVersion` is what the decisions stand on. */
  readonly account: Account;
  /** What the account remembers of its last weeks; version 0 means no bank was ever read whole. */
  readonly digest: Digest;
  readonly ownNames: readonly string[];
  readonly ownIbans: readonly string[];
  readonly now: () => Date;
  readonly newId: NewId;
  readonly requestId: string;
  readonly doer: Doer;
};

/** How the rows were asked for, and what may be concluded from them. */
export type How = {
  readonly source: Source;
  /** Only what changed; every live row there is; or every live row of a day and after. */
  readonly read: "changes" | "whole" | { readonly from: BusinessDate };
  /** The provider tells a deletion by leaving the row out. */
  readonly absentAreGone?: boolean;
  /** The provider tells only what is booked: what another one announced may wait all the same. */
  readonly bookedOnly?: boolean;
  /** Look at every row, whatever the digest remembers: it remembers another teller. */
  readonly afresh?: boolean;
  /** Tell which booked rows a whole reading left out. */
  readonly findLeftOut?: boolean;
  /** The days of which a file tells every row: a row of any other day is none of its, however alike. */
  readonly tells?: { readonly from: BusinessDate; readonly through: BusinessDate };
  /** Decide and tell, and write nothing. */
  readonly dryRun?: boolean;
  /** Told of every row: what became of it, and which row of other words it may all the same be. */
  readonly told?: (row: IncomingRow, outcome: RowOutcome, likely: BankRow | null) => void;
  /** Told how many rows are dealt with, after each stretch of them; what it throws stops the reading there. */
  readonly progress?: (rows: number) => Promise<void>;
};

/** What one account's read did. */
export type Tally = { readonly added: number; readonly updated: number; readonly deleted: number; readonly unchanged: number };
export const NOTHING: Tally = { added: 0, updated: 0, deleted: 0, unchanged: 0 };

export const sumOf = (left: Tally, right: Tally): Tally => ({
  added: left.added + right.added,
  updated: left.updated + right.updated,
  deleted: left.deleted + right.deleted,
  unchanged: left.unchanged + right.unchanged,
});

export type AccountRead = {
  readonly tally: Tally;
  /** The account after it, its kept totals as of the last strong read. */
  readonly account: Account;
  readonly leftOut: readonly BankRow[];
  /** First and last day of rows that were written; null when none was. */
  readonly days: { readonly from: BusinessDate; readonly to: BusinessDate } | null;
};
