import type { Account } from "#domain/banking/account";
import type { BankRow } from "#domain/banking/row";
import { totalsOfRows } from "#domain/banking/totals";
import type { CompanyId } from "#domain/ids";
import { accounts } from "#store/accounts";
import type { Item } from "#store/db";
import { aliasTarget, rowOf } from "#store/row-item";
import type { TestWorld } from "#test/world";

/** Everything in one partition. */
async function all(world: TestWorld, companyId: CompanyId, pk: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await world.table(companyId).query({
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": pk },
      ...(start && { ExclusiveStartKey: start }),
    });
    items.push(...page.items);
    start = page.next;
  } while (start);
  return items;
}

/** Counters of an item; those kept under a short name get the currency it stands for. */
const counters = (item: Item, own: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) =>
      typeof value === "number" && value !== 0 && /^([A-Z]{3}[0-9A-Z]{2}[ionp]|([A-Z]{3})?[dm]\d\d)$/.test(name)
        ? [[/^[dm]/.test(name) ? `${own}${name}` : name, value]]
        : [],
    ),
  );

/** An account's own counters, by the currency each one sums. */
function accountCounters({ currency, totals: { foreign, ...own } }: Account): Record<string, number> {
  const named = foreign.flatMap(({ currency: other, ...sums }) =>
    Object.entries(sums).map(([name, value]) => [`${other}${name}`, value] as const),
  );
  const ours = Object.entries(own).map(([name, value]) => [name.endsWith("Cents") ? `${currency}${name}` : name, value] as const);
  return Object.fromEntries([...ours, ...named].filter(([, value]) => value !== 0));
}

/** A company's bank data as it is: rows, aliases, and every kept total, read from the table. */
export async function bankState(world: TestWorld, companyId: CompanyId) {
  const rows: BankRow[] = [];
  const aliases: string[] = [];
  const kept = new Map<string, Record<string, number>>();
  for (const account of await accounts(world.table(companyId), companyId).all()) {
    const ordinal = String(account.ordinal).padStart(3, "0");
    kept.set(`A:${ordinal}`, accountCounters(account));
    for (const item of await all(world, companyId, `COMPANY#${companyId}#A${ordinal}`)) {
      const sk = String(item["sk"]);
      if (sk.startsWith("T#") && aliasTarget(item)) aliases.push(sk);
      else if (sk.startsWith("T#")) rows.push(rowOf(item));
      else if (sk.startsWith("M#")) kept.set(`AM:${ordinal}:${sk.slice(2)}`, counters(item, account.currency));
      else if (sk.startsWith("Y#")) kept.set(`AY:${ordinal}:${sk.slice(2)}`, counters(item, account.currency));
    }
  }
  for (const item of await all(world, companyId, `COMPANY#${companyId}#TOTALS`))
    kept.set(`CM:${String(item["sk"]).slice(2)}`, counters(item, ""));
  for (const [name, fields] of kept) if (Object.keys(fields).length === 0) kept.delete(name);
  return { rows, aliases, kept: Object.fromEntries(kept), live: rows.filter(({ status }) => status !== "deleted") };
}

/** The same totals, computed from the rows. */
export const recomputed = (rows: readonly BankRow[]) =>
  Object.fromEntries([...totalsOfRows(rows)].map(([name, fields]) => [name, Object.fromEntries(fields)]));
