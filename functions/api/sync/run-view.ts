import * as z from "zod";
import { Instant } from "#domain/dates";
import { ConnectionId, SyncId } from "#domain/ids";
import type { Language } from "#runtime/request";
import type { Connection } from "#store/connections";
import { AccountLine, ReadTrigger, type SyncLog } from "#store/sync-logs";
import { lineSentence, sentenceOf } from "./sentences.ts";

const COUNTED = {
  added: 2,
  updated: 1,
  deleted: 0,
  unchanged: 12,
  error: null,
  message: "2 nouvelles opérations, 1 opération mise à jour.",
};

export const RunView = z
  .object({
    syncId: SyncId,
    connectionId: ConnectionId,
    bankName: z.string().nullable(),
    trigger: ReadTrigger,
    startedAt: Instant,
    finishedAt: Instant,
    durationMs: z.int(),
    outcome: z
      .enum(["succeeded", "partial", "failed"])
      .meta({ description: "`partial`: some accounts could not be read whole, the others were." }),
    errorCode: z.string().nullable(),
    message: z.string(),
    ...{ added: z.int(), updated: z.int(), deleted: z.int(), unchanged: z.int() },
    accounts: z.int().meta({ description: "How many accounts were read." }),
    accountRuns: z
      .array(AccountLine.extend({ message: z.string() }))
      .meta({ description: "What became of each, the failed first; forty at most." }),
  })
  .meta({
    id: "SyncRun",
    examples: [
      {
        ...{ added: 3, updated: 1, deleted: 0, unchanged: 212, accounts: 2, durationMs: 1_840, outcome: "succeeded", errorCode: null },
        ...{ bankName: "La Banque Postale", trigger: "nightly", message: "3 nouvelles opérations, 1 opération mise à jour." },
        ...{ startedAt: "2026-11-25T03:15:01.572Z", finishedAt: "2026-11-25T03:15:03.412Z" },
        accountRuns: [{ accountId: "acc_01KB2Q7M4T9XE5RZ8V3NCW6HJD", ...COUNTED }],
      },
    ],
  });

/** Runs as they are shown, each with the name of its bank, in words of a language. */
export function describedWith(connections: readonly Connection[], language: Language): (log: SyncLog) => z.input<typeof RunView> {
  const names = new Map(connections.map(({ id, bankName }) => [id, bankName ?? null]));
  return (log) => {
    const { lines, ...run } = log;
    const bankName = names.get(log.connectionId) ?? null;
    return {
      ...run,
      bankName,
      durationMs: Math.max(0, Date.parse(log.finishedAt) - Date.parse(log.startedAt)),
      message: sentenceOf(log, bankName, language),
      accountRuns: lines.map((line) => ({ ...line, message: lineSentence(line, language) })),
    };
  };
}
