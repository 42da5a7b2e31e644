import type { Instant } from "#domain/dates";
import type { MailId } from "#domain/ids";
import type { Db } from "./db.ts";

/**
 * Access pattern: whether the mail of an id left. Only for mails that note it nowhere else, and as long as a queue may bring their message
 * again. Needs the system scope. docs/table.md.
 */
const KEPT_SECONDS = 30 * 86_400;
const keyOf = (mailId: MailId) => ({ pk: `SYSTEM#MAIL#${mailId}`, sk: "MAIL" });

export const sentMails = (db: Db) => ({
  async has(mailId: MailId): Promise<boolean> {
    return (await db.get({ Key: keyOf(mailId), ConsistentRead: true })) !== undefined;
  },
  async note(mailId: MailId, at: Instant): Promise<void> {
    await db.put({ Item: { ...keyOf(mailId), ttl: Math.floor(Date.parse(at) / 1_000) + KEPT_SECONDS } });
  },
});
