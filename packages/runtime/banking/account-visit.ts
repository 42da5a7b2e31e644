import type { ProviderRow } from "#connectors/banks/port";
import { sumOf } from "./account-reading.ts";
import { askedRows } from "./asked-rows.ts";
import { noteAccount } from "./note-account.ts";
import { readAccount } from "./read-account.ts";
import { settle } from "./settle.ts";
import { type AccountLine, type Prepared, readingOf, type Visit } from "./visit.ts";

/** Brings one account up to date, and says how it stands beside its bank's own balance. */
export async function bringUpToDate(one: Prepared, visit: Visit): Promise<AccountLine> {
  const { opening, changed } = visit;
  const asked = await askedRows(one, visit);
  const dated = (rows: readonly ProviderRow[]): boolean => rows.some(({ hasBookingDate }) => hasBookingDate);
  // A bank gives them for all its accounts or for none. Which rows are still announced depends on it, so it is kept before they are written.
  const givesBookingDates = one.account.givesBookingDates || dated(asked.rows) || [...changed.byAccount.values()].some(dated);
  const prepared = { ...one, account: await noteAccount(one.account, { givesBookingDates }, opening) };
  const read = await readAccount(readingOf(prepared, visit), asked.rows, { source: one.source, ...asked.how });
  const { account, news, tally } = await settle(prepared, asked, read, visit);
  const error = asked.isWhole ? null : "invalid_row";
  const state = !one.shared.enabled ? "unshared" : error === null ? "ok" : "failed";
  // Another connection may tell it by now, or nobody: then this one has nothing to say of it any more.
  const isOurs = account.connectionId === opening.connection.id;
  const noted = isOurs ? await noteAccount(account, { ...news, ...ibanLearnt(prepared, visit), state, error }, opening) : account;
  return {
    accountId: noted.id,
    tally: sumOf(read.tally, tally),
    error,
    gapCents: noted.sync?.gapCents ?? null,
    latest: asked.latest,
    days: read.days,
  };
}

/** The IBAN of an account that was opened without one, where no other account is known by it: a consent given anew finds the account by it. */
function ibanLearnt({ account, shared: { iban } }: Prepared, { all }: Visit): { readonly iban?: string } {
  const { id, accountType, currency, status } = account;
  const isTaken = all.some(
    (one) => one.id !== id && one.iban === iban && one.accountType === accountType && one.currency === currency && one.status === status,
  );
  return iban === undefined || account.iban !== null || isTaken ? {} : { iban };
}
