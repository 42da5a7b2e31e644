import * as z from "zod";
import { type BusinessDate, monthsBetween } from "#domain/dates";
import type { CompanyId, FiscalYearId } from "#domain/ids";
import { AccountNumber, type Entry } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { Refusal } from "#domain/refusals";
import type { Action, Db, Item } from "./db.ts";
import { TABLE } from "./entity.ts";
import { readHead } from "./ledger-heads.ts";

/** Access pattern: every account of a fiscal year with its month slots: one query, whatever the number of entries. docs/table.md. */
const partition = (companyId: CompanyId, yearId: FiscalYearId): string => `COMPANY#${companyId}#L#${yearId}`;

/** Debits and credits of one account, EUR cents, one slot a month of the fiscal year (1 to 24). */
export type KeptAccount = {
  readonly account: AccountNumber;
  readonly label: string;
  readonly debits: readonly number[];
  readonly credits: readonly number[];
};

const slot = (side: "d" | "c", index: number): string => `${side}${String(index + 1).padStart(2, "0")}`;
const monthIndex = (year: FiscalYear, date: BusinessDate): number => monthsBetween(year.startsOn, date).length - 1;
const Labelled = z.object({ sk: AccountNumber, label: z.string() });

/** The increments of validated entries, one action an account. */
export function ledgerTotalsActions(companyId: CompanyId, year: FiscalYear, entries: readonly Entry[]): Action[] {
  const byAccount = new Map<AccountNumber, { label: string; slots: Map<string, number> }>();
  for (const { date, lines } of entries) {
    for (const { account, accountLabel, side, amountCents } of lines) {
      const kept = byAccount.get(account) ?? { label: accountLabel, slots: new Map<string, number>() };
      const name = slot(side === "debit" ? "d" : "c", monthIndex(year, date));
      kept.slots.set(name, (kept.slots.get(name) ?? 0) + amountCents);
      byAccount.set(account, kept);
    }
  }
  return [...byAccount].map(([account, { label, slots }]) => totalAction(partition(companyId, year.id), account, label, [...slots]));
}

function totalAction(pk: string, account: AccountNumber, label: string, slots: readonly (readonly [string, number])[]): Action {
  return {
    Update: {
      TableName: TABLE,
      Key: { pk, sk: account },
      UpdateExpression: `SET label = if_not_exists(label, :label) ADD ${slots.map((_, index) => `#s${index} :s${index}`).join(", ")}`,
      ExpressionAttributeNames: Object.fromEntries(slots.map(([name], index) => [`#s${index}`, name])),
      ExpressionAttributeValues: { ":label": label, ...Object.fromEntries(slots.map(([, amount], index) => [`:s${index}`, amount])) },
    },
  };
}

/** A validation under way moves totals between two reads; the reader looks again, this often at most. */
const READS_MAX = 5;

/** Every account moved in the year, by number, as one moment had it: the head is the same before and after. */
export async function keptAccounts(db: Db, companyId: CompanyId, year: FiscalYear): Promise<readonly KeptAccount[]> {
  for (let read = 1; read <= READS_MAX; read += 1) {
    const before = await readHead(db, companyId, year.id);
    const items = await allItems(db, partition(companyId, year.id));
    const after = await readHead(db, companyId, year.id);
    if (before?.lastNumber === after?.lastNumber) return items.map((item) => keptOf(item, year));
  }
  throw new Refusal("conflict.changed_meanwhile");
}

async function allItems(db: Db, pk: string): Promise<readonly Item[]> {
  const found: Item[] = [];
  let start: Item | undefined;
  do {
    const query = {
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": pk },
    };
    const { items, next } = await db.query({ ...query, ConsistentRead: true, ...(start && { ExclusiveStartKey: start }) });
    found.push(...items);
    start = next;
  } while (start);
  return found;
}

function keptOf(item: Item, year: FiscalYear): KeptAccount {
  const { sk, label } = Labelled.parse(item);
  const months = monthsBetween(year.startsOn, year.endsOn);
  const read = (side: "d" | "c") => months.map((_, index) => z.int().parse(item[slot(side, index)] ?? 0));
  return { account: sk, label, debits: read("d"), credits: read("c") };
}
