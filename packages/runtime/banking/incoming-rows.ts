import { hash } from "node:crypto";
import type { ProviderRow } from "#connectors/banks/port";
import type { Account } from "#domain/banking/account";
import type { Categorise, IncomingRow } from "#domain/banking/incoming";
import type { Source } from "#domain/banking/provider";
import { categoryById } from "#domain/categorising/categories";
import { categorise } from "#domain/categorising/categorise";
import { normalise } from "#domain/categorising/normalise";
import { crockford } from "#domain/ids";

const LABEL_MAX = 140;
const RAW_LABEL_MAX = 240;

/** A row as a source tells it, in the shape the reconciliation compares. */
export function incomingOf(row: ProviderRow, { givesBookingDates }: Pick<Account, "givesBookingDates">, source: Source): IncomingRow {
  const status: IncomingRow["status"] = row.future ? "future" : row.hasBookingDate || !givesBookingDates ? "booked" : "pending";
  const label = row.label.slice(0, LABEL_MAX) || row.rawLabel.slice(0, LABEL_MAX) || "(sans libellé)";
  const rawLabel = row.rawLabel.slice(0, RAW_LABEL_MAX);
  const { providerId, deleted, amountCents, currency, date, transactionDate = null, valueDate = null } = row;
  // When the provider last touched a row orders its versions; it is no content, or a mere touch would rewrite every row.
  const content = JSON.stringify([providerId, status, deleted, amountCents, currency, date, label, transactionDate, valueDate, rawLabel]);
  const normalised = normalise(rawLabel, amountCents);
  return {
    source,
    providerId,
    status,
    deleted,
    amountCents,
    currency,
    date,
    label,
    transactionDate,
    valueDate,
    rawLabel,
    updatedAt: row.updatedAt,
    keys: rowKeys(source, providerId),
    contentHash: hash("sha256", content, "buffer").toString("base64url", 0, 8),
    merchantKey: normalised.merchantKey,
    normalised,
  };
}

/** Where a source's row lives; the second place is for one whose first was inherited by another. A provider's ids are its own in all its accounts. */
export function rowKeys(source: Source, providerId: string): readonly [string, string] {
  const [provider = ""] = source.split(":", 1);
  // 100 bits, in 20 letters; read backwards they are another 100 that nothing else has.
  const bytes = hash("sha256", `${provider}\n${providerId}`, "buffer").subarray(0, 20);
  return [crockford(bytes), crockford(bytes.reverse())];
}

type Own = { readonly ownNames: readonly string[]; readonly ownIbans: readonly string[] };

/** Places a row by its label, knowing the company's own names and accounts. */
export const categoriser =
  ({ ownNames, ownIbans }: Own): Categorise =>
  ({ label, rawLabel, amountCents, normalised }) => {
    const asked = { label, rawLabel, amountCents, ownNames, ownIbans };
    const { categoryId, confidencePpm, source, ruleId, reason } = categorise(normalised ? { ...asked, normalised } : asked);
    return { code: categoryById(categoryId).code, confidencePpm, source, ruleId: ruleId ?? null, reason };
  };
