import { createHash } from "node:crypto";
import type { ProviderRow } from "#connectors/banks/port";
import type { Account } from "#domain/banking/account";
import type { Categorise, IncomingRow } from "#domain/banking/incoming";
import { merchantKeyOf } from "#domain/banking/likeness";
import type { Source } from "#domain/banking/provider";
import { categoryById } from "#domain/categorising/categories";
import { categorise } from "#domain/categorising/categorise";
import { crockford } from "#domain/ids";

const LABEL_MAX = 140;
const RAW_LABEL_MAX = 240;

/** A row as a source tells it, in the shape the reconciliation compares. */
export function incomingOf(row: ProviderRow, { givesBookingDates }: Pick<Account, "givesBookingDates">, source: Source): IncomingRow {
  const status: IncomingRow["status"] = row.future ? "future" : row.hasBookingDate || !givesBookingDates ? "booked" : "pending";
  const label = row.label.slice(0, LABEL_MAX) || row.rawLabel.slice(0, LABEL_MAX) || "(sans libellé)";
  const fields = {
    ...{
      providerId: row.providerId,
      status,
      deleted: row.deleted,
      amountCents: row.amountCents,
      currency: row.currency,
      date: row.date,
      label,
    },
    transactionDate: row.transactionDate ?? null,
    valueDate: row.valueDate ?? null,
    rawLabel: row.rawLabel.slice(0, RAW_LABEL_MAX),
  } as const;
  // When the provider last touched a row orders its versions; it is no content, or a mere touch would rewrite every row.
  const content = createHash("sha256")
    .update(JSON.stringify(Object.values(fields)))
    .digest()
    .subarray(0, 8)
    .toString("base64url");
  return {
    ...fields,
    source,
    updatedAt: row.updatedAt,
    keys: rowKeys(source, row.providerId),
    contentHash: content,
    merchantKey: merchantKeyOf(row.rawLabel, row.amountCents),
  };
}

/** Where a source's row lives; the second place is for one whose first was inherited by another. A provider's ids are its own in all its accounts. */
export const rowKeys = (source: Source, providerId: string): readonly [string, string] => {
  const [provider = ""] = source.split(":", 1);
  return [rowHash(provider, providerId, 1), rowHash(provider, providerId, 2)];
};

/** 100 bits of SHA-256, in 20 letters. */
function rowHash(provider: string, providerId: string, place: 1 | 2): string {
  const digest = createHash("sha256")
    .update(`${provider}\n${providerId}${place === 1 ? "" : "\n2"}`)
    .digest();
  return crockford(digest.subarray(0, 20));
}

type Own = { readonly ownNames: readonly string[]; readonly ownIbans: readonly string[] };

/** Places a row by its label, knowing the company's own names and accounts. */
export const categoriser =
  ({ ownNames, ownIbans }: Own): Categorise =>
  ({ label, rawLabel, amountCents }) => {
    const { categoryId, confidencePpm, source, ruleId, reason } = categorise({ label, rawLabel, amountCents, ownNames, ownIbans });
    return { code: categoryById(categoryId).code, confidencePpm, source, ruleId: ruleId ?? null, reason };
  };
