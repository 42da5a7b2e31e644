import type { Provider } from "#domain/banking/provider";
import type { Instant } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { Db, Key } from "./db.ts";

/**
 * Access patterns: calls of one provider's user in one window (the company's partition), of the whole application in one window (a system
 * partition). Plain counters under a condition, forgotten after a day. docs/table.md.
 */
type Window = { readonly provider: Provider; readonly window: Instant; readonly calls: number; readonly quota: number };

const KEPT_SECONDS = 86_400;

/** Takes calls out of a user's window: one conditional write. False = it has not that many left. */
export const takeUserCalls = (db: Db, companyId: CompanyId, userId: string, asked: Window): Promise<boolean> =>
  take(db, { pk: `COMPANY#${companyId}#CALLS`, sk: `${asked.provider}#${userId}#${asked.window}` }, asked);

/** The same out of the application's window, in system scope. */
export const takeApplicationCalls = (db: Db, asked: Window): Promise<boolean> =>
  take(db, { pk: `SYSTEM#LIMITS#${asked.provider}`, sk: `CALLS#${asked.window}` }, asked);

async function take(db: Db, key: Key, { window, calls, quota }: Window): Promise<boolean> {
  const outcome = await db.update({
    Key: key,
    UpdateExpression: "SET #ttl = :ttl ADD calls :calls",
    ConditionExpression: "attribute_not_exists(calls) or calls <= :most",
    ExpressionAttributeNames: { "#ttl": "ttl" },
    ExpressionAttributeValues: { ":calls": calls, ":most": quota - calls, ":ttl": Math.floor(Date.parse(window) / 1_000) + KEPT_SECONDS },
  });
  return outcome.done;
}
