import { type Account, ordinalText } from "#domain/banking/account";
import type { BankRow } from "#domain/banking/row";
import { addChange, type TotalsDelta } from "#domain/banking/totals";
import { type BusinessDate, businessDate, lastDayOf, monthOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { differs } from "./bank-totals-check.ts";
import type { Db } from "./db.ts";
import { itemsOf } from "./pages.ts";
import { aliasTarget, dateSortKey, rowOf, rowPartition } from "./row-item.ts";
import { endOfDay, rows } from "./rows.ts";
import { totals } from "./totals.ts";

const PAGE_ROWS = 500;
/** The index follows the table by milliseconds: it is asked again this often, then the table itself is read. */
const READS_MAX = 3;
const PAUSE_MS = 40;

/**
 * Every live row of an account dated between two days, both included, as the table holds them now: read from the index by whole months, whose booked
 * rows must add up to the kept counters, which are read from the table itself. While they do not, the index is late, and the account's partition is read.
 */
export async function rowsOfDays(
  db: Db,
  companyId: CompanyId,
  account: Account,
  from: BusinessDate,
  to: BusinessDate,
): Promise<readonly BankRow[]> {
  const inside = ({ date }: BankRow): boolean => date >= from && date <= to;
  for (let read = 1; read <= READS_MAX; read += 1) {
    const found = await indexed(db, companyId, account, from, to);
    if (found) return found.filter(inside);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * read));
  }
  return (await partitionRows(db, companyId, account)).filter(inside);
}

/** Rows of whole months by the index; null when it does not show what the counters say. */
async function indexed(
  db: Db,
  companyId: CompanyId,
  account: Account,
  from: BusinessDate,
  to: BusinessDate,
): Promise<readonly BankRow[] | null> {
  const { ordinal } = account;
  const kept = await totals(db, companyId).months(ordinal, monthOf(from), monthOf(to), true);
  const months = new Set([...kept.map(({ month }) => month), ...(monthOf(from) === monthOf(to) ? [monthOf(from)] : [])]);
  const found = await byDate(db, companyId, ordinal, businessDate(`${monthOf(from)}-01`), lastDayOf(monthOf(to)));
  const sums: TotalsDelta = new Map();
  for (const row of found) addChange(sums, null, row);
  for (const row of found) months.add(monthOf(row.date));
  const fields = new Map(kept.map(({ month, fields: counters }) => [month, counters]));
  return [...months].some((month) => differs(fields.get(month), sums.get(`AM:${ordinalText(ordinal)}:${month}`), account)) ? null : found;
}

async function byDate(db: Db, companyId: CompanyId, ordinal: number, from: BusinessDate, to: BusinessDate): Promise<BankRow[]> {
  const found: BankRow[] = [];
  let start: string = from;
  for (;;) {
    const stretch = { ordinal, index: "byDate", from: start, to: endOfDay(to), descending: false, limit: PAGE_ROWS } as const;
    const page = await rows(db, companyId).page(stretch);
    found.push(...page);
    const last = page.at(-1);
    if (!last || page.length < PAGE_ROWS) return found;
    start = `${dateSortKey(last)}~`;
  }
}

/** Every live row of an account, whatever the index knows. */
async function partitionRows(db: Db, companyId: CompanyId, { ordinal }: Account): Promise<BankRow[]> {
  const found: BankRow[] = [];
  const query = {
    KeyConditionExpression: "#pk = :pk and begins_with(sk, :row)",
    ExpressionAttributeNames: { "#pk": "pk" },
    ExpressionAttributeValues: { ":pk": rowPartition(companyId, ordinal), ":row": "T#" },
    ConsistentRead: true,
  };
  for await (const item of itemsOf(db, query)) {
    const row = aliasTarget(item) === null ? rowOf(item) : null;
    if (row && row.status !== "deleted") found.push(row);
  }
  return found;
}
