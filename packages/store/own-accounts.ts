import * as z from "zod";
import type { CompanyId } from "#domain/ids";
import { AccountNumber } from "#domain/ledger/entry";
import type { Action, Db } from "./db.ts";
import { TABLE } from "./entity.ts";

/** Access pattern: the sub-accounts a company named itself (one query). docs/table.md. */
const OwnAccount = z.object({ number: AccountNumber, label: z.string().min(1).max(100) });
export type OwnAccount = z.infer<typeof OwnAccount>;

/** Own sub-accounts of a company at most. */
export const OWN_ACCOUNTS_MAX = 2_000;
const partition = (companyId: CompanyId): string => `COMPANY#${companyId}#CHART`;

/** Names of a company's own sub-accounts, by number. */
export async function ownAccounts(db: Db, companyId: CompanyId): Promise<ReadonlyMap<string, string>> {
  const { items } = await db.query({
    KeyConditionExpression: "#pk = :pk",
    ExpressionAttributeNames: { "#pk": "pk" },
    ExpressionAttributeValues: { ":pk": partition(companyId) },
    Limit: OWN_ACCOUNTS_MAX,
  });
  return new Map(
    items.map((item) => OwnAccount.parse({ number: item["sk"], label: item["label"] })).map(({ number, label }) => [number, label]),
  );
}

/** Names a sub-account, once: the books have one label an account. */
export const newOwnAccountAction = (companyId: CompanyId, { number, label }: OwnAccount): Action => ({
  Put: { TableName: TABLE, Item: { pk: partition(companyId), sk: number, label }, ConditionExpression: "attribute_not_exists(pk)" },
});
