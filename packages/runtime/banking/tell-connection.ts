import { connectionNews, type NamedAccount, type ToldFact } from "#domain/alerts/connection-news";
import { factOf } from "#domain/alerts/fact";
import type { BalanceGap } from "#domain/banking/connection";
import { instantOf } from "#domain/dates";
import type { AccountId, CompanyId } from "#domain/ids";
import { accounts } from "#store/accounts";
import { alertIdOf, raiseAction } from "#store/alert-actions";
import type { Booking } from "#store/booking";
import type { Connection } from "#store/connections";
import type { Action, Db } from "#store/db";
import { commit } from "#store/outbox";
import { closingActions, openToldAlerts } from "./told-alerts.ts";

/** `nothing`: there was nothing to tell, and nothing was written; `overtaken`: the connection was not as it was read. */
export type Told = "nothing" | "told" | "overtaken";

/** A fact may have an alert already, and alerts are changed by people: it is written again without what is known, this often. */
const ATTEMPTS_MAX = 8;

/**
 * Tells what is new of a connection and closes what is over, together with the write of the connection that remembers it: `write` gives that one, and
 * its condition is the caller's. Killed before it, nothing is told; after it, nothing is told twice.
 */
export async function tellConnection(
  connection: Connection,
  named: ReadonlyMap<AccountId, NamedAccount>,
  write: (told: readonly ToldFact[], toldVersion: number) => Action,
  { table, companyId, now, newId, doer, requestId }: Booking,
): Promise<Told> {
  const at = instantOf(now());
  const news = connectionNews(connection, named, at);
  if (news === null) return "nothing";
  const known = new Set<string>();
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const findings = news.findings.filter((finding) => !known.has(factOf(finding)));
    const over = await openToldAlerts(table, companyId, news.over, at);
    const objects = [
      { id: connection.id },
      ...findings.map((finding) => ({ id: alertIdOf(companyId, finding), version: 1 })),
      ...over.map(({ id, version }) => ({ id, version: version + 1 })),
    ];
    const type = findings.length > 0 ? "alert.raised" : "alert.closed";
    const actions = [
      write(news.told, connection.toldVersion ?? 0),
      ...findings.map((finding) => raiseAction(companyId, finding, at)),
      ...closingActions(companyId, over, at),
    ];
    const outcome = await commit(table, companyId, actions, { id: newId("event"), type, at, doer, requestId, objects });
    if (outcome.done) return "told";
    if (outcome.failed.includes(0)) return "overtaken";
    for (const place of outcome.failed) {
      const finding = findings[place - 1];
      if (finding) known.add(factOf(finding));
    }
  }
  throw new Error("the alerts about a connection kept changing");
}

/** The accounts of some gaps as alerts name them; nothing is read where there are none. */
export async function gapAccounts(
  table: Db,
  companyId: CompanyId,
  gaps: readonly BalanceGap[],
): Promise<ReadonlyMap<AccountId, NamedAccount>> {
  const named = new Set(gaps.map(({ accountId }) => accountId));
  const held = named.size === 0 ? [] : (await accounts(table, companyId).all("now")).filter(({ id }) => named.has(id));
  return new Map(
    held.map(({ id, name, currency, reported }) => [id, { id, name, currency, reportedCents: reported?.balanceCents ?? null }]),
  );
}
