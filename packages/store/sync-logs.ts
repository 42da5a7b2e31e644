import * as z from "zod";
import { Instant } from "#domain/dates";
import { type CompanyId, ConnectionId, SyncId } from "#domain/ids";
import type { Db } from "./db.ts";

/** Access pattern: runs of a company, newest first. Plain writes, no event: a run log is transient (13 months). docs/table.md. */
export const SyncLog = z.object({
  syncId: SyncId,
  connectionId: ConnectionId,
  trigger: z.enum(["manual", "webhook", "nightly", "connect"]),
  startedAt: Instant,
  finishedAt: Instant,
  outcome: z.enum(["succeeded", "failed"]),
  errorCode: z.string().nullable(),
  added: z.int(),
  updated: z.int(),
  deleted: z.int(),
  unchanged: z.int(),
  accounts: z.int(),
});
export type SyncLog = z.infer<typeof SyncLog>;

const LOG_DAYS = 396;
/** Runs among which the one that read an event is looked for. */
const EXAMINED_MAX = 100;
const partition = (companyId: CompanyId) => `COMPANY#${companyId}#SYNCLOG`;
const sortKey = ({ startedAt, connectionId, syncId }: SyncLog) => `${startedAt}#${syncId}#${connectionId}`;

export const syncLogs = (db: Db, companyId: CompanyId) => ({
  async add(log: SyncLog): Promise<void> {
    const ttl = Math.floor(Date.parse(log.startedAt) / 1_000) + LOG_DAYS * 86_400;
    await db.put({ Item: { pk: partition(companyId), sk: sortKey(log), ...log, ttl } });
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
