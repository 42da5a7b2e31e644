import { hash } from "node:crypto";
import type { ProviderRow } from "#connectors/banks/port";
import type { StatementRow } from "#documents/statements/reading";
import { fileRowKeys } from "#documents/statements/row-key";
import type { Account } from "#domain/banking/account";
import type { BusinessDate } from "#domain/dates";
import { crockford } from "#domain/ids";
import { FINGERPRINT_LENGTH } from "#store/file-digests";

/**
 * A row of a file: what is told, the id it goes by, and its fingerprint: another one when anything of it is told anew. A hundred thousand of them
 * are in memory at once: whatever else is made of a row is made when its turn comes.
 */
export type FileRow = {
  readonly told: StatementRow;
  readonly date: BusinessDate;
  readonly providerId: string;
  readonly fingerprint: string;
};

type Into = Pick<Account, "id" | "currency">;

const ID_LENGTH = 26;

/**
 * The rows of a file in the order of their days, each under an id made of what the bank says of it: the same row in another file has the same
 * id, and true twins have two.
 */
export function fileRowsOf({ id }: Into, rows: readonly StatementRow[]): readonly FileRow[] {
  const sorted = [...rows].sort((left, right) => (left.bookedOn < right.bookedOn ? -1 : left.bookedOn > right.bookedOn ? 1 : 0));
  const made: FileRow[] = [];
  // Twins are of one day: no more keys than one day's are needed at once.
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (sorted[to]?.bookedOn === sorted[from]?.bookedOn && to < sorted.length) to += 1;
    const day = sorted.slice(from, to);
    const keys = fileRowKeys(id, day);
    for (const [place, row] of day.entries()) made.push(fileRowOf(row, keys[place] ?? ""));
  }
  return made;
}

function fileRowOf(told: StatementRow, key: string): FileRow {
  const { bookedOn, valueOn, transactionOn, details } = told;
  const content = JSON.stringify([key, valueOn, transactionOn, details]);
  return {
    told,
    date: bookedOn,
    providerId: crockford(hash("sha256", key, "buffer").subarray(0, ID_LENGTH)),
    fingerprint: hash("sha256", content, "buffer").toString("hex", 0, FINGERPRINT_LENGTH / 2),
  };
}

/**
 * A row as a bank would tell it. It carries no instant of its own, so that one that comes again is the same; whatever a bank tells later of the
 * same row is newer.
 */
export function providerRowOf({ told, providerId }: FileRow, { id, currency }: Into): ProviderRow {
  const { bookedOn, valueOn, transactionOn, amountCents, label, details } = told;
  const rawLabel = details === null ? label : [label, details].filter((text) => text !== "").join(" ");
  return {
    ...{ providerId, accountProviderId: id, label, rawLabel, amountCents, currency, date: bookedOn },
    ...(transactionOn !== null && { transactionDate: transactionOn }),
    ...(valueOn !== null && { valueDate: valueOn }),
    ...{ hasBookingDate: true, future: false, deleted: false, updatedAt: `${bookedOn}T00:00:00.000Z` },
  };
}
