import type { Account } from "#domain/banking/account";
import { ordinalText } from "#domain/banking/account";
import type { TotalsDelta } from "#domain/banking/totals";
import type { BusinessDate, Month } from "#domain/dates";
import { monthOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { accountKey } from "./accounts.ts";
import type { Action, Db, Item, Key } from "./db.ts";
import { TABLE } from "./entity.ts";
import { rowPartition } from "./row-item.ts";

/** Access patterns: months of an account · years of an account · months of a company · one month. docs/table.md. */
const companyTotals = (companyId: CompanyId): string => `COMPANY#${companyId}#TOTALS`;
const accountMonthKey = (companyId: CompanyId, ordinal: number, month: Month): Key => ({
  pk: rowPartition(companyId, ordinal),
  sk: `M#${month}`,
});

/** Name of an account month's change counter. */
export const CHANGES_FIELD = "changes";

/** The increments of a batch as actions of its transaction. `accounts` tells which id an ordinal has. */
export function totalsActions(companyId: CompanyId, delta: TotalsDelta, accounts: ReadonlyMap<number, Account>): Action[] {
  return [...delta].map(([name, fields]) => addAction(keyOfTotal(companyId, name, accounts), fields));
}

function keyOfTotal(companyId: CompanyId, name: string, accounts: ReadonlyMap<number, Account>): Key {
  const [kind = "", first = "", second = ""] = name.split(":");
  if (kind === "CM") return { pk: companyTotals(companyId), sk: `M#${first}` };
  const ordinal = Number(first);
  if (kind === "AM") return accountMonthKey(companyId, ordinal, second);
  if (kind === "AY") return { pk: rowPartition(companyId, ordinal), sk: `Y#${second}` };
  const account = accounts.get(ordinal);
  if (!account) throw new Error(`no account has the ordinal ${ordinalText(ordinal)}`);
  return accountKey(companyId, account.id);
}

function addAction(key: Key, fields: ReadonlyMap<string, number>): Action {
  const entries = [...fields];
  return {
    Update: {
      TableName: TABLE,
      Key: { ...key },
      UpdateExpression: `ADD ${entries.map((_, index) => `#f${index} :f${index}`).join(", ")}`,
      ExpressionAttributeNames: Object.fromEntries(entries.map(([name], index) => [`#f${index}`, name])),
      ExpressionAttributeValues: Object.fromEntries(entries.map(([, amount], index) => [`:f${index}`, amount])),
    },
  };
}

/** Kept totals, read back. Costs the same whatever the number of rows. */
export const totals = (db: Db, companyId: CompanyId) => ({
  /** Month items of an account, oldest first, from one month to another included. */
  async months(
    ordinal: number,
    from: Month,
    to: Month,
    ConsistentRead = false,
  ): Promise<readonly { readonly month: Month; readonly fields: Item }[]> {
    const { items } = await db.query({ ...rangeOf(rowPartition(companyId, ordinal), `M#${from}`, `M#${to}`), ConsistentRead });
    return items.map((item) => ({ month: String(item["sk"]).slice(2), fields: item }));
  },
  /** What `netThrough` needs: two reads. */
  async through(ordinal: number, on: BusinessDate): Promise<{ readonly years: ReadonlyMap<string, Item>; readonly month: Item }> {
    const [years, month] = await Promise.all([
      db.query(rangeOf(rowPartition(companyId, ordinal), "Y#0000", `Y#${on.slice(0, 4)}`)),
      db.get({ Key: { ...accountMonthKey(companyId, ordinal, monthOf(on)) } }),
    ]);
    return { years: new Map(years.items.map((item) => [String(item["sk"]).slice(2), item])), month: month ?? {} };
  },
});

const rangeOf = (pk: string, from: string, to: string) => ({
  KeyConditionExpression: "#pk = :pk and sk between :from and :to",
  ExpressionAttributeNames: { "#pk": "pk" },
  ExpressionAttributeValues: { ":pk": pk, ":from": from, ":to": to },
  Limit: 240,
});
