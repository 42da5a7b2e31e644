import type { ProviderAccount } from "#connectors/banks/port";
import type { Account } from "#domain/banking/account";
import { type AccountNews, noted } from "#domain/banking/account-news";
import { instantOf } from "#domain/dates";
import { accounts, replaceAccountAction } from "#store/accounts";
import { commit } from "#store/outbox";
import type { Opening } from "./connect-accounts.ts";

/**
 * Writes what a run found out about an account (what its bank reports, the state of its reading, its gap), and only when that is news: a quiet
 * night writes nothing. Ours to write only if nobody changed the account meanwhile; the next run says it again otherwise.
 */
export async function noteAccount(
  account: Account,
  news: AccountNews,
  { table, companyId, newId, now, requestId }: Opening,
): Promise<Account> {
  const at = instantOf(now());
  const next = noted(account, news, at);
  if (next === account) return account;
  const objects = [{ id: account.id, version: next.version }];
  const event = { id: newId("event"), type: "account.updated", at, doer: { kind: "system", id: "sync" }, requestId, objects } as const;
  const outcome = await commit(table, companyId, [replaceAccountAction(companyId, account, next)], event);
  return outcome.done ? next : accounts(table, companyId).getNow(account.id);
}

/** The balance a bank reports: its booked money where it tells that apart. */
export const reportedOf = ({ balanceCents, accountingBalanceCents }: ProviderAccount): NonNullable<AccountNews["reported"]> =>
  accountingBalanceCents === undefined ? { balanceCents, kind: "unknown" } : { balanceCents: accountingBalanceCents, kind: "accounting" };
