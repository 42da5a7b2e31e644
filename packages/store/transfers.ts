import * as z from "zod";
import { type BankRow, transactionId } from "#domain/banking/row";
import { TransferLink } from "#domain/banking/transfer-link";
import { pairKey } from "#domain/banking/transfers";
import { Instant } from "#domain/dates";
import { type CompanyId, TransactionId } from "#domain/ids";
import type { Action, Db, Item, Query } from "./db.ts";
import { TABLE } from "./entity.ts";

/**
 * Access patterns: rows that wait for their other leg (one query) · pairs a person declined (one query) · a link by the leg that left · links,
 * the latest first. A row is noted as waiting in the transaction that wrote it, so none is overlooked. docs/table.md.
 */
const partition = (companyId: CompanyId): string => `COMPANY#${companyId}#TRANSFERS`;
const waitingKey = (companyId: CompanyId, id: TransactionId) => ({ pk: partition(companyId), sk: `W#${id}` });
const linkKey = (companyId: CompanyId, outgoingId: TransactionId) => ({ pk: partition(companyId), sk: `L#${outgoingId}` });
const declinedKey = (companyId: CompanyId, { outgoingId, incomingId }: Pair) => ({
  pk: partition(companyId),
  sk: `D#${pairKey(outgoingId, incomingId)}`,
});

type Pair = Pick<TransferLink, "outgoingId" | "incomingId">;

/** A row that waits for its other leg, since when, and which ones it may be, for a person to choose. */
const Waiting = z.object({ id: TransactionId, at: Instant, candidates: z.array(TransactionId).max(10) });
export type Waiting = z.infer<typeof Waiting>;

/** Waiting rows, or declined pairs, read at once; whoever has more goes on at the next run. */
const WAITING_MAX = 2_000;

/** Notes a row as waiting for its other leg, or for a look at the link it has. */
export const waitingAction = (companyId: CompanyId, row: BankRow): Action => ({
  Put: { TableName: TABLE, Item: { ...waitingKey(companyId, transactionId(row)), at: row.updatedAt, candidates: [] } },
});

/** The row does not wait any more. */
export const waitedAction = (companyId: CompanyId, id: TransactionId): Action => ({
  Delete: { TableName: TABLE, Key: waitingKey(companyId, id) },
});

/** Remembers a link. */
export const linkAction = (companyId: CompanyId, link: TransferLink): Action => ({
  Put: { TableName: TABLE, Item: linkItem(companyId, link), ConditionExpression: "attribute_not_exists(pk)" },
});

const linkItem = (companyId: CompanyId, link: TransferLink): Item => ({
  ...{ ...linkKey(companyId, link.outgoingId), gsi1pk: partition(companyId), gsi1sk: `${link.incomingOn}#${link.outgoingId}` },
  ...link,
});

/** Forgets a link. */
export const unlinkAction = (companyId: CompanyId, outgoingId: TransactionId): Action => ({
  Delete: { TableName: TABLE, Key: linkKey(companyId, outgoingId) },
});

/** Remembers that a person parted this pair: no rule pairs it again. */
export const declineAction = (companyId: CompanyId, pair: Pair, at: Instant): Action => ({
  Put: { TableName: TABLE, Item: { ...declinedKey(companyId, pair), at } },
});

/** A person pairs what was declined before. */
export const undeclineAction = (companyId: CompanyId, pair: Pair): Action => ({
  Delete: { TableName: TABLE, Key: declinedKey(companyId, pair) },
});

/** Fails the transaction when a person parted this pair meanwhile. */
export const notDeclinedAction = (companyId: CompanyId, pair: Pair): Action => ({
  ConditionCheck: { TableName: TABLE, Key: declinedKey(companyId, pair), ConditionExpression: "attribute_not_exists(pk)" },
});

export const transfers = (db: Db, companyId: CompanyId) => ({
  /** Rows that wait; `now` includes those written a moment ago. */
  async waiting(when: "soon" | "now"): Promise<readonly Waiting[]> {
    const { items } = await db.query({ ...ofKind(companyId, "W#"), Limit: WAITING_MAX, ConsistentRead: when === "now" });
    return items.map((item) => Waiting.parse({ ...item, id: idIn(item) }));
  },
  /** Pairs a person parted, as `pairKey` names them. */
  async declined(): Promise<ReadonlySet<string>> {
    const { items } = await db.query({ ...ofKind(companyId, "D#"), Limit: WAITING_MAX, ConsistentRead: true });
    return new Set(items.map(idIn));
  },
  /** The link of the leg that left; null when it has none. */
  async link(outgoingId: TransactionId): Promise<TransferLink | null> {
    const found = await db.get({ Key: linkKey(companyId, outgoingId), ConsistentRead: true });
    return found ? TransferLink.parse(found) : null;
  },
  /** One page of links, the latest first, after the place where the last one ended. */
  async page(limit: number, after: string | null): Promise<{ readonly links: readonly TransferLink[]; readonly next: string | null }> {
    const { items } = await db.query({
      IndexName: "gsi1",
      KeyConditionExpression: after === null ? "#pk = :pk" : "#pk = :pk and #sk < :after",
      ExpressionAttributeNames: { "#pk": "gsi1pk", ...(after !== null && { "#sk": "gsi1sk" }) },
      ExpressionAttributeValues: { ":pk": partition(companyId), ...(after !== null && { ":after": after }) },
      ScanIndexForward: false,
      Limit: limit + 1,
    });
    const shown = items.slice(0, limit);
    return { links: shown.map((item) => TransferLink.parse(item)), next: items.length > limit ? String(shown.at(-1)?.["gsi1sk"]) : null };
  },
  /** Notes which rows may be a waiting one's other leg; nothing when it does not wait any more. */
  async noteCandidates({ id, at }: Waiting, candidates: readonly TransactionId[]): Promise<void> {
    await db.update({
      Key: waitingKey(companyId, id),
      UpdateExpression: "SET candidates = :candidates",
      ConditionExpression: "#at = :at",
      ExpressionAttributeNames: { "#at": "at" },
      ExpressionAttributeValues: { ":candidates": [...candidates], ":at": at },
    });
  },
  /** The row does not wait, unless it changed again meanwhile. */
  async forget({ id, at }: Waiting): Promise<void> {
    await db.delete({
      Key: waitingKey(companyId, id),
      ConditionExpression: "#at = :at",
      ExpressionAttributeNames: { "#at": "at" },
      ExpressionAttributeValues: { ":at": at },
    });
  },
  /** Days of the legs as they now are, of a link that is still there. */
  async redate(link: TransferLink): Promise<void> {
    await db.put({ Item: linkItem(companyId, link), ConditionExpression: "attribute_exists(pk)" });
  },
});

const idIn = (item: Item): string => String(item["sk"]).slice(2);

const ofKind = (companyId: CompanyId, prefix: string): Query => ({
  KeyConditionExpression: "#pk = :pk and begins_with(sk, :prefix)",
  ExpressionAttributeNames: { "#pk": "pk" },
  ExpressionAttributeValues: { ":pk": partition(companyId), ":prefix": prefix },
});
