import * as z from "zod";
import { Holding } from "#domain/banking/holding";
import { Instant } from "#domain/dates";
import { AccountId, type CompanyId, ConnectionId } from "#domain/ids";
import type { Db } from "./db.ts";
import { pagesOf, wholePartition } from "./pages.ts";

/** Access pattern: everything a company holds, one item an account of a provider's. Plain writes, no event: copies of what the provider says. docs/table.md. */
export const HELD_MAX = 1_500;

const HeldItem = z.object({
  connectionId: ConnectionId,
  accountProviderId: z.string(),
  /** Ours, where the provider tells its money too. */
  accountId: AccountId.nullable(),
  readAt: Instant,
  holdings: z.array(Holding).max(HELD_MAX),
});
/** What one account of a provider's holds, after the last whole read. */
export type Held = z.infer<typeof HeldItem>;

const partition = (companyId: CompanyId) => `COMPANY#${companyId}#HOLDINGS`;
const sortKey = ({ connectionId, accountProviderId }: Pick<Held, "connectionId" | "accountProviderId">) =>
  `${connectionId}#${accountProviderId}`;

export const holdings = (db: Db, companyId: CompanyId) => ({
  async all(): Promise<readonly Held[]> {
    const all: Held[] = [];
    for await (const items of pagesOf(db, wholePartition(partition(companyId)))) all.push(...items.map((item) => HeldItem.parse(item)));
    return all;
  },
  /** Replaces what an account holds, unless a later read has. */
  async replace(held: Held): Promise<void> {
    await db.put({
      Item: { pk: partition(companyId), sk: sortKey(held), ...held },
      ConditionExpression: "attribute_not_exists(pk) or readAt < :at",
      ExpressionAttributeValues: { ":at": held.readAt },
    });
  },
  /** Forgets an account that holds nothing any more, unless a later read says it does. */
  async forget(held: Pick<Held, "connectionId" | "accountProviderId">, readAt: Instant): Promise<void> {
    await db.delete({
      Key: { pk: partition(companyId), sk: sortKey(held) },
      ConditionExpression: "attribute_not_exists(pk) or readAt < :at",
      ExpressionAttributeValues: { ":at": readAt },
    });
  },
});
