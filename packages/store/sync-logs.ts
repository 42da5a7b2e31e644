import * as z from "zod";
import { Instant } from "#domain/dates";
import { AccountId, type CompanyId, ConnectionId, SyncId } from "#domain/ids";
import type { Db } from "./db.ts";

/** Why a bank was read. */
export const ReadTrigger = z.enum(["manual", "webhook", "nightly", "connect"]);

const Counts = { added: z.int(), updated: z.int(), deleted: z.int(), unchanged: z.int() };

/** What became of one account in a run; `error`: why it could not be read whole, and what was known of it stands. */
export const AccountLine = z.object({ accountId: AccountId, ...Counts, error: z.string().max(60).nullable() });
export type AccountLine = z.infer<typeof AccountLine>;

/** Accounts named in one run's log; more are counted and not named. Those that failed come first. */
const LINES_MAX = 40;

/** Access pattern: runs of a company, newest first. Plain writes, no event: a run log is transient (13 months). docs/table.md. */
export const SyncLog = z.object({
  syncId: SyncId,
  connectionId: ConnectionId,
  trigger: ReadTrigger,
  startedAt: Instant,
  finishedAt: Instant,
  /** `partial`: some accounts could not be read whole, the others were. */
  outcome: z.enum(["succeeded", "partial", "failed"]),
  errorCode: z.string().nullable(),
  ...Counts,
  accounts: z.int(),
  lines: z.array(AccountLine).max(LINES_MAX).default([]),
});
export type SyncLog = z.infer<typeof SyncLog>;

const LOG_DAYS = 396;
/** Runs among which the one that read an event is looked for. */
const EXAMINED_MAX = 100;
const partition = (companyId: CompanyId) => `COMPANY#${companyId}#SYNCLOG`;
const sortKey = ({ startedAt, connectionId, syncId }: SyncLog) => `${startedAt}#${syncId}#${connectionId}`;

/** An account's part of a run. */
export const accountLine = (
  accountId: AccountId,
  { added, updated, deleted, unchanged }: Pick<AccountLine, keyof typeof Counts>,
  error: string | null,
): AccountLine => ({ accountId, added, updated, deleted, unchanged, error });

export const syncLogs = (db: Db, companyId: CompanyId) => ({
  async add(log: SyncLog): Promise<void> {
    const ttl = Math.floor(Date.parse(log.startedAt) / 1_000) + LOG_DAYS * 86_400;
    const lines = log.lines.toSorted((left, right) => Number(right.error !== null) - Number(left.error !== null)).slice(0, LINES_MAX);
    await db.put({ Item: { pk: partition(companyId), sk: sortKey(log), ...log, lines, ttl } });
  },
  /** The first whole read of a connection that began at `since` or after; else the last attempt; null when there was none among the runs looked at. */
  async readSince(connectionId: ConnectionId, since: Instant): Promise<SyncLog | null> {
    const { items } = await db.query({
      KeyConditionExpression: "#pk = :pk and sk >= :since",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": partition(companyId), ":since": since },
      Limit: EXAMINED_MAX,
    });
    const runs = items.map((item) => SyncLog.parse(item)).filter((run) => run.connectionId === connectionId);
    return runs.find(({ outcome }) => outcome !== "failed") ?? runs.at(-1) ?? null;
  },
  /** A page of runs before `before` (a sort key), newest first. */
  async page(limit: number, before: string | null): Promise<{ readonly logs: readonly SyncLog[]; readonly next: string | null }> {
    const { items, next } = await db.query({
      KeyConditionExpression: "#pk = :pk and sk < :before",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": partition(companyId), ":before": before ?? "~" },
      ScanIndexForward: false,
      Limit: limit,
    });
    return { logs: items.map((item) => SyncLog.parse(item)), next: next ? String(next["sk"]) : null };
  },
});
