import { createHash } from "node:crypto";
import type { ProviderRow } from "#connectors/banks/port";
import type { Account } from "#domain/banking/account";
import { type Digest, digestAfter, unseen } from "#domain/banking/digest";
import type { IncomingRow, PendingRow, RowChange } from "#domain/banking/incoming";
import { FILE_SOURCE } from "#domain/banking/provider";
import { planReading } from "#domain/banking/reconcile";
import type { BankRow, Categorisation } from "#domain/banking/row";
import { categoryById } from "#domain/categorising/categories";
import { categorise } from "#domain/categorising/categorise";
import { normalise } from "#domain/categorising/normalise";
import { instantOf } from "#domain/dates";
import { type CompanyId, crockford, type NewId } from "#domain/ids";
import type { Db } from "#store/db";
import { digests } from "#store/digests";
import { batchesOf, writeRows } from "#store/row-changes";
import { rows } from "#store/rows";

/** What one account's read did. */
export type Tally = { readonly added: number; readonly updated: number; readonly deleted: number; readonly unchanged: number };

export type AccountReading = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly account: Account;
  readonly provider: string;
  /** What the account remembers of its last weeks; version 0 means it was never read whole. */
  readonly digest: Digest;
  readonly ownNames: readonly string[];
  readonly ownIbans: readonly string[];
  readonly now: () => Date;
  readonly newId: NewId;
  readonly requestId: string;
};

/** A row changed by somebody else between our read and our write makes us decide again, this often at most. */
const ATTEMPTS_MAX = 5;

/**
 * Brings one account up to date with a complete read: a `snapshot` holds every live row, anything else what changed. Rows, totals and event of a batch are one transaction; the digest is
 * written after them and vouches only for what is written, so a run killed anywhere is simply run again.
 */
export async function readAccount(reading: AccountReading, provided: readonly ProviderRow[], snapshot: boolean): Promise<Tally> {
  const { table, companyId, account, digest } = reading;
  const incoming = provided.map((row) => incomingOf(row, reading));
  const fresh = unseen(digest, incoming);
  const known = incoming.length - fresh.length;
  if (fresh.length === 0 && digest.version > 0) return { added: 0, updated: 0, deleted: 0, unchanged: known };
  const first = digest.version === 0 && account.totals.bookedCount === 0;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const held = first && attempt === 1 ? new Map<string, BankRow>() : await heldRows(fresh, digest.pending, reading);
    const plan = planReading({
      ordinal: account.ordinal,
      incoming: fresh,
      held,
      pending: digest.pending,
      categorise: categoriser(reading),
      at: instantOf(reading.now()),
      snapshot,
    });
    if (!(await writePlan(plan.changes, reading))) continue;
    for (const { after, alias } of plan.changes) for (const key of alias ? [after.hash, alias] : [after.hash]) held.set(key, after);
    await digests(table, companyId).write(account.ordinal, digestAfter(digest, fresh, settledUnder(fresh, held)));
    return { ...countsOf(plan.changes), unchanged: known + plan.unchanged };
  }
  throw new Error("the rows of an account kept changing while they were read");
}

/** The rows held under the keys of what was read; the second key is looked up only where the first was inherited by another id. */
async function heldRows(
  fresh: readonly IncomingRow[],
  pending: readonly PendingRow[],
  { table, companyId, account }: AccountReading,
): Promise<Map<string, BankRow>> {
  const store = rows(table, companyId);
  const first = [...fresh.map(({ keys }) => keys[0]), ...pending.map(({ hash }) => hash)];
  const held = new Map(await store.many(account.ordinal, [...new Set(first)]));
  const inherited = fresh.filter(({ keys, providerId }) => held.has(keys[0]) && held.get(keys[0])?.providerId !== providerId);
  for (const [hash, row] of await store.many(
    account.ordinal,
    inherited.map(({ keys }) => keys[1]),
  ))
    held.set(hash, row);
  return held;
}

/** Writes every batch; false when one met a row that had changed. What was written before it stays and is found again. */
async function writePlan(
  changes: readonly RowChange[],
  { table, companyId, account, now, newId, requestId }: AccountReading,
): Promise<boolean> {
  const byOrdinal = new Map([[account.ordinal, account]]);
  for (const batch of batchesOf(changes)) {
    const event = {
      id: newId("event"),
      type: "transactions.synced",
      at: instantOf(now()),
      doer: { kind: "system", id: "sync" },
      requestId,
    } as const;
    const outcome = await writeRows(table, companyId, batch, byOrdinal, event);
    if (!outcome.done) return false;
  }
  return true;
}

/** The rows as they now stand, by the first key of what was read; a key inherited by another provider id says nothing. */
function settledUnder(fresh: readonly IncomingRow[], held: ReadonlyMap<string, BankRow>): Map<string, BankRow> {
  const settled = new Map<string, BankRow>();
  for (const { keys, providerId } of fresh) {
    const row = held.get(keys[0]);
    if (row && row.providerId === providerId) settled.set(keys[0], row);
  }
  return settled;
}

function countsOf(changes: readonly RowChange[]): Omit<Tally, "unchanged"> {
  const counts = { added: 0, updated: 0, deleted: 0 };
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
}

const categoriser =
  ({ ownNames, ownIbans }: AccountReading) =>
  ({ label, rawLabel, amountCents }: Pick<IncomingRow, "label" | "rawLabel" | "amountCents">): Categorisation => {
    const { categoryId, confidencePpm, source, ruleId, reason } = categorise({ label, rawLabel, amountCents, ownNames, ownIbans });
    return { code: categoryById(categoryId).code, confidencePpm, source, ruleId: ruleId ?? null, reason };
  };

const LABEL_MAX = 140;
const RAW_LABEL_MAX = 240;

function incomingOf(row: ProviderRow, { account, provider }: AccountReading): IncomingRow {
  const status: IncomingRow["status"] = row.future ? "future" : row.hasBookingDate || !account.givesBookingDates ? "booked" : "pending";
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
    source: account.providerKey ?? FILE_SOURCE,
    updatedAt: row.updatedAt,
    keys: [rowHash(provider, row.providerId, 1), rowHash(provider, row.providerId, 2)],
    contentHash: content,
    merchantKey: normalise(row.rawLabel, row.amountCents).merchantKey,
  };
}

/** 100 bits of SHA-256, in 20 letters. `place` 2 is where a row goes whose first key was inherited by another. */
function rowHash(provider: string, providerId: string, place: 1 | 2): string {
  const digest = createHash("sha256")
    .update(`${provider}\n${providerId}${place === 1 ? "" : "\n2"}`)
    .digest();
  return crockford(digest.subarray(0, 20));
}
