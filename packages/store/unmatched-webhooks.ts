import * as z from "zod";
import { Provider } from "#domain/banking/provider";
import { Instant } from "#domain/dates";
import type { Db, Outcome } from "./db.ts";

/**
 * Access patterns: webhooks that were rightly signed and are nobody's, each once, the latest first. They name no company, so they lie in the system's
 * partition: how many there are tells an operator that secrets are right and accounts are not. docs/table.md.
 */
export const UnmatchedWebhook = z.object({
  provider: Provider,
  /** Of the dashboard's button · about a user or connection nobody has · not readable. */
  kind: z.enum(["test", "unknown", "unreadable"]),
  type: z.string().max(80),
  bodyHash: z.string(),
  receivedAt: Instant,
});
export type UnmatchedWebhook = z.infer<typeof UnmatchedWebhook>;

const PARTITION = "SYSTEM#WEBHOOKS";
const KEPT_DAYS = 30;
/** So many are looked at to count them; above it there are "at least" so many. */
const UNMATCHED_COUNTED_MAX = 200;

export const unmatchedWebhooks = (db: Db) => ({
  /** Counts a body once; not done = it was counted. `at`: when it happened, in milliseconds, or when it came. */
  count(webhook: UnmatchedWebhook, at: number): Promise<Outcome> {
    const ttl = Math.floor(Date.parse(webhook.receivedAt) / 1_000) + KEPT_DAYS * 86_400;
    return db.put({
      Item: { pk: PARTITION, sk: `${String(at).padStart(13, "0")}#${webhook.bodyHash}`, ...webhook, ttl },
      ConditionExpression: "attribute_not_exists(pk)",
    });
  },
  /** The latest of them, whichever provider's. */
  async latest(): Promise<readonly UnmatchedWebhook[]> {
    const { items } = await db.query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": PARTITION },
      ScanIndexForward: false,
      Limit: UNMATCHED_COUNTED_MAX,
    });
    return items.map((item) => UnmatchedWebhook.parse(item));
  },
});
