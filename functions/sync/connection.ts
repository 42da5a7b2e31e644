import { BankError, type BankSession, type ProviderAccount, type ProviderItem, type ProviderRow } from "#connectors/banks/port";
import type { Account } from "#domain/banking/account";
import { type Instant, instantOf, shifted } from "#domain/dates";
import type { CompanyId, NewId } from "#domain/ids";
import type { SyncMessage } from "#runtime/messages";
import type { Services } from "#runtime/services";
import { consumer } from "#runtime/worker";
import { accounts } from "#store/accounts";
import { companies } from "#store/companies";
import { type Connection, connections, type RunEnd } from "#store/connections";
import type { Db } from "#store/db";
import { syncLogs } from "#store/sync-logs";
import { accountFor, noteReported } from "./connect-accounts.ts";
import { readAccount, type Tally } from "./read-account.ts";

/** Longer than any run: the function is killed first. A dead run's lease ends by itself. */
const LEASE_SECONDS = 330;
/** While another run holds the connection, its successor asks again after this long. */
const HELD_SECONDS = 15;
/** The next read starts this much before the last change seen: rows the provider committed late are seen again, and unchanged. */
const OVERLAP_SECONDS = 600;

type Run = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly message: SyncMessage;
  readonly banks: Services["banks"];
  readonly now: () => Date;
  readonly newId: NewId;
};

/** Reads one bank connection: lease, items, accounts, rows, then the cursor, last of all. */
export const syncConnection = consumer({
  name: "sync/connection",
  queue: "sync",
  needs: ["table", "banks", "syncQueue"],
  memoryMb: 1_024,
  timeoutSeconds: 300,
  errorImpact: "Les opérations bancaires d'une société n'arrivent plus.",
  async handle({ message, syncQueue, ...tools }) {
    const run: Run = { ...tools, message, companyId: message.companyId };
    const store = connections(run.table, run.companyId);
    const now = instantOf(run.now());
    const owner = `${message.syncId}#${run.newId("event")}`;
    const connection = await store.lease(message.connectionId, {
      run: message.syncId,
      owner,
      now,
      until: shifted(now, LEASE_SECONDS),
      requestedAt: message.requestedAt,
    });
    if (connection) await runUnderLease(connection, owner, now, run);
    else if (!isCovered(await store.get(message.connectionId), message)) await syncQueue.send([message], { delaySeconds: HELD_SECONDS });
  },
});

/** A run that started after this was asked for covers it; one that started before may have missed the news: ask again a little later. */
const isCovered = ({ lastStartedAt = "" }: Connection, { requestedAt }: SyncMessage): boolean => lastStartedAt >= requestedAt;

async function runUnderLease(connection: Connection, owner: string, startedAt: Instant, run: Run): Promise<void> {
  const store = connections(run.table, run.companyId);
  try {
    const { end, tally, accountCount } = await readConnection(connection, run);
    const finishedAt = instantOf(run.now());
    await log(run, startedAt, finishedAt, "succeeded", null, tally, accountCount);
    await store.release(connection.id, owner, { ...end, lastSuccessAt: startedAt });
  } catch (error) {
    const code = error instanceof BankError ? error.kind : "internal";
    await log(run, startedAt, instantOf(run.now()), "failed", code, { added: 0, updated: 0, deleted: 0, unchanged: 0 }, 0);
    await store.release(connection.id, owner, { state: stateAfter(error, connection), lastError: code });
    if (!(error instanceof BankError) || error.kind === "unavailable" || error.kind === "throttled") throw error;
  }
}

const stateAfter = (error: unknown, { state }: Connection): RunEnd["state"] =>
  error instanceof BankError && error.kind === "unauthorized" ? "reauth_required" : state;

