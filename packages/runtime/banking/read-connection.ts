import { BankError, type BankSession, isReadable, type ProviderAccount, type ProviderItem, type ProviderRow } from "#connectors/banks/port";
import type { Account } from "#domain/banking/account";
import { type ConnectedItem, ITEMS_MAX, standingOf } from "#domain/banking/connection";
import { type Instant, shifted } from "#domain/dates";
import type { CompanyId, NewId } from "#domain/ids";
import { accounts } from "#store/accounts";
import { companies } from "#store/companies";
import type { Connection, RunEnd } from "#store/connections";
import type { Db } from "#store/db";
import { digests } from "#store/digests";
import type { SyncMessage } from "../messages.ts";
import type { Services } from "../services.ts";
import { accountFor, noteReported, type Opening, providerKeyOf } from "./connect-accounts.ts";
import { type AccountReading, readAccount, type Tally } from "./read-account.ts";

/** One run of one connection. */
export type Run = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly message: SyncMessage;
  readonly banks: Services["banks"];
  readonly now: () => Date;
  readonly newId: NewId;
};

/** What became of one account; `error`: why it could not be read whole. */
type AccountOutcome = { readonly account: Account; readonly tally: Tally; readonly error: string | null };

/** What a whole read found, and what the connection is to remember of it. */
export type Reading = {
  readonly end: RunEnd;
  readonly tally: Tally;
  readonly accountCount: number;
  /** Each account as it is after the read. */
  readonly accounts: readonly AccountOutcome[];
};

export const NOTHING: Tally = { added: 0, updated: 0, deleted: 0, unchanged: 0 };

/** The next read starts this much before the last change seen: rows the provider committed late are seen again, and unchanged. */
const OVERLAP_SECONDS = 600;

/**
 * Reads a connection whole: the changed rows first, then the accounts, so that no row is of an account not listed yet. An account
 * met for the first time, or whose first read was cut, is read from its beginning.
 */
export async function readConnection(connection: Connection, run: Run): Promise<Reading> {
  const session = await (await run.banks(connection.provider)).open(connection.userId);
  const items = connectedItems(await session.items());
  const [item] = items;
  if (!item) return { end: withoutItems(connection), tally: NOTHING, accountCount: 0, accounts: [] };
  const since = connection.cursor === undefined ? undefined : shifted(connection.cursor, -OVERLAP_SECONDS);
  const changed = await collect(session, since);
  const opening = openingOf(connection, run);
  const shared = await session.accounts();
  const standing = standingOf(items, new Set(shared.flatMap(({ enabled, itemId }) => (enabled && itemId !== undefined ? [itemId] : []))));
  const opened = await openAccounts(shared, item, opening);
  const prepared = await prepare(opened, opening);
  const isCut = ({ reading }: Prepared) => since !== undefined && reading.digest.version === 0;
  const whole = prepared.some(isCut) ? await collect(session, undefined) : changed;
  const outcomes: AccountOutcome[] = [];
  for (const one of prepared) {
    const rows = (isCut(one) ? whole : changed).byAccount.get(one.shared.providerId) ?? [];
    const gives = one.reading.account.givesBookingDates || rows.some(({ hasBookingDate }) => hasBookingDate);
    const account = await noteReported(one.reading.account, one.shared, gives, opening);
    outcomes.push({ account, tally: await readAccount({ ...one.reading, account }, rows, since === undefined || isCut(one)), error: null });
  }
  const cursor = [connection.cursor, changed.latest, whole.latest]
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
  const end = { state: item.state, statusInfo: item.statusInfo, ...standing, items: [...items], ...(cursor && { cursor }) };
  const tally = outcomes.map((one) => one.tally).reduce(sumOf, NOTHING);
  return { end, tally, accountCount: opened.length, accounts: outcomes };
}

/** The logins as they are remembered. */
const connectedItems = (items: readonly ProviderItem[]): readonly ConnectedItem[] =>
  items.slice(0, ITEMS_MAX).map(({ itemId, state, statusInfo, bankName, consentExpiresAt }) => ({
    ...{ itemId, state, statusInfo },
    ...{ bankName: bankName?.slice(0, BANK_NAME_MAX) ?? null, consentExpiresAt: consentExpiresAt ?? null },
  }));
const BANK_NAME_MAX = 80;

/** Nobody has consented yet, or the login that was there is gone: then only a person can bring it back. */
const withoutItems = ({ items = [], lastSuccessAt }: Connection): RunEnd =>
  items.length > 0 || lastSuccessAt !== undefined
    ? { state: "reauth_required", statusInfo: "item_gone", items: [] }
    : { state: "pending_consent" };

type Collected = { readonly byAccount: ReadonlyMap<string, readonly ProviderRow[]>; readonly latest: Instant | undefined };

/** Every changed row, by account, and the latest change seen. Nothing is written before the last page is in. */
async function collect(session: BankSession, since: Instant | undefined): Promise<Collected> {
  const byAccount = new Map<string, ProviderRow[]>();
  let latest: Instant | undefined;
  for await (const page of session.rows(since === undefined ? {} : { since })) {
    for (const row of page) {
      if (!isReadable(row)) throw new BankError("invalid_answer", row.unreadable);
      const list = byAccount.get(row.accountProviderId);
      if (list) list.push(row);
      else byAccount.set(row.accountProviderId, [row]);
      if (latest === undefined || row.updatedAt > latest) latest = row.updatedAt;
    }
  }
  return { byAccount, latest };
}

const openingOf = (connection: Connection, { table, companyId, now, newId, message }: Run): Opening => ({
  ...{ table, companyId, connection, now, newId },
  requestId: message.syncId,
});

type Opened = readonly (readonly [Account, ProviderAccount])[];

/** Our account for each one the bank shares. One it has stopped sharing keeps its history and is still listened to. */
async function openAccounts(provided: readonly ProviderAccount[], item: ConnectedItem, opening: Opening): Promise<Opened> {
  const { table, companyId, connection } = opening;
  const known = await accounts(table, companyId).all("now");
  const keys = new Set(known.map(({ providerKey }) => providerKey));
  const opened: (readonly [Account, ProviderAccount])[] = [];
  for (const shared of provided.filter(({ enabled, providerId }) => enabled || keys.has(providerKeyOf(connection, providerId)))) {
    opened.push([await accountFor(shared, item.bankName ?? connection.provider, known, opening), shared]);
  }
  return opened;
}

type Prepared = { readonly reading: AccountReading; readonly shared: ProviderAccount };

/** Each account with what it remembers of its last weeks. */
async function prepare(opened: Opened, { table, companyId, connection, now, newId, requestId }: Opening): Promise<readonly Prepared[]> {
  const company = await companies(table, companyId).get();
  const ownIbans = opened.flatMap(([{ iban }]) => (iban ? [iban] : []));
  const common = { table, companyId, provider: connection.provider, ownNames: [company.name], ownIbans, now, newId, requestId };
  const digest = (account: Account) => digests(table, companyId).read(account.ordinal);
  return Promise.all(opened.map(async ([account, shared]) => ({ reading: { ...common, account, digest: await digest(account) }, shared })));
}

const sumOf = (left: Tally, right: Tally): Tally => ({
  added: left.added + right.added,
  updated: left.updated + right.updated,
  deleted: left.deleted + right.deleted,
  unchanged: left.unchanged + right.unchanged,
});
