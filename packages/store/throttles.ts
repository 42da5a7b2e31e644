import * as z from "zod";
import { Instant } from "#domain/dates";
import { afterGuess, type Guesses, type Quota, windowOf } from "#domain/people/throttle";
import { Refusal } from "#domain/refusals";
import type { Db } from "./db.ts";
import { sha256 } from "./sha256.ts";

/**
 * Access patterns: guesses of one name · uses of one name in the present window. A name (`login:per_…`, `address:192.0.2.1`) is only
 * kept as its hash, whether or not anything stands behind it. Needs the system scope. docs/table.md.
 */
const Item = z.object({ count: z.int(), since: Instant, lastAt: Instant });

/** Every round one of those who try at once gets through, and after five rounds the others are told to wait. */
const ATTEMPTS_MAX = 12;
const KEPT_SECONDS = 2 * 86_400;

const keyOf = (name: string) => ({ pk: `SYSTEM#THROTTLE#${sha256(name)}`, sk: "THROTTLE" });

export const throttles = (db: Db) => ({
  /** Counts a guess by one conditional write, before it is tried. Refuses with the seconds to wait. */
  async guess(name: string, now: Instant): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      const found = await db.get({ Key: keyOf(name), ConsistentRead: true });
      const before = found ? Item.parse(found) : null;
      const verdict = afterGuess(before, now);
      if (!verdict.allowed) throw tooMany(verdict.retryAfterSeconds);
      if ((await db.put(counted(name, before, verdict.guesses))).done) return;
    }
    throw tooMany(1);
  },
  /** A right guess: nothing is held against the name any more. */
  async forget(name: string): Promise<void> {
    await db.delete({ Key: keyOf(name) });
  },
  /** Counts one use of a quota by one conditional write; false when it is used up. */
  async use(name: string, quota: Quota, now: Instant): Promise<boolean> {
    return (
      await db.update({
        Key: keyOf(windowed(name, quota, now)),
        UpdateExpression: "SET #ttl = :ttl ADD #count :one",
        ConditionExpression: "attribute_not_exists(#count) or #count < :most",
        ExpressionAttributeNames: { "#count": "count", "#ttl": "ttl" },
        ExpressionAttributeValues: { ":one": 1, ":most": quota.most, ":ttl": Math.floor(Date.parse(now) / 1_000) + KEPT_SECONDS },
      })
    ).done;
  },
  /** As `use`, and refuses with the seconds until the next window. */
  async spend(name: string, quota: Quota, now: Instant): Promise<void> {
    if (!(await this.use(name, quota, now))) throw tooMany(windowOf(quota, now).secondsLeft);
  },
  /** Takes one use of `now` back. */
  async giveBack(name: string, quota: Quota, now: Instant): Promise<void> {
    await db.update({
      Key: keyOf(windowed(name, quota, now)),
      UpdateExpression: "ADD #count :less",
      ConditionExpression: "#count > :none",
      ExpressionAttributeNames: { "#count": "count" },
      ExpressionAttributeValues: { ":less": -1, ":none": 0 },
    });
  },
  /** Refuses when a quota is used up, and counts nothing. */
  async check(name: string, quota: Quota, now: Instant): Promise<void> {
    const found = await db.get({ Key: keyOf(windowed(name, quota, now)), ConsistentRead: true });
    if (Number(found?.["count"] ?? 0) >= quota.most) throw tooMany(windowOf(quota, now).secondsLeft);
  },
});

const windowed = (name: string, quota: Quota, now: Instant): string => `${name}\n${windowOf(quota, now).number}`;

const counted = (name: string, before: Guesses | null, guesses: Guesses) => ({
  Item: { ...keyOf(name), ...guesses, ttl: Math.floor(Date.parse(guesses.lastAt) / 1_000) + KEPT_SECONDS },
  ...(before
    ? {
        ConditionExpression: "#count = :count and lastAt = :lastAt",
        ExpressionAttributeNames: { "#count": "count" },
        ExpressionAttributeValues: { ":count": before.count, ":lastAt": before.lastAt },
      }
    : { ConditionExpression: "attribute_not_exists(pk)" }),
});

const tooMany = (seconds: number) => new Refusal("auth.too_many_attempts", { headers: { "retry-after": String(seconds) } });
