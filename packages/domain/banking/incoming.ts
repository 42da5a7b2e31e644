import type { NormalisedLabel } from "../categorising/normalise.ts";
import type { BusinessDate, Instant } from "../dates.ts";
import type { Cents, Currency } from "../money.ts";
import type { Source } from "./provider.ts";
import type { BankRow, Categorisation, RowStatus } from "./row.ts";
import { afterNewAmount } from "./split.ts";

/** One row as a source tells it, ready to be compared with what we hold. `keys` are the row hashes it may live under, in order. */
export type IncomingRow = {
  readonly keys: readonly [string, string];
  readonly source: Source;
  readonly providerId: string;
  readonly contentHash: string;
  readonly status: Exclude<RowStatus, "deleted">;
  readonly deleted: boolean;
  readonly amountCents: Cents;
  readonly currency: Currency;
  readonly date: BusinessDate;
  readonly transactionDate: BusinessDate | null;
  readonly valueDate: BusinessDate | null;
  readonly label: string;
  readonly rawLabel: string;
  /** Same for rows of the same counterparty, so that a pending row and its booked successor can be paired. */
  readonly merchantKey: string;
  /** Its raw label taken apart. */
  readonly normalised?: NormalisedLabel;
  readonly updatedAt: Instant;
};

/** A row as an account's digest remembers it, so that a successor is recognised without a look at the table. */
export type RememberedRow = {
  readonly hash: string;
  readonly providerId: string;
  readonly amountCents: number;
  readonly date: BusinessDate;
  readonly merchantKey: string;
};

/**
 * What to write: a row that changes (`before` null = new), and a second key that must lead to it. `matched`: the row stays as it is, another
 * source's name of it leads to it from now on.
 */
export type RowChange = {
  readonly before: BankRow | null;
  readonly after: BankRow;
  readonly alias: string | null;
  readonly kind: "added" | "updated" | "deleted" | "matched";
};

export type Categorise = (row: Pick<IncomingRow, "label" | "rawLabel" | "amountCents" | "normalised">) => Categorisation;

/** Builds a new row out of an incoming one. One literal: an object put together out of others costs several times as much, and there are many. */
export function newRow(incoming: IncomingRow, hash: string, ordinal: number, categorisation: Categorisation, at: Instant): BankRow {
  return {
    source: incoming.source,
    status: incoming.status,
    amountCents: incoming.amountCents,
    currency: incoming.currency,
    date: incoming.date,
    transactionDate: incoming.transactionDate,
    valueDate: incoming.valueDate,
    label: incoming.label,
    rawLabel: incoming.rawLabel,
    providerId: incoming.providerId,
    contentHash: incoming.contentHash,
    providerUpdatedAt: incoming.updatedAt,
    note: null,
    attachmentCount: 0,
    transfer: null,
    parts: [],
    ordinal,
    hash,
    categorisation,
    createdAt: at,
    updatedAt: at,
    version: 1,
  };
}

/** The row with the provider's new words; what a person or a link set stays, what a rule set is decided again. */
export function refreshed(row: BankRow, incoming: IncomingRow, categorisation: Categorisation, at: Instant): BankRow {
  const sameWay = row.amountCents < 0 === incoming.amountCents < 0;
  const kept = (row.categorisation.source === "user" || row.transfer !== null) && sameWay ? row.categorisation : categorisation;
  return {
    ...row,
    ...providerFields(incoming),
    ...afterNewAmount(row, incoming.amountCents, kept),
    updatedAt: at,
    version: row.version + 1,
  };
}

/** The row as a tombstone: it keeps its key and its history, and leaves every list and total. */
export const tombstone = (row: BankRow, incoming: IncomingRow, at: Instant): BankRow => ({
  ...row,
  status: "deleted",
  contentHash: incoming.contentHash,
  providerUpdatedAt: incoming.updatedAt,
  updatedAt: at,
  version: row.version + 1,
});

/** Content of a row that its bank left out of a whole reading: no row told has it, so that whatever is told of it later counts as news. */
const ABSENT = "absent";

/** A tombstone of a row its bank left out of a whole reading. */
export const absentRow = (row: BankRow, at: Instant): BankRow => ({
  ...row,
  status: "deleted",
  contentHash: ABSENT,
  updatedAt: at,
  version: row.version + 1,
});

const providerFields = ({
  source,
  status,
  amountCents,
  currency,
  date,
  transactionDate,
  valueDate,
  label,
  rawLabel,
  providerId,
  contentHash,
  updatedAt,
}: IncomingRow) => ({
  source,
  status,
  amountCents,
  currency,
  date,
  transactionDate,
  valueDate,
  label,
  rawLabel,
  providerId,
  contentHash,
  providerUpdatedAt: updatedAt,
});
