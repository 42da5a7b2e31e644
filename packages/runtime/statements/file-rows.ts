import { createHash } from "node:crypto";
import type { ProviderRow } from "#connectors/banks/port";
import type { StatementRow } from "#documents/statements/reading";
import { fileRowKeys } from "#documents/statements/row-key";
import type { Account } from "#domain/banking/account";
import type { Month } from "#domain/dates";
import { monthOf } from "#domain/dates";
import { crockford } from "#domain/ids";
import { FINGERPRINT_LENGTH } from "#store/file-digests";

/** A row of a file, as a bank would tell it, and its fingerprint: another one when anything of it is told anew. */
export type FileRow = { readonly row: ProviderRow; readonly fingerprint: string; readonly month: Month };

const ID_LENGTH = 26;

/**
 * The rows of a file in the order of their days, each under an id made of what the bank says of it: the same row in another file has the same
 * id, and true twins have two. What is told carries no instant of its own, so that a row that comes again is the same; whatever a bank tells
 * later of the same row is newer.
 */
export function fileRowsOf({ id, currency }: Pick<Account, "id" | "currency">, rows: readonly StatementRow[]): readonly FileRow[] {
  const keys = fileRowKeys(id, rows);
  const made = rows.map((row, place) => fileRowOf(row, keys[place] ?? "", id, currency));
  return made.sort((left, right) => (left.row.date < right.row.date ? -1 : left.row.date > right.row.date ? 1 : 0));
}

function fileRowOf(told: StatementRow, key: string, accountProviderId: string, currency: Account["currency"]): FileRow {
  const { bookedOn, valueOn, transactionOn, amountCents, label, details } = told;
  const rawLabel = [label, details ?? ""].filter((text) => text !== "").join(" ");
  return {
    row: {
      providerId: crockford(createHash("sha256").update(key).digest().subarray(0, ID_LENGTH)),
      ...{ accountProviderId, label, rawLabel, amountCents, currency, date: bookedOn },
      ...(transactionOn !== null && { transactionDate: transactionOn }),
      ...(valueOn !== null && { valueDate: valueOn }),
      ...{ hasBookingDate: true, future: false, deleted: false, updatedAt: `${bookedOn}T00:00:00.000Z` },
    },
    fingerprint: createHash("sha256")
      .update(JSON.stringify([key, valueOn, transactionOn, details]))
      .digest("hex")
      .slice(0, FINGERPRINT_LENGTH),
    month: monthOf(bookedOn),
  };
}
