import type { Account } from "#domain/banking/account";
import type { RowChange } from "#domain/banking/incoming";
import type { Source } from "#domain/banking/provider";
import { instantOf } from "#domain/dates";
import { replaceAccountAction } from "#store/accounts";
import { commit } from "#store/outbox";
import { batchesOf, writeRows } from "#store/row-changes";
import type { AccountReading } from "./account-reading.ts";

/**
 * Writes every batch of a plan, each standing on the one before. Returns the account after them; null when a batch met a state that had changed: what
 * was written before it stays and is found again.
 */
export async function writePlan(changes: readonly RowChange[], reading: AccountReading, source: Source): Promise<Account | null> {
  if (changes.length === 0) return reading.account;
  let account = await withSource(reading, source);
  if (!account) return null;
  const { table, companyId, now, newId, requestId, doer } = reading;
  for (const batch of batchesOf(changes)) {
    const event = { id: newId("event"), type: "transactions.synced", at: instantOf(now()), doer, requestId } as const;
    const fence = { account, rowsVersion: account.rowsVersion };
    const outcome = await writeRows(table, companyId, batch, new Map([[account.ordinal, account]]), event, { fence });
    if (!outcome.done) return null;
    account = { ...account, rowsVersion: account.rowsVersion + 1 };
  }
  return account;
}

/** A source is known before its first row is: whoever reads next looks for its rows. */
async function withSource(
  { table, companyId, account, now, newId, requestId, doer }: AccountReading,
  source: Source,
): Promise<Account | null> {
  if (account.sources.includes(source)) return account;
  const next: Account = { ...account, sources: [...account.sources, source], version: account.version + 1 };
  const objects = [{ id: account.id, version: next.version }];
  const event = { id: newId("event"), type: "account.updated", at: instantOf(now()), doer, requestId, objects } as const;
  const outcome = await commit(table, companyId, [replaceAccountAction(companyId, account, next)], event);
  return outcome.done ? next : null;
}
