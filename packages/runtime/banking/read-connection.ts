import { type Bank, BankError, type BankSession, type RowsAsked } from "#connectors/banks/port";
import type { Account } from "#domain/banking/account";
import { addDays, type BusinessDate, businessDate, daysBetween, type Instant, instantOf, parisDate, shifted } from "#domain/dates";
import type { CompanyId, NewId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { SyncMessage } from "#runtime/messages";
import type { Services } from "#runtime/services";
import { accounts } from "#store/accounts";
import { companies } from "#store/companies";
import type { Connection, RunEnd } from "#store/connections";
import type { Db } from "#store/db";
import { NOTHING, sumOf, type Tally } from "./account-reading.ts";
import { bringUpToDate } from "./account-visit.ts";
import { collect } from "./collect.ts";
import { type Opened, type Opening, openAccounts } from "./connect-accounts.ts";
import { endOf, endWithoutItems } from "./connection-end.ts";
import { currentDigest } from "./current-digest.ts";
import { noteAccount } from "./note-account.ts";
import { type AccountLine, askedOnce, LOOK_BACK_DAYS, type Visit } from "./visit.ts";

/** One run of one connection. */
export type Run = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly message: SyncMessage;
  readonly banks: Services["banks"];
  readonly now: () => Date;
  readonly newId: NewId;
};

/** What a read found, account by account, and what the connection is to remember of it. Without a new cursor when an account's rows were not whole. */
export type Reading = {
  readonly end: RunEnd;
  readonly tally: Tally;
  readonly accountCount: number;
  readonly lines: readonly AccountLine[];
};

/** The next read starts this much before the last change seen: rows the provider committed late are seen again, and unchanged. */
const OVERLAP_SECONDS = 600;

/**
 * Reads a connection: the changed rows first, then the accounts, so that no row is of an account not listed yet. An account met for the first time,
 * taken over, or whose first read was cut, is read from its beginning. One account that fails does not stop the others; the cursor waits for it.
 */
export async function readConnection(connection: Connection, run: Run): Promise<Reading> {
  const bank = await run.banks(connection.provider);
  return readSession(connection, { bank, session: await bank.open(connection.userId) }, run);
}

/** The same with a conversation that is open already. */
async function readSession(
  connection: Connection,
  { bank, session }: { readonly bank: Bank; readonly session: BankSession },
  run: Run,
): Promise<Reading> {
  const items = await session.items();
  if (items.length === 0) return { end: endWithoutItems(connection), tally: NOTHING, accountCount: 0, lines: [] };
  const began = instantOf(run.now());
  const asked = askedOf(bank, connection, run);
  const changed = await collect(session, asked, began);
  const opening = openingOf(connection, run);
  const { table, companyId } = run;
  const known = await accounts(table, companyId).all("now");
  const opened = await openAccounts(await session.accounts(), items, known, opening);
  const visit: Visit = {
    ...{ bank, opening, changed, rows: askedOnce(session, began), accounts: () => session.accounts() },
    read: asked.since !== undefined ? "changes" : asked.from !== undefined ? { from: asked.from } : "whole",
    ownNames: [(await companies(table, companyId).get()).name],
    all: [...known, ...opened.map(({ account }) => account)],
    ownIbans: ibansOf(known, opened),
  };
  const lines = await everyAccount(opened, visit);
  await noteMissing(known, opened, opening);
  const isWhole = lines.every(({ error }) => error === null) && !changed.isDoubtful;
  const reached = isWhole ? latestOf(connection.cursor, changed.latest, ...lines.flatMap((line) => line.latest ?? [])) : connection.cursor;
  // A change dated later than this read began must not hide those that come before it.
  const cursor = reached !== undefined && reached > began ? began : reached;
  return {
    end: { ...endOf(items, opened), ...(cursor && { cursor }) },
    tally: lines.reduce((sum, line) => sumOf(sum, line.tally), NOTHING),
    accountCount: opened.length,
    lines,
  };
}

/** What changed since the last whole read; of a provider that cannot say, the last weeks, and everything on Sundays. */
function askedOf({ capabilities }: Bank, { cursor }: Connection, { now }: Run): RowsAsked {
  if (cursor === undefined) return {};
  if (capabilities.increments) return { since: shifted(cursor, -OVERLAP_SECONDS) };
  const today = parisDate(now());
  return isSunday(today) ? {} : { from: addDays(today, -LOOK_BACK_DAYS) };
}

/** 2023-01-01 was one. */
const isSunday = (day: BusinessDate): boolean => daysBetween(businessDate("2023-01-01"), day) % 7 === 0;

const openingOf = (connection: Connection, { table, companyId, now, newId, message }: Run): Opening => ({
  ...{ table, companyId, connection, now, newId },
  requestId: message.syncId,
});

const ibansOf = (known: readonly Account[], opened: readonly Opened[]): readonly string[] => [
  ...new Set([...known, ...opened.map(({ account }) => account)].flatMap(({ iban }) => iban ?? [])),
];

const latestOf = (...instants: readonly (Instant | undefined)[]): Instant | undefined =>
  instants
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);

/** Accounts one after the other: what one cannot do is told of it, and the others are read. A bug of ours is thrown on once all are read. */
async function everyAccount(opened: readonly Opened[], visit: Visit): Promise<readonly AccountLine[]> {
  const { table, companyId } = visit.opening;
  const lines: AccountLine[] = [];
  const bugs: unknown[] = [];
  const today = parisDate(visit.opening.now());
  const prepared = await Promise.all(
    opened.map(async (one) => ({ ...one, digest: await currentDigest(table, companyId, one.account, today) })),
  );
  for (const one of prepared) {
    try {
      lines.push(await bringUpToDate(one, visit));
    } catch (error) {
      if (error instanceof BankError) throw error;
      bugs.push(error);
      lines.push({
        accountId: one.account.id,
        tally: NOTHING,
        error: error instanceof Refusal ? error.code : "internal",
        gapCents: null,
        latest: null,
        days: null,
      });
    }
  }
  const [bug] = bugs;
  if (bug !== undefined && !(bug instanceof Refusal)) throw bug;
  return lines;
}

/** Accounts of this connection that its bank does not list any more keep their history, and say so. */
async function noteMissing(known: readonly Account[], opened: readonly Opened[], opening: Opening): Promise<void> {
  const listed = new Set(opened.map(({ account }) => account.id));
  for (const account of known)
    if (account.connectionId === opening.connection.id && account.status === "open" && !listed.has(account.id))
      await noteGone(account, opening);
}

/** Somebody may change an account meanwhile: it is noted on top of that, this often at most. What is read when it is back depends on it. */
const NOTES_MAX = 5;

async function noteGone(account: Account, opening: Opening): Promise<void> {
  let noted = account;
  for (let attempt = 1; attempt <= NOTES_MAX; attempt += 1) {
    noted = await noteAccount(noted, { state: "gone", error: null, gapCents: null }, opening);
    if (noted.sync?.state === "gone" || noted.connectionId !== opening.connection.id) return;
  }
  throw new Error("an account its bank does not list kept changing");
}
