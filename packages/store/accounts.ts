import { Entity } from "electrodb";
import { Account } from "#domain/banking/account";
import { accountTotals } from "#domain/banking/totals";
import type { AccountId, CompanyId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { Action, Db, Item } from "./db.ts";
import { companyKey, lazily, putAction, sortKey, TABLE, updateAction } from "./entity.ts";

/** Access patterns: account by id · all accounts of a company (one query). Kept totals live on the item. docs/table.md. */
const entity = lazily(() => new Entity(schema, { table: TABLE }));

const text = { type: "string", required: true } as const;
const number = { type: "number", required: true } as const;
const schema = {
  model: { entity: "account", version: "1", service: "numma" },
  attributes: {
    companyId: text,
    id: text,
    ordinal: number,
    name: text,
    bankName: text,
    ledgerName: text,
    accountType: text,
    iban: { type: "string" },
    currency: text,
    openingBalanceCents: number,
    openingSaid: { type: "boolean" },
    status: text,
    connectionId: { type: "string" },
    providerKey: { type: "string" },
    givesBookingDates: { type: "boolean", required: true },
    reported: { type: "any" },
    sync: { type: "any" },
    sources: { type: "any" },
    historyFrom: { type: "string" },
    settlesAt: { type: "string" },
    rowsVersion: { type: "number" },
    olderCents: { type: "number" },
    version: number,
    createdAt: text,
    bookedCents: { type: "number" },
    bookedCount: { type: "number" },
    pendingCents: { type: "number" },
    pendingCount: { type: "number" },
    futureCents: { type: "number" },
    futureCount: { type: "number" },
  },
  indexes: { byId: { pk: companyKey("ACCOUNTS"), sk: sortKey(["id"], "${id}") } },
} as const;

const LIST_MAX = 999;

export const accounts = (db: Db, companyId: CompanyId) => ({
  async get(id: AccountId): Promise<Account> {
    const found = await db.get(entity().get({ companyId, id }).params());
    if (!found) throw new Refusal("account.not_found");
    return accountOf(found);
  },
  /** The account as it stands after the last write. */
  async getNow(id: AccountId): Promise<Account> {
    const found = await db.get({ ...entity().get({ companyId, id }).params<{ Key: Item }>(), ConsistentRead: true });
    if (!found) throw new Refusal("account.not_found");
    return accountOf(found);
  },
  /** Every account, oldest first; `now` includes one opened a moment ago. */
  async all(when: "soon" | "now" = "soon"): Promise<readonly Account[]> {
    const { items } = await db.query({
      ...entity().query.byId({ companyId }).params<Item>(),
      Limit: LIST_MAX,
      ConsistentRead: when === "now",
    });
    return items.map(accountOf);
  },
});

function accountOf(item: Item): Account {
  const nullable = {
    iban: item["iban"] ?? null,
    connectionId: item["connectionId"] ?? null,
    providerKey: item["providerKey"] ?? null,
    reported: item["reported"] ?? null,
    sync: item["sync"] ?? null,
    historyFrom: item["historyFrom"] ?? null,
    settlesAt: item["settlesAt"] ?? null,
  };
  return Account.parse({
    ...item,
    ...nullable,
    sources: sourcesOf(item),
    rowsVersion: item["rowsVersion"] ?? 0,
    olderCents: item["olderCents"] ?? 0,
    totals: accountTotals(item),
  });
}

/** An account of before sources were kept has those it can have had. */
const sourcesOf = ({ sources, providerKey }: Item): unknown => sources ?? (providerKey ? [providerKey] : []);

/** A new account's item. */
export function newAccountAction(companyId: CompanyId, { totals: _, ...account }: Account): Action {
  return putAction(
    entity()
      .create({ companyId, ...withoutNulls(account) })
      .params(),
  );
}

/**
 * Writes an account's own fields if its version is still the one read; its kept totals are not touched. Rows of a file may move the opening balance
 * without a new version: it is written only where it changes, and then only on the state of the rows it was reckoned from.
 */
export function replaceAccountAction(companyId: CompanyId, current: Account, next: Account): Action {
  const { id, name, bankName, accountType, currency, openingBalanceCents, status, givesBookingDates, sources } = next;
  const { iban, connectionId, providerKey, reported, sync, historyFrom, settlesAt } = next;
  const optional = { iban, connectionId, providerKey, reported, sync, historyFrom, settlesAt };
  const gone = OPTIONAL.filter((name) => optional[name] === null && current[name] !== null);
  const update = entity()
    .patch({ companyId, id })
    .set({ name, bankName, accountType, currency, status, givesBookingDates, version: current.version + 1 })
    .set(
      withoutNulls({
        ...{ ...optional, sources: [...sources] },
        ...(next.olderCents !== current.olderCents && { olderCents: next.olderCents }),
        ...(openingBalanceCents !== current.openingBalanceCents && { openingBalanceCents }),
        ...(next.openingSaid && { openingSaid: true }),
      }),
    )
    .remove([...gone]);
  const moves = openingBalanceCents !== current.openingBalanceCents || next.olderCents !== current.olderCents;
  const same = update.where(({ version }, { eq }) => eq(version, current.version));
  if (!moves) return updateAction(same.params());
  const { rowsVersion: read } = current;
  return updateAction(
    same
      .where(({ rowsVersion }, { eq, notExists }) =>
        read === 0 ? `(${notExists(rowsVersion)} OR ${eq(rowsVersion, 0)})` : eq(rowsVersion, read),
      )
      .params(),
  );
}

const OPTIONAL = ["iban", "connectionId", "providerKey", "reported", "sync", "historyFrom", "settlesAt"] as const;

/** Removes an account that never had a movement. */
export function removeAccountAction(companyId: CompanyId, { id, version }: Account): Action {
  const none = ["bookedCount", "pendingCount", "futureCount"].map((count) => `(attribute_not_exists(${count}) or ${count} = :none)`);
  const condition = ["version = :version", ...none].join(" and ");
  const { Key } = entity().delete({ companyId, id }).params<{ Key: Item }>();
  return {
    Delete: { TableName: TABLE, Key, ConditionExpression: condition, ExpressionAttributeValues: { ":version": version, ":none": 0 } },
  };
}

/** Where the kept totals of an account live. */
export const accountKey = (companyId: CompanyId, id: AccountId): { readonly pk: string; readonly sk: string } => ({
  pk: `COMPANY#${companyId}#ACCOUNTS`,
  sk: id,
});

const withoutNulls = <Fields extends object>(fields: Fields): { [Name in keyof Fields]: NonNullable<Fields[Name]> } =>
  JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))));
