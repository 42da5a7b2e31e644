import type { CompanyId, FiscalYearId, NewId } from "#domain/ids";
import type { Db } from "./db.ts";
import type { LedgerHead } from "./ledger-heads.ts";
import type { Doer } from "./outbox.ts";

/** What whoever writes needs: the table, and when, under which request and in whose name it is. */
export type Booking = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly now: () => Date;
  readonly newId: NewId;
  readonly requestId: string;
  readonly doer: Doer;
};

/** Heads as a run of the books has moved them so far. */
export type Heads = Map<FiscalYearId, LedgerHead>;