async function readConnection(connection: Connection, run: Run): Promise<{ end: RunEnd; tally: Tally; accountCount: number }> {
  const bank = await run.banks(connection.provider);
  const session = await bank.open(connection.userId);
  const [item] = await session.items();
  if (!item) return { end: { state: "pending_consent" }, tally: NOTHING, accountCount: 0 };
  const provided = (await session.accounts()).filter(({ enabled }) => enabled);
  const { byAccount, cursor } = await collect(session, connection);
  const tally = await writeAccounts(provided, byAccount, item, connection, run);
  const end = {
    state: item.state,
    statusInfo: item.statusInfo,
    cursor,
    ...(item.bankName && { bankName: item.bankName }),
    ...(item.consentExpiresAt && { consentExpiresAt: item.consentExpiresAt }),
  };
  return { end: withoutUndefined(end), tally, accountCount: provided.length };
}

const NOTHING: Tally = { added: 0, updated: 0, deleted: 0, unchanged: 0 };

/** Every changed row, by account, and the latest change seen. Nothing is written before the last page is in. */
async function collect(
  session: BankSession,
  { cursor }: Connection,
): Promise<{ byAccount: Map<string, ProviderRow[]>; cursor: Instant | undefined }> {
  const since = cursor === undefined ? undefined : shifted(cursor, -OVERLAP_SECONDS);
  const byAccount = new Map<string, ProviderRow[]>();
  let latest = cursor;
  for await (const page of session.rows(since)) {
    for (const row of page) {
      const list = byAccount.get(row.accountProviderId);
      if (list) list.push(row);
      else byAccount.set(row.accountProviderId, [row]);
      if (latest === undefined || row.updatedAt > latest) latest = row.updatedAt;
    }
  }
  return { byAccount, cursor: latest };
}

async function writeAccounts(
  provided: readonly ProviderAccount[],
  byAccount: ReadonlyMap<string, readonly ProviderRow[]>,
  item: ProviderItem,
  connection: Connection,
  run: Run,
): Promise<Tally> {
  const { table, companyId, now, newId, message } = run;
  const opening = { table, companyId, connection, now, newId, requestId: message.syncId };
  const [known, company] = await Promise.all([accounts(table, companyId).all(), companies(table, companyId).get()]);
  const opened: (readonly [Account, ProviderAccount])[] = [];
  for (const one of provided) opened.push([await accountFor(one, item.bankName ?? connection.provider, known, opening), one]);
  const ownIbans = [...known, ...opened.map(([account]) => account)].flatMap(({ iban }) => (iban ? [iban] : []));
  let total = NOTHING;
  for (const [account, one] of opened) {
    const rows = byAccount.get(one.providerId) ?? [];
    const gives = account.givesBookingDates || rows.some(({ hasBookingDate }) => hasBookingDate);
    const current = await noteReported(account, one, gives, opening);
    if (rows.length === 0) continue;
    const reading = {
      table,
      companyId,
      account: current,
      provider: connection.provider,
      provided: rows,
      ownNames: [company.name],
      ownIbans,
      now,
      newId,
      requestId: message.syncId,
    };
    total = sumOf(total, await readAccount(reading));
  }
  return total;
}

const sumOf = (left: Tally, right: Tally): Tally => ({
  added: left.added + right.added,
  updated: left.updated + right.updated,
  deleted: left.deleted + right.deleted,
  unchanged: left.unchanged + right.unchanged,
});

const log = (
  { table, companyId, message }: Run,
  startedAt: Instant,
  finishedAt: Instant,
  outcome: "succeeded" | "failed",
  errorCode: string | null,
  tally: Tally,
  accountCount: number,
) =>
  syncLogs(table, companyId).add({
    syncId: message.syncId,
    connectionId: message.connectionId,
    trigger: message.trigger,
    startedAt,
    finishedAt,
    outcome,
    errorCode,
    ...tally,
    accounts: accountCount,
  });

const withoutUndefined = <Fields extends object>(fields: Fields): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } =>
  JSON.parse(JSON.stringify(fields));
