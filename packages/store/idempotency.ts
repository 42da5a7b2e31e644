import { deflateRawSync, inflateRawSync } from "node:zlib";
import * as z from "zod";
import { type Instant, shifted } from "#domain/dates";
import type { ActorId, CompanyId } from "#domain/ids";
import type { Action, Db, Item, Key } from "./db.ts";
import { TABLE } from "./entity.ts";
import { sha256 } from "./sha256.ts";

/**
 * Access pattern: what a caller's key was answered, by the hash of actor and key. Written in the transaction of the effect it answers
 * for, so that there is never one without the other. docs/table.md.
 */
const Answer = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  /** The body as it was sent; null when it held a secret or was too large, and is not kept. */
  body: z.custom<Uint8Array>((value) => value instanceof Uint8Array).nullable(),
});
type Answer = z.infer<typeof Answer>;

/** A message to be sent again with the answer: the first sending may have died after the write. */
const Message = z.object({ queue: z.string(), message: z.unknown() });

const Record = z.discriminatedUnion("state", [
  z.object({ state: z.literal("running"), requestHash: z.string(), owner: z.string(), expiresAt: z.string() }),
  z.object({
    state: z.literal("done"),
    requestHash: z.string(),
    expiresAt: z.string(),
    answer: Answer,
    messages: z.array(Message).readonly(),
  }),
]);
/** What is known of a key: its request is being worked on, or was answered. */
export type IdempotencyRecord = z.infer<typeof Record>;
export type Done = Omit<Extract<IdempotencyRecord, { state: "done" }>, "state" | "expiresAt">;

/** An answer is kept this long. */
const KEPT_SECONDS = 86_400;
/** A claim whose holder died is free again after this: longer than any API function runs. */
const CLAIM_SECONDS = 30;
/** Bodies are deflated beyond the first, and not kept beyond the second: an item holds 400 KB. */
const DEFLATED_FROM_BYTES = 2_048;
const KEPT_BYTES_MAX = 300_000;

/** The caller's key: nobody else's, whatever text they choose. */
export const keyOf = (companyId: CompanyId, actorId: ActorId, text: string): Key => ({
  pk: `COMPANY#${companyId}#IDEMPOTENCY`,
  sk: sha256(`${actorId}\n${text}`),
});

/** What is known of a key now, or null. An expired record is none, though the table may still hold it. */
export async function recordOf(db: Db, key: Key, now: Instant): Promise<IdempotencyRecord | null> {
  const found = await db.get({ Key: key, ConsistentRead: true });
  if (!found || String(found["expiresAt"]) <= now) return null;
  return Record.parse({ ...found, ...(found["answer"] !== undefined && { answer: opened(found["answer"]) }) });
}

/** The action that stores an answer with its effect. It fails when the key was answered meanwhile, or is claimed by another. */
export function doneAction(key: Key, { requestHash, answer, messages }: Done, at: Instant, owner: string | null): Action {
  const expiresAt = shifted(at, KEPT_SECONDS);
  const free = "attribute_not_exists(pk) or expiresAt <= :at";
  return {
    Put: {
      TableName: TABLE,
      Item: { ...key, state: "done", requestHash, answer: packed(answer), messages: [...messages], expiresAt, ttl: ttlOf(expiresAt) },
      ConditionExpression: owner === null ? free : `#owner = :owner or ${free}`,
      ExpressionAttributeValues: { ":at": at, ...(owner !== null && { ":owner": owner }) },
      ...(owner !== null && { ExpressionAttributeNames: { "#owner": "owner" } }),
    },
  };
}

/** Claims a key for work that reaches outside the table; false when it is claimed or answered. */
export async function claim(db: Db, key: Key, requestHash: string, owner: string, at: Instant): Promise<boolean> {
  const expiresAt = shifted(at, CLAIM_SECONDS);
  const outcome = await db.put({
    Item: { ...key, state: "running", requestHash, owner, expiresAt, ttl: ttlOf(expiresAt) },
    ConditionExpression: "attribute_not_exists(pk) or expiresAt <= :at",
    ExpressionAttributeValues: { ":at": at },
  });
  return outcome.done;
}

/** Gives a claim back: the work was refused, or failed, and may be asked for again. */
export async function unclaim(db: Db, key: Key, owner: string): Promise<void> {
  await db.delete({
    Key: { ...key },
    ConditionExpression: "#owner = :owner and #state = :running",
    ExpressionAttributeNames: { "#owner": "owner", "#state": "state" },
    ExpressionAttributeValues: { ":owner": owner, ":running": "running" },
  });
}

const ttlOf = (expiresAt: Instant): number => Math.floor(Date.parse(expiresAt) / 1_000);

function packed({ status, headers, body }: Answer): Item {
  const kept = body !== null && body.byteLength <= KEPT_BYTES_MAX ? body : null;
  const deflated = kept !== null && kept.byteLength > DEFLATED_FROM_BYTES;
  return { status, headers: { ...headers }, body: kept !== null && deflated ? deflateRawSync(kept) : kept, deflated };
}

const Packed = z.object({ ...Answer.shape, deflated: z.boolean() });

function opened(item: unknown): Answer {
  const { deflated, body, ...rest } = Packed.parse(item);
  return { ...rest, body: body !== null && deflated ? inflateRawSync(body) : body };
}
