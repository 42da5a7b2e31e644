import type { Account } from "#domain/banking/account";
import { keptField, type TotalsDelta } from "#domain/banking/totals";
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

/** The increments of a batch as actions of its transaction. `accounts` tells which id and which currency an ordinal has. */
export function totalsActions(companyId: CompanyId, delta: TotalsDelta, accounts: ReadonlyMap<number, Account>): Action[] {
  return [...delta].map(([name, fields]) => {
    const [kind = "", first = "", second = ""] = name.split(":");
    if (kind === "CM") return addAction({ pk: companyTotals(companyId), sk: `M#${first}` }, fields);
    const account = accounts.get(Number(first));
    if (!account) throw new Error(`no account has the ordinal ${first}`);
    const kept = new Map([...fields].map(([field, amount]) => [keptField(field, account.currency), amount]));
    return addAction(keyOfTotal(companyId, kind, account, second), kept);
  });
}

function keyOfTotal(companyId: CompanyId, kind: string, { id, ordinal }: Account, period: string): Key {
  if (kind === "AM") return accountMonthKey(companyId, ordinal, period);
  return kind === "AY" ? { pk: rowPartition(companyId, ordinal), sk: `Y#${period}` } : accountKey(companyId, id);
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
  /** Year items of an account up to the year of a day, by `YYYY`. */
  async years(ordinal: number, on: BusinessDate): Promise<ReadonlyMap<string, Item>> {
    const { items } = await db.query(rangeOf(rowPartition(companyId, ordinal), "Y#0000", `Y#${on.slice(0, 4)}`));
    return new Map(items.map((item) => [String(item["sk"]).slice(2), item]));
  },
  /** What `netThrough` needs: two reads. */
  async through(ordinal: number, on: BusinessDate): Promise<{ readonly years: ReadonlyMap<string, Item>; readonly month: Item }> {
    const month = db.get({ Key: { ...accountMonthKey(companyId, ordinal, monthOf(on)) } });
    const [years, found] = await Promise.all([this.years(ordinal, on), month]);
    return { years, month: found ?? {} };
  },
});

const rangeOf = (pk: string, from: string, to: string) => ({
  KeyConditionExpression: "#pk = :pk and sk between :from and :to",
  ExpressionAttributeNames: { "#pk": "pk" },
  ExpressionAttributeValues: { ":pk": pk, ":from": from, ":to": to },
  Limit: 240,
});
