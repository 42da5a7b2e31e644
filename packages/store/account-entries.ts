import type { BusinessDate } from "#domain/dates";
import type { CompanyId, FiscalYearId } from "#domain/ids";
import type { Entry } from "#domain/ledger/entry";
import { isMerged } from "#domain/ledger/index-accounts";
import type { Db, Item } from "./db.ts";
import { BATCH_GET_MAX } from "./db.ts";
import { accountPartition, dateAndNumber, entryOf, pointerTarget } from "./entry-item.ts";

/**
 * Access pattern: entries that touch an account, by (date, number): one query a page. The bank's own accounts are merged from the
 * others', as every entry is filed under exactly one account. docs/table.md.
 */
export type AccountStretch = {
  readonly yearId: FiscalYearId;
  readonly account: string;
  /** Every account that moved in the year: where to look for the entries of a bank account. */
  readonly known: readonly string[];
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  /** Goes on after this entry. */
  readonly after?: Pick<Entry, "date" | "number">;
  /** Entries read at once at first, when few are wanted. */
  readonly pageSize?: number;
};

/** Entries of one query. A merge reads little of each account at first, then twice as much each time. */
const PAGE = 100;
const FIRST_MERGED_PAGE = 8;

/** Entries that touch an account between two dates, both included, in (date, number) order; read as they are asked for. */
export async function* accountEntries(db: Db, companyId: CompanyId, stretch: AccountStretch): AsyncGenerator<Entry> {
  const { account, known } = stretch;
  if (!isMerged(account)) {
    yield* filed(db, companyId, stretch, account, true);
    return;
  }
  const sources = [...new Set([account, ...known])].map((one) => filed(db, companyId, stretch, one, false));
  for await (const entry of merged(sources)) if (entry.lines.some((line) => line.account === account)) yield entry;
}

/** Every entry of some days, each once, grouped by the account it is filed under. */
export async function* entriesOfDays(db: Db, companyId: CompanyId, stretch: Omit<AccountStretch, "account">): AsyncGenerator<Entry> {
  for (const account of stretch.known) yield* filed(db, companyId, { ...stretch, account }, account, false);
}

/** Entries filed under one account, those pointed to included or not. */
async function* filed(
  db: Db,
  companyId: CompanyId,
  { yearId, from, to, after, pageSize = PAGE }: AccountStretch,
  account: string,
  pointed: boolean,
): AsyncGenerator<Entry, void> {
  const lower = after ? `${dateAndNumber(after)}~` : from;
  const query = {
    IndexName: "gsi2",
    KeyConditionExpression: "#pk = :pk and #sk between :from and :to",
    ExpressionAttributeNames: { "#pk": "gsi2pk", "#sk": "gsi2sk" },
    ExpressionAttributeValues: { ":pk": accountPartition(companyId, yearId, account), ":from": lower, ":to": `${to}#~` },
  };
  if (lower > `${to}#~`) return;
  let start: Item | undefined;
  for (let Limit = pointed ? Math.min(pageSize, PAGE) : FIRST_MERGED_PAGE; ; Limit = Math.min(Limit * 2, PAGE)) {
    const { items, next } = await db.query({ ...query, Limit, ...(start && { ExclusiveStartKey: start }) });
    const targets = pointed ? await followed(db, items) : new Map<string, Item>();
    for (const item of items) {
      const target = pointerTarget(item);
      const found = target ? targets.get(target.sk) : item;
      if (found) yield entryOf(found);
    }
    if (!next) return;
    start = next;
  }
}

/** The entries behind the pointers of a page, by key. */
async function followed(db: Db, items: readonly Item[]): Promise<ReadonlyMap<string, Item>> {
  const keys = items.flatMap((item) => pointerTarget(item) ?? []);
  const found = new Map<string, Item>();
  for (let at = 0; at < keys.length; at += BATCH_GET_MAX)
    for (const item of await db.batchGet(keys.slice(at, at + BATCH_GET_MAX))) found.set(String(item["sk"]), item);
  return found;
}

/** Several sorted streams as one, by (date, number). */
async function* merged(sources: readonly AsyncGenerator<Entry, void>[]): AsyncGenerator<Entry> {
  const heads = await Promise.all(sources.map((source) => source.next()));
  for (;;) {
    let first = -1;
    let lowest = "";
    heads.forEach((head, index) => {
      if (head.done) return;
      const key = dateAndNumber(head.value);
      if (first < 0 || key < lowest) [first, lowest] = [index, key];
    });
    const head = heads[first];
    const source = sources[first];
    if (!head || head.done || !source) return;
    yield head.value;
    heads[first] = await source.next();
  }
}
